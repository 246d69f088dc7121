"""A table in the format that an address asks for."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.kept_exports import kept_or_ordered
from gaps.axes import AXIS_KEYS
from gaps.citation import Citation
from gaps.exports import matrix_csv, matrix_png, matrix_svg, matrix_xlsx
from gaps.formatting import axes_in_words
from gaps.matrix import DEFAULT_COLUMNS, DEFAULT_ROWS
from gaps.matrix_service import Answer, answer, answer_as_dict, question_of
from gaps.models.snapshots import Snapshot
from gaps.serializers import numbers_digest
from search.facets import BY_KEY
from taxonomy.index import vocabulary_index

Response = HttpResponse | StreamingHttpResponse

NUMBERS_LENGTH = 16  # of the digest, in an address
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def citation_of(found: Answer, path: str) -> Citation:
    """Of the frozen state with these numbers; where there is none yet, of the living table at a path (without its
    language)."""
    title = f"Gap matrix: {axes_in_words(found.matrix.rows, found.matrix.columns)}"
    name = f"gaps-{found.matrix.rows.key}-{found.matrix.columns.key}"
    kept = found.kept()
    if kept is None:
        query = found.request.changed(day=None).querystring()
        return Citation(f"{name}-{found.on.isoformat()}", title, found.on, f"{path}?{query}" if query else path)
    numbers = numbers_digest(found.matrix)[:NUMBERS_LENGTH]
    query = found.request.changed(day=None).querystring(numbers=numbers)
    key = f"{name}-{kept.taken_on.isoformat()}-{numbers[:8]}"
    return Citation(key, title, kept.taken_on, f"/gaps/snapshots/{kept.number}/?{query}", kept.number)


def _attached(response: Response, found: Answer, ending: str) -> Response:
    kept = found.kept()
    state = f"-snapshot-{kept.number}" if kept else ""
    day = (kept.taken_on if kept else found.on).isoformat()
    name = f"gaps-{found.matrix.rows.key}-{found.matrix.columns.key}-{day}{state}.{ending}"
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
    return _attached(HttpResponse(matrix_xlsx(found, citation_of(found, path).apa), content_type=XLSX), found, "xlsx")


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


# Cells of a table in a file that takes some half a second; larger ones are made by the worker and kept.
MOST_AT_ONCE = 3_000


def in_format(request: HttpRequest, asked: str, path: str, snapshot: Snapshot | None = None) -> Response:
    """The table that an address asks for, of the present or of a snapshot, in a format; a large one is ordered."""
    language = (get_language() or "en").split("-")[0]

    def make() -> Response:
        return FORMATS[asked](answer(*question_of(request.GET, language, snapshot=snapshot)), path)

    return kept_or_ordered(request, make, is_costly=_most_cells(request) > MOST_AT_ONCE)


def _most_cells(request: HttpRequest) -> int:
    """Cells that the table may have, known without making it."""
    index = vocabulary_index()
    cells = 1
    for name, default in (("rows", DEFAULT_ROWS), ("columns", DEFAULT_COLUMNS)):
        key = str(request.GET.get(name, "")).strip().lower()
        cells *= len(index.terms(BY_KEY[key if key in AXIS_KEYS else default].vocabulary))
    return cells


def asked_format(request: HttpRequest) -> tuple[str, list[str]]:
    """The format asked for, “html” where none or an unknown one was, and what to say about that."""
    name = request.GET.get("format", "").strip().lower()
    if name in ("", "html"):
        return "html", []
    if name in FORMATS:
        return name, []
    return "html", [_("There is no such format; there are: %(formats)s.") % {"formats": ", ".join(["html", *FORMATS])}]
