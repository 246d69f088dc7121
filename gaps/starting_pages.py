"""The gap pages that every registry starts with. What is there stays as its editors left it."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from catalogue.models import HomePage
from gaps.models import GapIndexPage, GapPage


def _text(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html}


def _block(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


_CASE_MANAGEMENT = [
    _text(
        "<p>In 2020 a study by the OSCE and Tech Against Trafficking counted 305 tools and named victim case "
        "management and support as the under-represented type. What does the registry show?</p>"
    ),
    _block(
        "figure",
        filters="tool_type=victim-case-management-support",
        snapshot=None,
        before="Today",
        after="tools in use manage cases of victims or support them.",
        as_share=False,
    ),
    _text(
        "<p>As a whole the type is no longer rare here. That is no proof of change, as the two counts follow different "
        "rules. The ranking holds every type against an even share.</p>"
    ),
    _block("ranking", filters="", snapshot=None, axis="tool_type", ascending=False, longest=17),
    _text("<h2>Where</h2><p>Being many is not being everywhere. By region of documented use:</p>"),
    _block("regions", filters="tool_type=victim-case-management-support", snapshot=None),
    _text("<h2>For whom, and on what</h2><p>Who can use such tools depends on devices and connections.</p>"),
    _block(
        "matrix",
        filters="tool_type=victim-case-management-support",
        snapshot=None,
        rows="target_user",
        columns="infrastructure",
    ),
    _text("<h2>The tools</h2>"),
    _block("tools", filters="tool_type=victim-case-management-support", snapshot=None, longest=30),
]
_CONNECTIVITY = [
    _text(
        "<p>A tool helps only where it runs. Nearly two in three people in Africa are not online (ITU, 2025), and most "
        "tools are built for those who are. This page counts what would serve somebody with a basic phone and no "
        "internet.</p>"
    ),
    _block("map", key="infrastructure-fit"),
    _text("<h2>What is built on which connection</h2>"),
    _block("matrix", filters="", snapshot=None, rows="tool_type", columns="infrastructure"),
]
_PAGES: tuple[tuple[str, str, str, list[dict[str, Any]]], ...] = (
    (
        "victim-case-management",
        "Victim case management: still a gap?",
        "The finding of 2020, checked against the registry of today.",
        _CASE_MANAGEMENT,
    ),
    (
        "without-internet",
        "Who is left out without internet?",
        "Tools that run on a basic phone, by region, and what the others need.",
        _CONNECTIVITY,
    ),
)


@transaction.atomic
def ensure_gap_pages() -> list[str]:
    """Make the front page and the first analyses where they are missing; returns the titles of the pages made."""
    home = HomePage.objects.order_by("path").first()
    if home is None:
        return []
    made: list[str] = []
    front = GapIndexPage.objects.order_by("path").first()
    if front is not None:
        return made
    front = home.add_child(instance=GapIndexPage(title="Gaps", slug="gaps"))
    front.save_revision().publish()
    made.append(front.title)
    for slug, title, lead, body in _PAGES:
        page = front.add_child(
            instance=GapPage(title=title, slug=slug, lead=lead, search_description=lead, body=json.dumps(body))
        )
        page.save_revision().publish()
        made.append(page.title)
    return made
