"""Wagtail's own search (django-modelsearch on the database) with the same facets, counted in SQL over its results."""

import io
import time
from collections.abc import Sequence
from typing import Any

FIELDS = ("status", "access", "victim_data")


def measure_wagtail(texts: Sequence[str]) -> dict[str, Any]:
    from django.core.management import call_command

    from benchmarks.search_speed import timed

    started = time.perf_counter()
    call_command("update_index", verbosity=0, stdout=io.StringIO())
    seconds = time.perf_counter() - started
    return {"index_seconds": round(seconds, 1), "query_ms": timed(ask, texts)}


def ask(text: str) -> None:
    """20 hits, and counts by term, country, language and single-valued fields; a facet's own filter isn't even
    tried."""
    from django.db.models import Count
    from wagtail.search.backends import get_search_backend

    from catalogue.models import Tool

    found = get_search_backend().search(text, Tool.objects.filter(live=True), operator="or")
    list(found[:20])
    matching = Tool.objects.filter(pk__in=[tool.pk for tool in found])
    list(matching.values("classifications__term").annotate(number=Count("pk")))
    for path in ("countries__code", "languages__code", *FIELDS):
        list(matching.values(path).annotate(number=Count("pk")))
