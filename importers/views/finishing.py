"""Writing an import, what is left of it, and taking it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from importers.applying.apply import ImportRefused
from importers.applying.staging import give_up, plan_again
from importers.applying.storing import stored_plan
from importers.applying.undo import plan_undo, redo_batch, undo_batch
from importers.applying.undo_summary import redo_sentences, undo_sentences
from importers.models import WRITABLE, Batch, BatchStatus
from importers.queueing import send_for_writing, start_again, take_out
from importers.readers import FileProblem
from importers.rejected_rows import write_rejected_rows
from importers.views.access import PUBLISH_PERMISSION, batch_of, curators_only
from importers.views.forms import ApplyForm
from importers.views.labels import field_label, shown

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@curators_only
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    batch_of(pk)
    form = ApplyForm(request.POST, may_publish=request.user.has_perm(PUBLISH_PERMISSION))
    if not form.is_valid():
        messages.error(request, _("Choose how the records are to be written."))
        return redirect("importers:batch", pk)
    if send_for_writing(pk, form.cleaned_data["mode"], request.user):
        messages.success(request, _("The import is queued. This page shows when it is written."))
    return redirect("importers:batch", pk)


@curators_only
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """For an import whose worker was stopped while it wrote."""
    start_again(batch_of(pk).pk, request.user)
    return redirect("importers:batch", pk)


@curators_only
@require_POST
def dequeue(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import out of the queue that no worker has begun."""
    if take_out(batch_of(pk).pk):
        messages.success(request, _("The import is out of the queue; nothing was written."))
    return redirect("importers:batch", pk)


@curators_only
@require_POST
def replan(request: HttpRequest, pk: int) -> HttpResponse:
    """The same choices against the registry as it is now."""
    batch = batch_of(pk)
    if batch.status in WRITABLE:
        try:
            plan_again(batch, request.user)
        except FileProblem as problem:
            messages.error(request, problem.message)
    return redirect("importers:batch", pk)


@curators_only
def rest(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that were not imported, with the reasons."""
    batch = batch_of(pk)
    content = BytesIO()
    write_rejected_rows(stored_plan(batch), content)
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=f"import-{batch.pk}-rest.xlsx", content_type=_XLSX)


@curators_only
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_of(pk)
    if not request.user.has_perm(PUBLISH_PERMISSION):
        messages.error(request, _("Only those who may publish can take an import back."))
        return redirect("importers:batch", pk)
    if batch.status == BatchStatus.UNDONE:
        # Pressed twice, or in another tab: it is done.
        messages.info(request, _("This import was taken back already."))
        return redirect("importers:batch", pk)
    try:
        if request.method == "POST":
            plan = undo_batch(pk, user=request.user)
            messages.success(request, " ".join([_("The import was taken back."), *undo_sentences(plan)]))
            return redirect("importers:batch", pk)
        plan = plan_undo(batch)
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("importers:batch", pk)
    context = {
        "batch": batch,
        "plan": plan,
        "restored": _fields_of(plan.restore),
        "drafts": _fields_of(plan.drafts),
        "kept": [(edit, field_label(edit.field), shown(edit.imported), shown(edit.now)) for edit in plan.kept],
    }
    return render(request, "importers/undo.html", context)


def _fields_of(records: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    return [(slug, ", ".join(map(field_label, sorted(fields)))) for slug, fields in records.items()]


@curators_only
@require_POST
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    if batch_of(pk).status == BatchStatus.APPLIED:
        messages.info(request, _("The import is back."))
    elif request.user.has_perm(PUBLISH_PERMISSION):
        try:
            plan = redo_batch(pk, user=request.user)
            messages.success(request, " ".join([_("The import is back."), *redo_sentences(plan)]))
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("importers:batch", pk)


@curators_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import that wasn't written; nothing of it is kept. Asks first: others may have worked on it."""
    batch = Batch.objects.filter(pk=pk).select_related("user").first()
    if batch is None:
        messages.info(request, _("This import was given up already."))
        return redirect("importers:index")
    if not batch.is_open:
        messages.error(request, _("This import is being written or was written, so it can't be given up."))
        return redirect("importers:batch", pk)
    if request.method == "POST":
        if give_up(batch):
            messages.success(request, _("The import was given up; nothing of it is kept."))
        return redirect("importers:index")
    choices = {name: batch.options.get(name) or {} for name in ("rows", "fixes", "values")}
    context = {
        "batch": batch,
        "is_anothers": batch.user_id is not None and batch.user_id != request.user.pk,
        "decisions": len(choices["rows"]),
        "corrections": sum(map(len, choices["fixes"].values())),
        "words": sum(map(len, choices["values"].values())),
    }
    return render(request, "importers/discard.html", context)
