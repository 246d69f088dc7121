"""The list of imports and the way in."""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.conf import settings
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from importers.applying.retention import retention_periods, tidy
from importers.applying.staging import has_file, source_of, stage
from importers.forms.questions import languages
from importers.forms.spreadsheet import write_spreadsheet
from importers.forms.xlsform import write_xlsform
from importers.models import Batch, BatchStatus
from importers.readers import FileProblem, configured_limits
from importers.views.access import curators_only
from importers.views.forms import UploadForm
from text.active_language import active_language

_PAGE = 30
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@curators_only
def index(request: HttpRequest) -> HttpResponse:
    if settings.TASKS_MODE == "immediate":
        tidy()  # no worker has a clock here
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("importers:columns", _receive(request, form).pk)
        except FileProblem as problem:
            form.add_error(None, problem.message)
    page = Paginator(Batch.objects.select_related("user"), _PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, "languages": languages(), "keeping": retention_periods()}
    return render(request, "importers/index.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, form: UploadForm) -> Batch:
    upload = form.cleaned_data["file"]
    limit = configured_limits().size
    if upload is not None and upload.size > limit:
        sentence = gettext("The file has %(size).1f MB; at most %(limit)d MB are read.")
        raise FileProblem("too-large", sentence % {"size": upload.size / (1 << 20), "limit": limit // (1 << 20)})
    content = upload.read() if upload is not None else form.cleaned_data["pasted"].encode()
    key = str(form.cleaned_data["key"] or "") or None
    digest = hashlib.sha256(content).hexdigest()
    present = _present(request, form, key, digest)
    if present is not None:
        return present
    batch = Batch(
        form_key=key,
        user_id=request.user.pk,
        file_name=(upload.name if upload is not None else gettext("Pasted table"))[:255],
        digest=digest,
        kind="file" if upload is not None else "pasted",
        source=form.cleaned_data["source"],
        options={"encoding": form.cleaned_data["encoding"]},
    )
    source = source_of(batch, content)  # refuses what is no table before anything is kept
    if batch.kind != "pasted":
        batch.kind = source.kind
    batch.encoding = source.encoding
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:
        # The same form came twice at once, and the other was a moment earlier.
        return Batch.objects.get(form_key=key)
    stage(batch, content)
    return batch


def _present(request: HttpRequest, form: UploadForm, key: str | None, digest: str) -> Batch | None:
    """The import that this form has made already, or an earlier upload of the same file that nobody has worked on."""
    sent = Batch.objects.filter(form_key=key).first() if key else None
    if sent is not None:
        return sent
    waiting = Batch.objects.filter(
        user_id=request.user.pk or 0,
        digest=digest,
        source=form.cleaned_data["source"],
        options={"encoding": form.cleaned_data["encoding"]},
        status=BatchStatus.UPLOADED,
    )
    return next((batch for batch in waiting if has_file(batch)), None)


@curators_only
def template_file(request: HttpRequest) -> FileResponse:
    """An empty survey in the language of ``?lang=``, else the interface's."""
    wanted = request.GET.get("lang", "") or active_language()
    language = wanted if wanted in languages() else "en"
    content = BytesIO()
    write_spreadsheet(content, language)
    return _download(content, f"survey-{language}.xlsx")


@curators_only
def form_file(request: HttpRequest) -> FileResponse:
    content = BytesIO()
    write_xlsform(content)
    return _download(content, "survey-xlsform.xlsx")


def _download(content: BytesIO, name: str) -> FileResponse:
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=name, content_type=_XLSX)
