"""A table in the format that an address asks for."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_exports import kept_or_ordered
from common.citations import Citation
from gaps.axes import AXIS_KEYS
from gaps.exports import matrix_csv, matrix_png, matrix_svg, matrix_xlsx
from gaps.formatting import axes_in_words
from gaps.matrix import DEFAULT_COLUMNS, DEFAULT_ROWS
from gaps.matrix_service import MatrixResult, matrix_result, read_request, result_as_dict
from gaps.models.snapshots import Snapshot
from gaps.serializers import numbers_digest
from search.facets import BY_KEY
from taxonomy.current import vocabulary_index
from text.active_language import active_language

Response = HttpResponse | StreamingHttpResponse

NUMBERS_LENGTH = 16  # of the digest, in an address
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def citation_of(result: MatrixResult, path: str) -> Citation:
    """Of the frozen state with these numbers; where there is none yet, of the living table at a path (without its
    language)."""
    title = f"Gap matrix: {axes_in_words(result.matrix.rows, result.matrix.columns)}"
    name = f"gaps-{result.matrix.rows.key}-{result.matrix.columns.key}"
    snapshot = result.kept()
    if snapshot is None:
        query = result.request.changed(day=None).querystring()
        return Citation.of_living_page(
            f"{name}-{result.on.isoformat()}", title, f"{path}?{query}" if query else path, result.on
        )
    numbers = numbers_digest(result.matrix)[:NUMBERS_LENGTH]
    query = result.request.changed(day=None).querystring(numbers=numbers)
    key = f"{name}-{snapshot.taken_on.isoformat()}-{numbers[:8]}"
    return Citation.of_snapshot(
        key, title, f"/gaps/snapshots/{snapshot.number}/?{query}", snapshot.taken_on, snapshot.number
    )


def _attached(response: Response, result: MatrixResult, ending: str) -> Response:
    snapshot = result.kept()
    state = f"-snapshot-{snapshot.number}" if snapshot else ""
    day = (snapshot.taken_on if snapshot else result.on).isoformat()
    name = f"gaps-{result.matrix.rows.key}-{result.matrix.columns.key}-{day}{state}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _picture(body: str | bytes, content_type: str) -> HttpResponse:
    """Others may show it on their pages."""
    response = HttpResponse(body, content_type=content_type)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _json(result: MatrixResult, path: str) -> Response:
    body = json.dumps(result_as_dict(result), ensure_ascii=False, indent=2)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _csv(result: MatrixResult, path: str) -> Response:
    response = StreamingHttpResponse(matrix_csv(result), content_type="text/csv; charset=utf-8")
    return _attached(response, result, "csv")


def _xlsx(result: MatrixResult, path: str) -> Response:
    return _attached(
        HttpResponse(matrix_xlsx(result, citation_of(result, path).apa), content_type=XLSX), result, "xlsx"
    )


def _svg(result: MatrixResult, path: str) -> Response:
    return _picture(matrix_svg(result), "image/svg+xml; charset=utf-8")


def _png(result: MatrixResult, path: str) -> Response:
    return _picture(matrix_png(result), "image/png")


def _bibtex(result: MatrixResult, path: str) -> Response:
    body = citation_of(result, path).bibtex
    return _attached(HttpResponse(body, content_type="application/x-bibtex; charset=utf-8"), result, "bib")


def _csl(result: MatrixResult, path: str) -> Response:
    body = json.dumps(citation_of(result, path).csl, ensure_ascii=False, indent=2)
    return _attached(HttpResponse(body, content_type="application/vnd.citationstyles.csl+json"), result, "csl.json")


FORMATS: dict[str, Callable[[MatrixResult, str], Response]] = {
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


def in_format(request: HttpRequest, requested: str, path: str, snapshot: Snapshot | None = None) -> Response:
    """The table that an address asks for, of the present or of a snapshot, in a format; a large one is ordered."""

    def make() -> Response:
        return FORMATS[requested](matrix_result(*read_request(request.GET, active_language(), snapshot=snapshot)), path)

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
