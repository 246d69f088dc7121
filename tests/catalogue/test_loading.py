"""The starting data loads whole, twice without effect, and never over a curator's work."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Revision

from catalogue.disclosure import Level
from catalogue.loading import STARTING_DATA, load_rows, read_file
from catalogue.models import Organisation, Tool
from catalogue.records import records

pytestmark = pytest.mark.django_db


def write_lines(path: Path, *entries: object) -> Path:
    path.write_text("\n".join(e if isinstance(e, str) else json.dumps(e) for e in entries), encoding="utf-8")
    return path


def entry(**values: object) -> dict[str, object]:
    return {
        "id": "safe-path",
        "name": "Safe Path",
        "organisation": "Example Union",
        "organisation_type": "ngo",
        "summary": "Explains contracts to people who move abroad for work.",
        "tool_types": ["safe-migration-recruitment", "awareness-education-training"],
        "regions": ["asia-southern"],
        "countries": ["NP"],
        "status": "active",
        "sources": [{"title": "About", "url": "https://example.org/about", "seen": True}],
        **values,
    }


def load(path: Path):
    read = read_file(path)
    assert read.bad == []
    return load_rows(read.rows)


SAME = ("name", "summary", "organisation", "organisation_type", "status", "access", "confidence",
        "handles_victim_data", "disclosure")  # fmt: skip
OR_EMPTY = ("url", "notes", "origin_country", "licence", "source_repo", "restricted_detail")
LISTS = ("aka", "tool_types", "pillars", "exploitation", "target_users", "technologies", "infrastructure", "regions",
         "countries", "languages", "seeking")  # fmt: skip


def test_every_field_of_every_record_finds_its_home(registry):
    lines = [json.loads(line) for line in STARTING_DATA.read_text(encoding="utf-8").splitlines()]
    found = {record.slug: record for record in records(Tool.objects.public(), level=Level.VETTED)}
    assert len(found) == len(lines)
    for line in lines:
        record = found[line["id"]]
        assert {name: getattr(record, name) for name in SAME} == {name: line[name] for name in SAME}
        assert {n: getattr(record, n) for n in OR_EMPTY} == {n: line.get(n, "") for n in OR_EMPTY}
        assert {name: list(getattr(record, name)) for name in LISTS} == {name: line[name] for name in LISTS}
        assert (record.launched, record.ended) == (line.get("launched"), line.get("ended"))
        assert [(p.name, p.contribution) for p in record.partners] == [
            (p["name"], p["contribution"]) for p in line["partners"]
        ]
        assert [(s.title, s.url, s.seen) for s in record.sources] == [
            (s["title"], s["url"] or "", s["seen"]) for s in line["sources"]
        ]
        assert [(c.claim, c.year, c.method, c.source_url) for c in record.impact_claims] == [
            (c["claim"], c["year"], c["method"] or "", c["source_url"] or "") for c in line["impact_claims"]
        ]
        assert len(record.taglines) == 20
        assert not any(words.is_confirmed for words in record.taglines.values())


def test_a_second_load_changes_nothing_and_writes_no_revision(registry):
    revisions = Revision.objects.count()
    report = load(STARTING_DATA)
    assert (report.created, report.changed, report.refused) == ([], {}, [])
    assert Revision.objects.count() == revisions


def test_a_changed_record_gets_exactly_one_revision(vocabularies, tmp_path):
    load(write_lines(tmp_path / "a.jsonl", entry()))
    tool = Tool.objects.get()
    assert tool.revisions.count() == 1
    report = load(write_lines(tmp_path / "a.jsonl", entry(status="discontinued", ended=2024)))
    assert report.changed == {"safe-path": ["ended", "status"]}
    tool.refresh_from_db()
    assert tool.revisions.count() == 2
    assert tool.status.slug == "discontinued"
    assert tool.latest_revision_id == tool.live_revision_id
    assert tool.latest_revision.as_object().ended == 2024


def test_a_field_left_out_later_is_blanked(vocabularies, tmp_path):
    load(write_lines(tmp_path / "a.jsonl", entry(url="https://example.org")))
    load(write_lines(tmp_path / "a.jsonl", entry()))
    assert Tool.objects.get().url == ""


def test_a_curators_edit_survives_a_reload_and_is_reported_when_the_data_changed_too(vocabularies, tmp_path):
    load(write_lines(tmp_path / "a.jsonl", entry()))
    tool = Tool.objects.get()
    tool.summary = "A curator's better words."
    tool.save_revision().publish()
    assert load(write_lines(tmp_path / "a.jsonl", entry())).changed == {}
    report = load(write_lines(tmp_path / "a.jsonl", entry(summary="The data's new words.", launched=2015)))
    assert [(kept.slug, kept.field) for kept in report.kept] == [("safe-path", "summary")]
    assert report.changed == {"safe-path": ["launched"]}
    tool.refresh_from_db()
    assert (tool.summary, tool.launched) == ("A curator's better words.", 2015)


def test_bad_lines_are_named_and_good_ones_load(vocabularies, tmp_path, capsys):
    path = write_lines(
        tmp_path / "mixed.jsonl",
        entry(),
        "{broken",
        entry(id="Bad Slug"),
        entry(id="no-name", name=""),
        entry(id="odd-type", tool_types=["no-such-type"]),
        entry(id="odd-year", launched=12),
        entry(id="odd-order", launched=2020, ended=2010),
        entry(id="odd-key", colour="red"),
        entry(),
        "[1, 2]",
        entry(id="second-path", name="Second Path"),
    )
    with pytest.raises(SystemExit) as stop:
        call_command("load_catalogue", str(path), "--json")
    assert stop.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"created": 2, "changed": 0, "same": 0, "invalid": 9}
    assert [problem["line"] for problem in told["problems"]] == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert all(problem["reason"] for problem in told["problems"])
    assert set(Tool.objects.values_list("slug", flat=True)) == {"safe-path", "second-path"}


def test_a_missing_file_is_a_sentence(vocabularies, tmp_path):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("load_catalogue", str(tmp_path / "none.jsonl"))


def test_loading_is_a_bounded_number_of_queries(vocabularies, tmp_path, django_assert_max_num_queries):
    entries = [entry(id=f"tool-{n}", name=f"Tool {n}", organisation=f"Body {n % 9}") for n in range(300)]
    read = read_file(write_lines(tmp_path / "many.jsonl", *entries))
    with django_assert_max_num_queries(120):
        load_rows(read.rows)
    assert Organisation.objects.count() == 9
