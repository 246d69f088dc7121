"""A frozen state gives the same bytes for ever, any table of it can be made again, and two can be compared."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from catalogue.models import Tool
from gaps import live_data
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import matrix_result, result_as_dict
from gaps.models.snapshots import Snapshot
from gaps.serializers import canonical_json, matrix_as_dict
from gaps.snapshots.comparing import compare
from gaps.snapshots.freezing import content_of, take_snapshot
from taxonomy.models import Term, TermText
from tests.gaps.loaded import WithStartingRegistry


class TestSnapshots(WithStartingRegistry):
    def change(self, slug: str, **values: object) -> None:
        Tool.objects.filter(slug=slug).update(**values)
        live_data.note_change()

    def test_a_snapshot_is_numbered_and_intact(self) -> None:
        first, _ = take_snapshot("before the conference")
        second, is_new = take_snapshot()
        assert (first.number, second.number, is_new) == (1, 2, True)
        assert first.is_intact
        assert first.raw == second.raw
        assert first.tools == 246
        assert str(first) == f"Snapshot 1 of {first.taken_on.isoformat()}"

    def test_equal_states_are_equal_bytes(self) -> None:
        one = canonical_json(content_of(live_data.current_registry()))
        live_data.note_change()
        assert canonical_json(content_of(live_data.current_registry())) == one

    def test_nothing_restricted_is_frozen(self) -> None:
        self.change("ulula", restricted_detail="Invented: it counts blue doors.", disclosure="vetted")
        raw = take_snapshot()[0].raw.decode()
        assert "blue doors" not in raw
        assert '"vetted' in raw  # classifications are public, details are not

    def test_any_table_of_a_snapshot_can_be_made_again_after_the_registry_changed(self) -> None:
        now = [
            result_as_dict(matrix_result(MatrixRequest.of(rows=rows, columns=columns)))
            for rows, columns in (("tool_type", "region"), ("language", "pillar"))
        ]
        snapshot, _ = take_snapshot()
        TermText.objects.filter(kind="label", term__slug="oceania").update(text="Pacific")
        self.change("unseen-app", status=Term.objects.get(vocabulary__slug="status", slug="discontinued"))
        for before in now:
            rows, columns = before["axes"]["rows"]["vocabulary"], before["axes"]["columns"]["vocabulary"]
            then = result_as_dict(matrix_result(MatrixRequest.of(rows=rows, columns=columns), snapshot))
            strip = ("url",)
            assert [{k: v for k, v in cell.items() if k not in strip} for cell in then["cells"]] == [
                {k: v for k, v in cell.items() if k not in strip} for cell in before["cells"]
            ]
            assert then["columns"] == before["columns"]
            assert then["snapshot"] == 1
            assert all(cell["url"] is None for cell in then["cells"])

    def test_the_frozen_default_matrix_is_the_one_made_again(self) -> None:
        snapshot, _ = take_snapshot()
        again = matrix_result(MatrixRequest(), snapshot)
        made = matrix_as_dict(again.matrix, on=again.on, needs=snapshot.content["matrix"]["needs"])
        assert json.loads(canonical_json(made)) == snapshot.content["matrix"]

    def test_only_a_change_makes_a_new_one_when_asked_so(self) -> None:
        take_snapshot()
        assert take_snapshot(only_if_changed=True)[1] is False
        self.change("unseen-app", confidence="low")
        assert take_snapshot(only_if_changed=True)[1] is True

    def test_two_snapshots_are_compared(self) -> None:
        first, _ = take_snapshot()
        ended = Term.objects.get(vocabulary__slug="status", slug="discontinued")
        self.change("unseen-app", status=ended)
        self.change("ulula", live=False)
        tool = Tool.objects.get(slug="laborlink")
        tool.countries.all().delete()
        hotlines = Tool.objects.filter(
            classifications__term__slug="reporting-hotlines", classifications__term__vocabulary__slug="tool_type"
        ).filter(classifications__term__slug="americas-northern")
        Tool.objects.filter(pk__in=list(hotlines.values_list("pk", flat=True))).update(status=ended)
        live_data.note_change()
        second, _ = take_snapshot()
        found = compare(first, second)
        assert (list(found.removed), found.removed.count) == ([], 1)
        assert "unseen-app" in [slug for slug, _name in found.ended]
        assert any(change.slug == "laborlink" and change.key == "country" for change in found.reclassified)
        assert ("reporting-hotlines", "americas-northern") in {(c.row, c.column) for c in found.verdicts}
        back = compare(second, first)
        assert (list(back.added), back.added.count) == ([], 1)
        assert [slug for slug, _name in back.revived] == [slug for slug, _name in found.ended]
        assert compare(first, first).is_empty

    def test_a_past_day_shows_the_last_snapshot_by_then(self) -> None:
        snapshot, _ = take_snapshot()
        Snapshot.objects.update(taken_on=date(2026, 1, 10))
        found = matrix_result(MatrixRequest(day=date(2026, 2, 1)))
        assert found.snapshot == snapshot
        assert found.matrix.total == 246

    def test_a_day_before_the_first_record_is_an_empty_table_that_says_so(self) -> None:
        found = matrix_result(MatrixRequest(day=date(1999, 12, 31)))
        assert found.is_before_first
        assert found.matrix.is_empty
        assert "no record" in result_as_dict(found)["note"]

    def test_a_day_to_come_is_the_present(self) -> None:
        found = matrix_result(MatrixRequest(day=timezone.localdate() + timedelta(days=400)))
        assert found.snapshot is not None  # kept, so that the address shows the same numbers when that day has come
        assert found.request.day == timezone.localdate()
        assert found.matrix.total == 246

    def test_the_command_takes_and_compares(self) -> None:
        out = StringIO()
        call_command("snapshot_gaps", "--json", stdout=out)
        taken = json.loads(out.getvalue())
        assert (taken["number"], taken["new"], taken["tools"]) == (1, True, 246)
        out = StringIO()
        call_command("snapshot_gaps", "--monthly", "--json", stdout=out)
        assert json.loads(out.getvalue()) == {**taken, "new": False}
        self.change("unseen-app", confidence="low")
        call_command("snapshot_gaps", stdout=StringIO())
        out = StringIO()
        call_command("snapshot_gaps", "--compare", "1", "2", "--json", stdout=out)
        assert set(json.loads(out.getvalue())) >= {"added", "ended", "reclassified", "verdicts"}
        with pytest.raises(CommandError, match="no snapshot 9"):
            call_command("snapshot_gaps", "--compare", "1", "9", stdout=StringIO())
