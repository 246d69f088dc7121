"""The first change can be made as the tutorial says: what it names is there, and what it teaches isn't known yet."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial" / "first-change.md").read_text(encoding="utf-8")


def test_the_line_to_add_is_written_as_its_neighbours_are() -> None:
    line = re.search(r'^\("(.+)", "(.+)", None, "(.+)", (\w+\.\w+)\),$', TUTORIAL, re.MULTILINE)
    assert line is not None
    neighbours = (ROOT / "tests" / "taxonomy" / "test_resolution.py").read_text(encoding="utf-8")
    assert f", {line[4]})," in neighbours
    assert line[1] not in neighbours


def test_the_word_is_taught_where_the_tutorial_says() -> None:
    content = json.loads((ROOT / "taxonomy" / "data" / "vocabularies" / "tool_type.json").read_text(encoding="utf-8"))
    term = next(term for term in content["terms"] if term["slug"] == "reporting-hotlines")
    assert term["synonyms"]["en"][-1] == "hot line"
    assert not [one["slug"] for one in content["terms"] if "SOS line" in one["synonyms"].get("en", ())]
