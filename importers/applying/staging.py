"""Uploaded files wait here, beside the database, until their import is written or given up; a day at most."""

from __future__ import annotations

import secrets
import time

from django.db import transaction
from django.utils.translation import gettext as _

from importers.applying.progress import import_folder
from importers.applying.sessions import ImportSession
from importers.applying.storing import options_as_json, options_of
from importers.models import Batch
from importers.plan.states import column_from_json
from importers.readers import FileProblem, SourceFile, read_bytes, read_pasted

_KEPT_SECONDS = 24 * 60 * 60
_PASTED = "pasted"


def stage(batch: Batch, content: bytes) -> None:
    """Keep a file that was let in, readable by the server's user only. The batch names it before it is there."""
    sweep()
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
        raise FileProblem(
            "gone", _("The uploaded file is no longer kept. Upload it again; your choices are remembered.")
        )
    return source_of(batch, (import_folder() / batch.staged_name).read_bytes())


def source_of(batch: Batch, content: bytes) -> SourceFile:
    """The file as the batch's choices read it. Raises FileProblem for what is no table."""
    if batch.kind == _PASTED:
        return read_pasted(content.decode())
    return read_bytes(content, batch.file_name, encoding=batch.options.get("encoding", ""))


def open_session(batch: Batch, user: object = None) -> ImportSession:
    """The batch's import as it was left: its sheet, columns and decisions. Raises FileProblem."""
    session = ImportSession(
        staged_source(batch),
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
    kept = {name: batch.options[name] for name in ("sheet", "header_row", "encoding") if name in batch.options}
    session.plan()
    session.store()
    batch.options = {**options_as_json(session.options), **kept}
    batch.save(update_fields=["options"])
    return session


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


def sweep() -> None:
    """Files of imports that nobody finished."""
    for path in import_folder().glob("upload-*"):
        try:
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink()
        except FileNotFoundError:
            continue
