"""A list in the format that an address asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.records import Record
from common.spreadsheets import csv_lines, xlsx_bytes
from search.exports.answers import answer_as_dict
from search.exports.feeds import Feed, feed_bytes
from search.exports.fields import HEADER, as_cells
from search.exports.offline import offline_file
from search.query import ToolQuery
from search.results.continuing import ListChanged, list_changed_in_words
from search.results.page import search_records

MOST_EXPORTED = 10_000
MOST_IN_FEED = 50
MOST_OFFLINE = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def json_response(data: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def attachment(response: HttpResponse | StreamingHttpResponse, stem: str, ending: str) -> None:
    day = timezone.now().date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{stem}-{day}.{ending}"'


def csv_response(listed: Iterable[Record], language: str, stem: str = "tools") -> StreamingHttpResponse:
    lines = csv_lines(HEADER, (as_cells(record, language) for record in listed))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    attachment(response, stem, "csv")
    return response


def xlsx_response(listed: Iterable[Record], language: str, notes: Iterable[str], stem: str = "tools") -> HttpResponse:
    rows = (as_cells(record, language) for record in listed)
    response = HttpResponse(xlsx_bytes(_("Tools"), HEADER, rows, list(notes)), content_type=XLSX)
    attachment(response, stem, "xlsx")
    return response


def notes_of(summary: str, url: str) -> list[str]:
    """What a file says about itself."""
    today: date | datetime = timezone.now()
    return [
        settings.WAGTAIL_SITE_NAME,
        summary,
        f"{settings.BASE_URL}{url}",
        today.strftime("%Y-%m-%d"),
        _("Records marked “in_doubt” may not exist. “Active” means active in the newest page that was read."),
    ]


def _all_of(query: ToolQuery, limit: int = MOST_EXPORTED) -> list[Record]:
    answer = search_records(query.at_page(1), limit=limit, counts=False)
    return [record for _hit, record in answer.hits]


def _as_json(query: ToolQuery) -> HttpResponse:
    try:
        return json_response(answer_as_dict(search_records(query)))
    except ListChanged:
        return json_response({"error": "list-changed", "message": list_changed_in_words()}, status=409)


def _as_csv(query: ToolQuery) -> StreamingHttpResponse:
    return csv_response(_all_of(query), query.language)


def _as_xlsx(query: ToolQuery) -> HttpResponse:
    return xlsx_response(_all_of(query), query.language, notes_of(query.summary(), query.url()))


def _as_atom(query: ToolQuery) -> HttpResponse:
    newest = query.changed(sort="newest", per_page=MOST_IN_FEED)
    feed = Feed(
        title=f"{settings.WAGTAIL_SITE_NAME}: {query.summary()}",
        self_url=f"{settings.BASE_URL}{query.changed(sort='relevance').url(format='atom')}",
        page_url=f"{settings.BASE_URL}{query.changed().url()}",
        language=query.language,
        author=settings.WAGTAIL_SITE_NAME,
    )
    return HttpResponse(feed_bytes(feed, _all_of(newest, MOST_IN_FEED)), content_type="application/atom+xml")


def _as_offline_file(query: ToolQuery) -> HttpResponse:
    url = f"{settings.BASE_URL}{query.at_page(1).url()}"
    response = HttpResponse(offline_file(_all_of(query, MOST_OFFLINE), query.summary(), url))
    attachment(response, "tools", "html")
    return response


# Tools in a file that takes some half a second; longer lists are made by the worker and kept.
MOST_AT_ONCE = {"xlsx": 150, "csv": 250, "html-offline": 150}
Format = Callable[[ToolQuery], HttpResponse | StreamingHttpResponse]
FORMATS: dict[str, Format] = {
    "json": _as_json,
    "csv": _as_csv,
    "xlsx": _as_xlsx,
    "atom": _as_atom,
    "html-offline": _as_offline_file,
}


def is_costly(chosen: str, query: ToolQuery) -> bool:
    """Whether a list has more tools than a file of this format can be made of while its reader waits."""
    if chosen not in MOST_AT_ONCE:
        return False
    return search_records(query.at_page(1), limit=0, counts=False).total > MOST_AT_ONCE[chosen]


def asked_format(request: HttpRequest, known: Iterable[str]) -> tuple[str, list[str]]:
    """The format that was asked for, “html” where none or an unknown one was, and what to say about that."""
    name = request.GET.get("format", "").strip().lower()
    if name in ("", "html"):
        return "html", []
    known = list(known)
    if name in known:
        return name, []
    return "html", [_("There is no such format; there are: %(formats)s.") % {"formats": ", ".join(["html", *known])}]
