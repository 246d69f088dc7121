"""The tools behind a number that the catalogue's list can't be asked for, and the table to be shown on other sites."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gaps.cacheable import to_keep
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import MatrixResult, matrix_result, read_request
from gaps.models.snapshots import Snapshot
from gaps.presentation import MatrixView
from gaps.snapshots.naming import nameable
from text.active_language import active_language

MOST_LISTED = 500
_NUMBER = 9  # digits; a longer number names no snapshot


def _asked(request: HttpRequest, *also: str) -> tuple[MatrixResult, MatrixRequest]:
    """The table asked for; ``also``: parameters that only this page reads. Raises Http404 for an unknown snapshot."""
    params = request.GET.copy()
    number = str(params.get("snapshot", ""))
    for name in (*also, "snapshot"):
        params.pop(name, None)
    named = Snapshot.objects.filter(number=number).first() if number.isdigit() and len(number) <= _NUMBER else None
    if number and named is None:
        raise Http404
    matrix_request, snapshot = read_request(params, active_language(), snapshot=named)
    return matrix_result(matrix_request, snapshot), matrix_request


@require_safe
def cell(request: HttpRequest) -> HttpResponse:
    """The tools of one cell, of the present or of a snapshot: exactly those that its number counts."""
    result, matrix_request = _asked(request, "row", "column")
    row, column = str(request.GET.get("row", "")), str(request.GET.get("column", ""))
    heading = result.heading(row, column)
    if heading is None:
        raise Http404
    members = result.members(row, column)
    shown = nameable(members)
    context = {
        "heading": heading,
        "view": MatrixView(result, reverse("gaps:index")),
        "notices": matrix_request.ignored,
        "tools": [(record, reverse("catalogue:tool", args=[record.slug])) for record in shown[:MOST_LISTED]],
        "total": len(members),
        "unnamed": len(members) - len(shown),
    }
    return render(request, "gaps/cell.html", context)


@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The table alone, for an iframe. It sets no cookie and loads nothing but its style sheet."""

    result, matrix_request = _asked(request)
    address = f"{reverse('gaps:index')}?{matrix_request.querystring()}"
    view = MatrixView(result, has_controls=False)
    return to_keep(render(request, "gaps/embed.html", {"view": view, "address": address}))
