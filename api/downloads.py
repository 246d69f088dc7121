"""The whole catalogue in one file, made while it is sent."""

import json
from collections.abc import Iterator
from itertools import chain, islice

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import Record, iterate_records
from common.spreadsheets import csv_lines
from search.exports.fields import HEADER, as_cells, as_dict
from search.views.formats import attachment

router = Router(tags=["downloads"])
LINES_BEFORE_STATUS = 3  # a table begins with its mark and its header


def _everything() -> Iterator[Record]:
    return iterate_records(Tool.objects.public().order_by("slug"), Level.PUBLIC)


def _sent(lines: Iterator[str], kind: str, ending: str) -> StreamingHttpResponse:
    # What is wrong with the first portion of records is told as an error, not by a broken file that said 200.
    beginning = list(islice(lines, LINES_BEFORE_STATUS))
    response = StreamingHttpResponse(chain(beginning, lines), content_type=f"{kind}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    attachment(response, "catalogue", ending)
    return response


@router.get("/tools.jsonl", summary="All tools, one JSON object a line", include_in_schema=True)
def tools_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Every public record with all its public facts, as in `/tools/{slug}`."""
    lines = (json.dumps(as_dict(record), cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for record in _everything())
    return _sent(lines, "application/x-ndjson", "jsonl")


@router.get("/tools.csv", summary="All tools as a table")
def tools_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Lists in one cell are separated by semicolons. Nothing in it can run as a formula."""
    return _sent(csv_lines(HEADER, (as_cells(record) for record in _everything())), "text/csv", "csv")
