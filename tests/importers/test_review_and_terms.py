"""An import that a reviewer approves, and what happens to imports when a term is renamed or merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.models import TaskState

from catalogue.models import Tool
from importers.applying.apply import apply_batch
from importers.applying.sessions import ImportSession
from importers.applying.undo import redo_batch, undo_batch
from importers.models import BatchMode, BatchRow, MappingMemory
from taxonomy.changes import merge, rename
from taxonomy.models import Term
from taxonomy.uses import references_to
from tests.catalogue.admin_forms import TOOLS, signed_in
from tests.importers.surveys import as_xlsx

pytestmark = pytest.mark.usefixtures("registry")
HEADER = ["Name of the tool", "Organisation", "Description", "Technologies", "What is its current status?"]


def term(vocabulary: str, slug: str) -> Term:
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def session(tmp_path: Path, rows: list[list[str]], **options: object) -> ImportSession:
    made = ImportSession.from_path(as_xlsx(tmp_path / "a.xlsx", [HEADER, *rows]), **options)  # type: ignore[arg-type]
    made.plan()
    return made


NEW = ["Lumenvia", "Brightwater Collective", "Pocket guide on wages for pickers of olives.", "Games", "Active"]
CHANGED = ["Report Remove", "Internet Watch Foundation", "", "", "Discontinued"]


def test_an_import_goes_through_review_to_the_public_and_back(tmp_path: Path) -> None:
    curator, editor = signed_in("Curators", name="importer"), signed_in("Editors", name="reviewer")
    batch = session(tmp_path, [NEW, CHANGED], user=curator.user).store()
    applied = apply_batch(batch.pk, mode=BatchMode.WORKFLOW, user=curator.user)
    assert (applied.created, applied.changed) == (1, 1)
    new, known = Tool.objects.get(name="Lumenvia"), Tool.objects.get(slug="report-remove")
    assert not new.live
    assert known.live
    assert known.status.slug == "active"  # the public sees the old words until a reviewer agrees
    assert new.workflow_in_progress
    assert known.workflow_in_progress
    for tool in (new, known):
        state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id=str(tool.pk))
        answer = editor.post(f"{TOOLS}workflow/action/{tool.pk}/approve/{state.pk}/", {"comment": "Good."})
        assert answer.status_code in (200, 302)
    assert Tool.objects.public().filter(name="Lumenvia").exists()
    assert Tool.objects.get(slug="report-remove").status.slug == "discontinued"
    undone = undo_batch(batch.pk, user=curator.user)
    assert undone.withdraw == [new.slug]
    assert not Tool.objects.public().filter(name="Lumenvia").exists()
    redo_batch(batch.pk, user=curator.user)
    assert Tool.objects.get(name="Lumenvia").withdrawn_at is None


def test_what_a_reviewer_sends_back_does_not_reach_the_public(tmp_path: Path) -> None:
    curator, editor = signed_in("Curators", name="importer"), signed_in("Editors", name="reviewer")
    batch = session(tmp_path, [NEW], user=curator.user).store()
    apply_batch(batch.pk, mode=BatchMode.WORKFLOW, user=curator.user)
    tool = Tool.objects.get(name="Lumenvia")
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    editor.post(f"{TOOLS}workflow/action/{tool.pk}/reject/{state.pk}/", {"comment": "A source is missing."})
    assert not Tool.objects.public().filter(pk=tool.pk).exists()


def test_remembered_answers_and_waiting_plans_follow_a_merged_term(tmp_path: Path) -> None:
    mapping = {"values": {"technologies": {"Spielerei": "games"}}}
    rows = [[*NEW[:3], "Spielerei", "Active"]]
    session(tmp_path, rows, mapping=mapping).apply(mode="draft")
    other = [["Quillfern", "Oxbow", "Line for seafarers on long-line vessels.", "Spielerei", "Active"]]
    waiting = session(tmp_path, other).store()
    assert BatchRow.objects.get(batch=waiting).values["technologies"] == ["games"]
    merge(term("technology", "games"), term("technology", "virtual-reality"))
    assert MappingMemory.objects.get().values["technologies"] == {"Spielerei": "virtual-reality"}
    assert BatchRow.objects.get(batch=waiting).values["technologies"] == ["virtual-reality"]
    apply_batch(waiting.pk, mode="live")
    tool = Tool.objects.get(name="Quillfern")
    carried = tool.classifications.filter(term__vocabulary__slug="technology")
    assert list(carried.values_list("term__slug", flat=True)) == ["virtual-reality"]
    third = session(tmp_path, [["Ostrakon", "Oxbow", "Register of crews for inspectors.", "Spielerei", "Active"]])
    assert third.current_plan.rows[0].values["technologies"] == ["virtual-reality"]


def test_remembered_answers_follow_a_renamed_term_and_say_where_they_are(tmp_path: Path) -> None:
    mapping = {"values": {"technologies": {"Spielerei": "games"}, "status": {"Läuft": "active"}}}
    session(tmp_path, [[*NEW[:3], "Spielerei", "Läuft"]], mapping=mapping).apply(mode="draft")
    assert any("Spielerei" in use.label for use in references_to(term("technology", "games")))
    rename(term("technology", "games"), "serious-games")
    values = MappingMemory.objects.get().values
    assert values == {"technologies": {"Spielerei": "serious-games"}, "status": {"Läuft": "active"}}
