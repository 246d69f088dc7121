"""Restricted details come from a file of the operator's; the project holds none, and absence takes nothing away."""

import contextlib
import json
import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Revision

from catalogue.loading import STARTING_DATA, load_rows, read_file
from catalogue.models import Tool
from tests.catalogue.test_loading import entry, write_lines
from website.bootstrap import SOURCES, Bootstrap, digest_of

ROOT = Path(__file__).resolve().parents[2]
DETAIL = "Invented: it counts the blue doors of a street."


def load(path: Path) -> dict:
    out = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("load_catalogue", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_data_of_the_project_hold_no_restricted_detail():
    for path in STARTING_DATA.parent.rglob("*"):
        if path.is_file():
            assert b"restricted_detail" not in path.read_bytes(), path


def test_no_file_of_the_project_pairs_a_real_record_with_a_restricted_detail():
    """Tests and documents use invented records: nothing says ``restricted_detail`` near the id of a vetted one."""
    lines = [json.loads(line) for line in STARTING_DATA.read_text(encoding="utf-8").splitlines()]
    vetted = [line["id"] for line in lines if line["disclosure"] != "public"]
    assert len(vetted) == 11
    near = re.compile(rf"\b(?:{'|'.join(vetted)})\b.{{0,3000}}restricted_detail\W+\w{{3}}", re.DOTALL)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in listed.split("\0"):
        path = ROOT / name
        if path.suffix in (".py", ".json", ".jsonl", ".md", ".csv", ".html", ".yaml", ".txt") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if "restricted_detail" in text:
                assert not near.search(text), name


@pytest.fixture
def restricted(tmp_path, settings, vocabularies):
    def write(*entries: object) -> Path:
        path = write_lines(tmp_path / "held.jsonl", *entries)
        settings.RESTRICTED_DATA = str(path)
        return path

    return write


def test_details_of_the_operators_file_are_added(restricted, tmp_path):
    restricted({"id": "safe-path", "restricted_detail": DETAIL})
    told = load(write_lines(tmp_path / "a.jsonl", entry(disclosure="registered"), entry(id="other", name="Other")))
    assert told["problems"] == []
    assert told["counts"]["created"] == 2
    tool = Tool.objects.get(slug="safe-path")
    assert (tool.restricted_detail, tool.disclosure) == (DETAIL, "registered")
    assert Tool.objects.get(slug="other").restricted_detail == ""
    revisions = Revision.objects.count()
    assert load(tmp_path / "a.jsonl")["counts"] == {"created": 0, "changed": 0, "same": 2, "invalid": 0}
    assert Revision.objects.count() == revisions


def test_a_detail_of_a_record_that_was_public_makes_it_vetted(restricted, tmp_path):
    restricted({"id": "safe-path", "restricted_detail": DETAIL})
    load(write_lines(tmp_path / "a.jsonl", entry()))
    assert Tool.objects.get().disclosure == "vetted"
    # A later file that says nothing of it doesn't open it again.
    load(write_lines(tmp_path / "a.jsonl", entry(launched=2015)))
    assert (Tool.objects.get().disclosure, Tool.objects.get().restricted_detail) == ("vetted", DETAIL)


def test_a_registry_loaded_without_the_file_keeps_what_it_has(restricted, tmp_path, settings):
    restricted({"id": "safe-path", "restricted_detail": DETAIL})
    load(write_lines(tmp_path / "a.jsonl", entry(disclosure="vetted")))
    settings.RESTRICTED_DATA = ""
    told = load(write_lines(tmp_path / "a.jsonl", entry(disclosure="vetted", launched=2015)))
    assert told["changed"] == {"safe-path": ["launched"]}
    assert Tool.objects.get().restricted_detail == DETAIL


def test_a_registry_loaded_when_the_data_still_held_the_details_keeps_them(vocabularies, tmp_path):
    """As the first version of the data did, whose lines the registry remembers."""
    old = write_lines(tmp_path / "old.jsonl", entry(disclosure="vetted", restricted_detail=DETAIL))
    load_rows(read_file(old).rows)
    report = load_rows(read_file(write_lines(tmp_path / "new.jsonl", entry(disclosure="vetted"))).rows)
    assert report.changed == {}
    assert Tool.objects.get().restricted_detail == DETAIL


def test_a_curators_words_are_kept_and_named(restricted, tmp_path):
    restricted({"id": "safe-path", "restricted_detail": DETAIL})
    load(write_lines(tmp_path / "a.jsonl", entry(disclosure="vetted")))
    tool = Tool.objects.get()
    tool.restricted_detail = "A curator's invented words."
    tool.save_revision().publish()
    restricted({"id": "safe-path", "restricted_detail": "Invented anew."})
    told = load(tmp_path / "a.jsonl")
    assert [kept["field"] for kept in told["kept"]] == ["restricted_detail"]
    assert Tool.objects.get().restricted_detail == "A curator's invented words."


def test_bad_lines_are_named_without_their_detail(restricted, tmp_path):
    path = restricted(
        {"id": "nobody", "restricted_detail": DETAIL},
        {"id": "safe-path", "restricted_detail": ""},
        {"id": "safe-path", "restricted_detail": DETAIL, "name": "Safe Path"},
        "{" + DETAIL,
        {"id": "safe-path", "restricted_detail": DETAIL},
        {"id": "safe-path", "restricted_detail": DETAIL},
    )
    told = load(write_lines(tmp_path / "a.jsonl", entry(disclosure="vetted")))
    assert [(problem["file"], problem["line"]) for problem in told["problems"]] == [
        (path.name, n) for n in (1, 2, 3, 4, 6)
    ]
    assert "no record with this id" in told["problems"][0]["reason"]
    assert "blue doors" not in json.dumps(told)
    assert Tool.objects.get().restricted_detail == DETAIL


def test_a_file_that_cannot_be_read_is_a_sentence_and_the_rest_is_loaded(vocabularies, tmp_path, settings):
    settings.RESTRICTED_DATA = str(tmp_path / "none.jsonl")
    with pytest.raises(CommandError, match=r"RESTRICTED_DATA: .*none\.jsonl can't be read"):
        call_command("load_catalogue", str(write_lines(tmp_path / "a.jsonl", entry())))
    assert Tool.objects.filter(slug="safe-path").exists()


def test_a_preparation_names_an_unreadable_file_each_time_and_follows_a_changed_one(vocabularies, tmp_path, settings):
    source = next(source for source in SOURCES if source.name == "catalogue")
    folder = tmp_path / "data"
    folder.mkdir()
    settings.RESTRICTED_DATA = str(tmp_path / "held.jsonl")
    assert digest_of(folder, source.also()) != digest_of(folder, source.also())
    write_lines(tmp_path / "held.jsonl", {"id": "safe-path", "restricted_detail": DETAIL})
    first = digest_of(folder, source.also())
    assert digest_of(folder, source.also()) == first
    write_lines(tmp_path / "held.jsonl", {"id": "safe-path", "restricted_detail": "Invented anew."})
    assert digest_of(folder, source.also()) != first
    settings.RESTRICTED_DATA = str(tmp_path / "nowhere.jsonl")
    bootstrap = Bootstrap(on_progress=lambda sentence: None)
    bootstrap._load(source)
    assert "nowhere.jsonl can't be read" in bootstrap.problems[0]
