"""Uploaded files wait here, beside the database, while their import may need them (``retention``)."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from importers.applying.progress import import_folder
from importers.applying.sessions import ImportSession
from importers.applying.stored_source import has_plan, rows_without_cells, stored_source, stored_table
from importers.applying.storing import options_as_json, options_of
from importers.models import Batch
from importers.plan.import_plan import ImportPlan, column_from_json
from importers.readers import FileProblem, SourceFile, read_bytes, read_pasted

_PASTED = "pasted"


def stage(batch: Batch, content: bytes) -> None:
    """Keep a file that was let in, readable by the server's user only. The batch names it before it is there."""
    batch.staged_name = f"upload-{secrets.token_hex(16)}"
    batch.save(update_fields=["staged_name"])
    path = import_folder() / batch.staged_name
    path.touch(mode=0o600)
    path.write_bytes(content)


def has_file(batch: Batch) -> bool:
    return bool(batch.staged_name) and (import_folder() / batch.staged_name).is_file()


def staged_source(batch: Batch) -> SourceFile:
    """Raises FileProblem when the file isn't there any more."""
    if not has_file(batch):
        raise FileProblem("gone", _("The uploaded file is no longer kept. Upload it again."))
    return source_of(batch, (import_folder() / batch.staged_name).read_bytes())


def source_of(batch: Batch, content: bytes) -> SourceFile:
    """The file as the batch's choices read it. Raises FileProblem for what is no table."""
    if batch.kind == _PASTED:
        return read_pasted(content.decode())
    return read_bytes(content, batch.file_name, encoding=batch.options.get("encoding", ""))


def open_session(batch: Batch, user: object = None) -> ImportSession:
    """The batch's import as it was left: its sheet, columns and decisions; of its plan when the file is gone.

    Raises FileProblem when there is neither.
    """
    is_stored = not has_file(batch) and has_plan(batch)
    source = stored_source(batch) if is_stored else staged_source(batch)
    session = ImportSession(
        source,
        table=stored_table(batch, source) if is_stored else None,
        sheet=batch.options.get("sheet", ""),
        header_row=batch.options.get("header_row"),
        mapping={**batch.options, "columns": {}},
        source=batch.source,
        user=user,
        batch=batch,
    )
    session.options = options_of(batch, session.options)
    chosen = [column_from_json(entry) for entry in batch.columns]
    if [column.header for column in chosen] == [column.header for column in session.columns]:
        session.columns = chosen
    return session


def plan_again(batch: Batch, user: object = None) -> ImportSession:
    """Plan with the batch's present choices and keep the plan."""
    session = open_session(batch, user)
    choices = {name: batch.options[name] for name in ("sheet", "header_row", "encoding") if name in batch.options}
    plan = session.plan()
    if not has_file(batch):
        plan.rows = sorted([*plan.rows, *rows_without_cells(batch)], key=lambda row: row.number)
    session.store()
    batch.options = {**options_as_json(session.options), **choices}
    batch.save(update_fields=["options"])
    if not _leaves_open(plan):
        unstage(batch)
    return session


def _leaves_open(plan: ImportPlan) -> bool:
    """Whether a row or a word waits for the curator, who may have to read the file otherwise."""
    counts = plan.counts
    return bool(counts["invalid"] or counts["duplicate"] or any(not use.term for use in plan.values))


def unstage(batch: Batch) -> None:
    if batch.staged_name:
        _remove(batch.staged_name)
        batch.staged_name = ""
        batch.save(update_fields=["staged_name"])


@transaction.atomic
def give_up(batch: Batch) -> bool:
    """Delete an import that wasn't written, with its file; False when it was written or given up meanwhile."""
    current = Batch.objects.select_for_update().filter(pk=batch.pk).first()
    if current is None or not current.is_open:
        return False
    _remove(current.staged_name)
    current.delete()
    return True


def _remove(name: str) -> None:
    if name:
        (import_folder() / name).unlink(missing_ok=True)
