"""A table in the format that an address asks for."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from gaps.citation import Citation
from gaps.exports import matrix_csv, matrix_png, matrix_svg, matrix_xlsx
from gaps.tables import Answer, answer_as_dict
from gaps.words import axes_in_words

Response = HttpResponse | StreamingHttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def citation_of(found: Answer, path: str) -> Citation:
    """For the table at a path (without its language)."""
    query = found.request.changed(day=found.on).querystring()
    number = found.snapshot.number if found.snapshot else None
    key = f"gaps-{found.matrix.rows.key}-{found.matrix.columns.key}-{found.on.isoformat()}"
    title = f"Gap matrix: {axes_in_words(found.matrix.rows, found.matrix.columns)}"
    return Citation(key, title, found.on, f"{path}?{query}", number)


def _attached(response: Response, found: Answer, ending: str) -> Response:
    name = f"gaps-{found.matrix.rows.key}-{found.matrix.columns.key}-{found.on.isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _picture(body: str | bytes, content_type: str) -> HttpResponse:
    """Others may show it on their pages."""
    response = HttpResponse(body, content_type=content_type)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _json(found: Answer, path: str) -> Response:
    body = json.dumps(answer_as_dict(found), ensure_ascii=False, indent=2)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _csv(found: Answer, path: str) -> Response:
    response = StreamingHttpResponse(matrix_csv(found), content_type="text/csv; charset=utf-8")
    return _attached(response, found, "csv")


def _xlsx(found: Answer, path: str) -> Response:
    return _attached(HttpResponse(matrix_xlsx(found), content_type=XLSX), found, "xlsx")


def _svg(found: Answer, path: str) -> Response:
    return _picture(matrix_svg(found), "image/svg+xml; charset=utf-8")


def _png(found: Answer, path: str) -> Response:
    return _picture(matrix_png(found), "image/png")


def _bibtex(found: Answer, path: str) -> Response:
    body = citation_of(found, path).bibtex
    return _attached(HttpResponse(body, content_type="application/x-bibtex; charset=utf-8"), found, "bib")


def _csl(found: Answer, path: str) -> Response:
    body = json.dumps(citation_of(found, path).csl, ensure_ascii=False, indent=2)
    return _attached(HttpResponse(body, content_type="application/vnd.citationstyles.csl+json"), found, "csl.json")


FORMATS: dict[str, Callable[[Answer, str], Response]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "svg": _svg,
    "png": _png,
    "bibtex": _bibtex,
    "csl": _csl,
}


def asked_format(request: HttpRequest) -> tuple[str, list[str]]:
    """The format asked for, “html” where none or an unknown one was, and what to say about that."""
    name = request.GET.get("format", "").strip().lower()
    if name in ("", "html"):
        return "html", []
    if name in FORMATS:
        return name, []
    return "html", [_("There is no such format; there are: %(formats)s.") % {"formats": ", ".join(["html", *FORMATS])}]
