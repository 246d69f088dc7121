"""Terms that saved gap analyses and areas of need name: found before one is deleted, moved when it gets another slug.

Blocks that are frozen to a snapshot are left alone: they read their filters as the terms were then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import models
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision

from gaps.models.needs import Area
from gaps.models.pages import GapIndexPage, GapPage
from search.facets import BY_KEY
from taxonomy.uses import TermReference, newest_revisions

_PAGES: tuple[type[GapIndexPage] | type[GapPage], ...] = (GapIndexPage, GapPage)


class SavedAnalyses:
    """Filters of the live blocks of gap analyses, as published and in the version that editing starts from; and the
    regions of areas."""

    def find(self, vocabulary: str, slug: str) -> list[TermReference]:
        pages = [
            page
            for page, body, _save in _bodies()
            if any(slug in _chosen(value["filters"], vocabulary) for value in _live_values(body))
        ]
        areas = [area for area in _areas(vocabulary) if slug in area.regions]
        urls = AdminURLFinder()
        return [TermReference(str(owner), urls.get_edit_url(owner) or "") for owner in dict.fromkeys((*pages, *areas))]

    def move(self, vocabulary: str, old: str, new: str) -> int:
        moved = 0
        for _page, body, save in _bodies():
            values = [value for value in _live_values(body) if old in _chosen(value["filters"], vocabulary)]
            for value in values:
                value["filters"] = _moved(value["filters"], vocabulary, old, new)
            if values:
                save()
            moved += len(values)
        for area in _areas(vocabulary):
            if old in area.regions:
                area.regions = list(dict.fromkeys(new if region == old else region for region in area.regions))
                area.save(update_fields=["regions"])
                moved += 1
        return moved


def _bodies() -> Iterator[tuple[models.Model, list[Any], Callable[[], None]]]:
    """Pages with their blocks as plain values, as published and as drafted; what is changed in these is saved by the
    call."""
    for owner in _PAGES:
        pages = {str(page.pk): page for page in owner._default_manager.all()}
        for page in pages.values():
            body = list(page.body.raw_data)
            yield page, body, partial(_save_page, page, body)
        for revision in newest_revisions(owner):
            if revision.object_id in pages:
                body = json.loads(revision.content.get("body") or "[]")
                yield pages[revision.object_id], body, partial(_save_revision, revision, body)


def _save_page(page: GapIndexPage | GapPage, body: list[Any]) -> None:
    page.body = page.body.stream_block.to_python(body)
    page.save(update_fields=["body"])


def _save_revision(revision: Revision, body: list[Any]) -> None:
    revision.content["body"] = json.dumps(body)
    revision.save(update_fields=["content"])


def _areas(vocabulary: str) -> list[Area]:
    return list(Area.objects.select_related("group")) if vocabulary == "region" else []


def _live_values(part: Any) -> Iterator[dict[str, Any]]:
    """Values of blocks that have filters and are not frozen, at any depth."""
    if isinstance(part, dict):
        if part.get("filters") and not part.get("snapshot"):
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _live_values(inner)


def _chosen(filters: str, vocabulary: str) -> set[str]:
    return {value.strip().lower() for key, value in parse_qsl(filters) if _is_of(key, vocabulary)}


def _moved(filters: str, vocabulary: str, old: str, new: str) -> str:
    pairs = [
        (key, new if _is_of(key, vocabulary) and value.strip().lower() == old else value)
        for key, value in parse_qsl(filters, keep_blank_values=True)
    ]
    return urlencode(list(dict.fromkeys(pairs)))


def _is_of(key: str, vocabulary: str) -> bool:
    return key in BY_KEY and BY_KEY[key].vocabulary == vocabulary
