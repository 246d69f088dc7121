"""Terms that saved gap analyses and areas of need name: found before one is deleted, moved when it gets another slug.

Blocks that are frozen to a snapshot are left alone: they read their filters as the terms were then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import models
from wagtail.admin.admin_url_finder import AdminURLFinder

from gaps.models import Area, GapIndexPage, GapPage
from search.facets import BY_KEY
from taxonomy.uses import SlugUse, newest_revisions, register_keeper

_PAGES: tuple[type[GapIndexPage] | type[GapPage], ...] = (GapIndexPage, GapPage)


class SavedAnalyses:
    """Filters of the live blocks of gap analyses, as published and in the version that editing starts from; and the
    regions of areas."""

    def find(self, vocabulary: str, slug: str) -> list[SlugUse]:
        urls = AdminURLFinder()
        pages: dict[models.Model, None] = {}
        for page, filters in self._filters():
            if slug in _chosen(filters, vocabulary):
                pages[page] = None
        areas = [area for area in self._areas(vocabulary) if slug in area.regions]
        return [SlugUse(str(kept), urls.get_edit_url(kept) or "") for kept in (*pages, *areas)]

    def move(self, vocabulary: str, old: str, new: str) -> int:
        moved = 0

        def replaced(filters: str) -> str:
            nonlocal moved
            if old not in _chosen(filters, vocabulary):
                return filters
            moved += 1
            return _moved(filters, vocabulary, old, new)

        for owner in _PAGES:
            for page in owner._default_manager.all():
                body = list(page.body.raw_data)
                if _walk(body, replaced):
                    page.body = page.body.stream_block.to_python(body)
                    page.save(update_fields=["body"])
            for revision in newest_revisions(owner):
                body = json.loads(revision.content.get("body") or "[]")
                if _walk(body, replaced):
                    revision.content["body"] = json.dumps(body)
                    revision.save(update_fields=["content"])
        for area in self._areas(vocabulary):
            if old in area.regions:
                area.regions = list(dict.fromkeys(new if region == old else region for region in area.regions))
                area.save(update_fields=["regions"])
                moved += 1
        return moved

    def _filters(self) -> Iterator[tuple[models.Model, str]]:
        for owner in _PAGES:
            found: list[str] = []

            def note(filters: str, found: list[str] = found) -> str:
                found.append(filters)
                return filters

            by_pk = {}
            for page in owner._default_manager.all():
                by_pk[str(page.pk)] = page
                _walk(list(page.body.raw_data), note)
                yield from ((page, filters) for filters in found)
                found.clear()
            for revision in newest_revisions(owner):
                _walk(json.loads(revision.content.get("body") or "[]"), note)
                if revision.object_id in by_pk:
                    yield from ((by_pk[revision.object_id], filters) for filters in found)
                found.clear()

    @staticmethod
    def _areas(vocabulary: str) -> list[Area]:
        return list(Area.objects.select_related("group")) if vocabulary == "region" else []


def _walk(part: Any, replaced: Callable[[str], str]) -> bool:
    """Put the filters of live blocks in the place of those in ``part``, at any depth; True when something changed."""
    changed = False
    if isinstance(part, dict):
        filters = part.get("filters")
        if isinstance(filters, str) and filters and not part.get("snapshot"):
            part["filters"] = replaced(filters)
            changed = part["filters"] != filters
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            changed = _walk(inner, replaced) or changed
    return changed


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


def connect() -> None:
    """Called once by the application's ``ready``."""
    register_keeper(SavedAnalyses())
