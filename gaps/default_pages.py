"""The gap pages that every registry starts with, in every language. What is there stays as its editors left it.

Their words are in ``data/pages/<slug>.json``, by language.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.html import escape

from catalogue.models import HomePage
from catalogue.pages.default_pages import add_published
from gaps.models.pages import GapIndexPage, GapPage

FOLDER = Path(__file__).parent / "data" / "pages"
CASES = "tool_type=victim-case-management-support"

Words = dict[str, str]
Block = dict[str, Any]


def _block(kind: str, **value: Any) -> Block:
    return {"type": kind, "value": value}


def _text(paragraph: str = "", heading: str = "") -> Block:
    html = f"<h2>{escape(heading)}</h2>" if heading else ""
    return {"type": "text", "value": html + (f"<p>{escape(paragraph)}</p>" if paragraph else "")}


def _case_management(words: Words) -> list[Block]:
    return [
        _text(words["intro"]),
        _block("figure", filters=CASES, snapshot=None, before=words["before"], after=words["after"], as_share=False),
        _text(words["share"]),
        _block("ranking", filters="", snapshot=None, axis="tool_type", ascending=False, longest=17),
        _text(words["where_text"], words["where"]),
        _block("regions", filters=CASES, snapshot=None),
        _text(words["whom_text"], words["whom"]),
        _block("matrix", filters=CASES, snapshot=None, rows="target_user", columns="infrastructure"),
        _text(heading=words["tools"]),
        _block("tools", filters=CASES, snapshot=None, longest=30),
    ]


def _without_internet(words: Words) -> list[Block]:
    return [
        _text(words["intro"]),
        _block("map", key="infrastructure-fit"),
        _text(heading=words["built"]),
        _block("matrix", filters="", snapshot=None, rows="tool_type", columns="infrastructure"),
    ]


_PAGES: dict[str, Callable[[Words], list[Block]]] = {
    "victim-case-management": _case_management,
    "without-internet": _without_internet,
}


@transaction.atomic
def ensure_gap_pages() -> list[str]:
    """Make the front page and the first analyses where they are missing; returns the titles of the pages made.

    An analysis that its editors rewrote gets no translation of ours, as that would say something else.
    """
    home = HomePage.objects.order_by("path").first()
    if home is None:
        return []
    made: list[str] = []
    front = GapIndexPage.objects.filter(locale=home.locale).order_by("path").first()
    if front is None:
        front = _add_front(home)
        made.append(front.title)
        for slug in _PAGES:
            made.append(_add_page(front, slug).title)
    originals = [page for page in GapPage.objects.child_of(front) if page.slug in _PAGES and _is_as_it_came(page)]
    for other in HomePage.objects.filter(translation_key=home.translation_key).exclude(pk=home.pk).order_by("path"):
        made += _ensure_translations(other, front, originals)
    return made


def _ensure_translations(home: HomePage, front: GapIndexPage, originals: list[GapPage]) -> list[str]:
    made: list[str] = []
    there = GapIndexPage.objects.filter(translation_key=front.translation_key, locale=home.locale).first()
    for original in originals:
        if home.locale.language_code not in _words(original.slug):
            continue
        if there is None:
            there = _add_front(home, translation_of=front)
            made.append(f"{there.title} ({home.locale.language_code})")
        translated = GapPage.objects.filter(translation_key=original.translation_key, locale=home.locale)
        if not translated.exists() and not there.get_children().filter(slug=original.slug).exists():
            made.append(_add_page(there, original.slug, translation_of=original).title)
    return made


def _is_as_it_came(page: GapPage) -> bool:
    return page.revisions.count() <= 1


def _add_front(home: HomePage, translation_of: GapIndexPage | None = None) -> GapIndexPage:
    return add_published(home, GapIndexPage(title="Gaps", slug="gaps"), translation_of)


def _add_page(front: GapIndexPage, slug: str, translation_of: GapPage | None = None) -> GapPage:
    words = _words(slug)[front.locale.language_code]
    page = GapPage(
        title=words["title"],
        slug=slug,
        lead=words["lead"],
        search_description=words["lead"],
        body=json.dumps(_PAGES[slug](words)),
    )
    return add_published(front, page, translation_of)


def _words(slug: str) -> dict[str, Words]:
    """Language to the page's words."""
    words: dict[str, Words] = json.loads((FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return words
