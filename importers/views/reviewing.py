"""The plan, row by row: looked at, corrected, decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalogue.admin.notices import TOOL_URLS
from catalogue.models import Tool
from importers.applying.progress import Progress
from importers.applying.retention import answers_until, unfinished_until
from importers.applying.staging import plan_again
from importers.models import ON_ITS_WAY, WRITABLE, BatchRow, BatchStatus
from importers.plan.import_plan import Action, RowState
from importers.plan.text_checks import PERSONAL_DATA
from importers.queueing import waits_long
from importers.readers import FileProblem
from importers.views.access import PUBLISH_PERMISSION, batch_of, curators_only
from importers.views.forms import ApplyForm
from importers.views.labels import field_label, shown, state_label

_PAGE = 25
_LONG_CELL = 80
# What needs a person comes first.
_ORDER = (RowState.INVALID, RowState.DUPLICATE, RowState.CHANGED, RowState.NEW, RowState.SAME, RowState.SKIPPED)


@curators_only
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_of(pk)
    if batch.status == BatchStatus.UPLOADED:
        return redirect("importers:columns", pk)
    state = request.GET.get("state", "")
    state = state if state in list(RowState) else next((s for s in _ORDER if batch.counts.get(str(s))), RowState.NEW)
    letter = request.GET.get("column", "")
    rows = batch.rows.filter(state=state)
    if letter.isalpha():
        wanted = [row.pk for row in rows.only("pk", "problems") if any(p["column"] == letter for p in row.problems)]
        rows = batch.rows.filter(pk__in=wanted[:5000])
    page = Paginator(rows.order_by("number"), _PAGE).get_page(request.GET.get("p"))
    done, total = Progress(batch.pk).read()
    addresses = _addresses(row.written_slug or row.tool for row in page)
    headers = {column["letter"]: column["header"] for column in batch.columns}
    context = {
        "batch": batch,
        "counts": [(str(s), state_label(s), batch.counts.get(str(s), 0)) for s in _ORDER],
        "state": str(state),
        "state_name": state_label(state),
        "column": letter,
        "page": page,
        "rows": [_row_context(row, headers, addresses) for row in page],
        "headers": sorted(headers.items(), key=lambda item: (len(item[0]), item[0])),
        "to_write": batch.counts.get("new", 0) + batch.counts.get("changed", 0),
        "apply_form": ApplyForm(initial={"mode": batch.mode}, may_publish=request.user.has_perm(PUBLISH_PERMISSION)),
        "is_open": batch.status in WRITABLE,
        "is_on_its_way": batch.status in ON_ITS_WAY,
        "waits_long": waits_long(batch),
        "can_edit": batch.status == BatchStatus.PLANNED,
        "kept_until": unfinished_until(batch) if batch.is_open else answers_until(batch),
        "done": done,
        "total": total,
        "has_rest": batch.emptied_at is None and bool(batch.counts.get("invalid") or batch.counts.get("duplicate")),
    }
    return render(request, "importers/batch.html", context)


def _addresses(slugs: Iterable[str]) -> dict[str, str]:
    """{slug: where the record is edited}: there its draft is published or discarded."""
    keys = Tool.objects.filter(slug__in=[slug for slug in slugs if slug]).values_list("slug", "pk")
    return {slug: reverse(f"{TOOL_URLS}:edit", args=[pk]) for slug, pk in keys}


def _row_context(row: BatchRow, headers: dict[str, str], addresses: dict[str, str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.values.get("name", ""),
        "tool": row.written_slug or row.tool,
        "tool_url": addresses.get(row.written_slug or row.tool, ""),
        "problems": row.problems,
        "decision": row.decision,
        "cells": _wrong_cells(row, headers),
        "changes": [
            (
                name,
                field_label(name),
                shown(change["before"]),
                shown(change["stated"]),
                change["written"],
                change["conflict"],
            )
            for name, change in row.changes.items()
        ],
        "values": [(field_label(name), shown(value)) for name, value in row.values.items() if name != "name"],
        "derived": [(field_label(name), shown(value)) for name, value in row.derived.items()],
        "likenesses": row.likenesses,
        "is_duplicate": row.state == RowState.DUPLICATE,
    }


def _wrong_cells(row: BatchRow, headers: dict[str, str]) -> list[dict[str, Any]]:
    """The cells that problems are about: to correct, to mend as offered, to confirm as public."""
    about: dict[str, list[dict[str, Any]]] = {}
    for problem in row.problems:
        if problem["column"]:
            about.setdefault(problem["column"], []).append(problem)
    return [
        {
            "letter": letter,
            "header": headers.get(letter, ""),
            "text": row.raw.get(letter, ""),
            "is_long": len(row.raw.get(letter, "")) > _LONG_CELL or "\n" in row.raw.get(letter, ""),
            "offer": next((one["offer"] for one in problems if one.get("offer") is not None), None),
            "may_be_public": any(one["code"] == PERSONAL_DATA for one in problems),
        }
        for letter, problems in sorted(about.items(), key=lambda item: (len(item[0]), item[0]))
    ]


@curators_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrected cells and decisions of one page, or a decision for every row of a state."""
    batch = batch_of(pk)
    if batch.status != BatchStatus.PLANNED:
        return redirect("importers:batch", pk)
    options = dict(batch.options)
    decisions, fixes = dict(options.get("rows", {})), dict(options.get("fixes", {}))
    public = dict(options.get("public", {}))
    overwrite = [list(pair) for pair in options.get("overwrite", [])]
    state, everywhere = request.POST.get("state", ""), request.POST.get("all", "")
    for row in batch.rows.filter(state=state).order_by("number"):
        key = str(row.number)
        action = everywhere if everywhere in list(Action) else request.POST.get(f"action-{row.number}", "")
        if action in list(Action):
            tool = row.tool if action in (Action.UPDATE, Action.SAME) else ""
            decisions[key] = {"action": action, "tool": tool}
        for cell in _wrong_cells(row, {}):
            letter, text = cell["letter"], _typed(request, row, cell)
            is_public = bool(request.POST.get(f"public-{row.number}-{letter}"))
            if text is not None and text != row.raw.get(letter, ""):
                fixes[key] = {**fixes.get(key, {}), letter: text}
            elif not is_public:
                continue
            # What was confirmed was the text as it stood then.
            seen = {one for one in public.get(key, ()) if one != letter} | ({letter} if is_public else set())
            public[key] = sorted(seen)
        for name in row.changes:
            if request.POST.get(f"take-{row.number}-{name}") and [row.number, name] not in overwrite:
                overwrite.append([row.number, name])
    batch.options = {**options, "rows": decisions, "fixes": fixes, "public": public, "overwrite": overwrite}
    batch.save(update_fields=["options"])
    try:
        plan_again(batch, request.user)
        messages.success(request, _("The plan was made again with your decisions."))
    except FileProblem as problem:
        messages.error(request, problem.message)
    return redirect("importers:batch", pk)


def _typed(request: HttpRequest, row: BatchRow, cell: dict[str, Any]) -> str | None:
    """The cell as the form leaves it; None where the form didn't show it."""
    letter = cell["letter"]
    if cell["offer"] is not None and request.POST.get(f"offer-{row.number}-{letter}"):
        return str(cell["offer"])
    text = request.POST.get(f"cell-{row.number}-{letter}")
    return None if text is None else text.replace("\r\n", "\n")
