"""The living style page: every component as it is, for staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.auth import require_admin_access

from catalogue.presentation import card_of, term_label
from catalogue.records import LocalisedText, Party, Record
from common.paging import Pages
from taxonomy.current import vocabulary_index

TOKENS = (
    "paper", "surface", "sunken", "ink", "ink-soft", "line", "line-strong", "accent", "accent-soft", "good",
    "good-soft", "trial", "trial-soft", "quiet", "quiet-soft", "caution", "caution-soft",
)  # fmt: skip
ICONS = (
    "search", "leave", "globe", "check", "close", "plus", "chevron", "arrow", "external", "download", "print", "cite",
    "feed", "filter", "compare", "list", "edit", "history", "calendar", "mail", "link", "place", "speech", "people",
    "organisation", "lock", "shield", "type", "need", "gap", "coin", "code", "info", "caution", "doubt",
)  # fmt: skip


@require_admin_access
def styleguide(request: HttpRequest) -> HttpResponse:
    index = vocabulary_index()
    context = {
        "tokens": TOKENS,
        "icons": ICONS,
        "needs": [term for term in index.terms("infrastructure") if term.parent],
        "statuses": [term_label("status", term.slug) for term in index.terms("status")],
        "card": card_of(_example("high")),
        "doubtful": card_of(_example("low")),
        "matched": [{"label": "Summary", "text": "people who move abroad for work"}],
        "pick": {"name": "tool", "is_chosen": True},
        "facet": {
            "label": "Region",
            "help": "Where a tool is or was used.",
            "is_open": True,
            "values": [
                {"label": "Africa", "count": 61, "url": "#facets", "selected": True, "children": [
                    {"label": "Western Africa", "count": 16, "url": "#facets", "selected": False},
                ]},
                {"label": "Europe", "count": 94, "url": "#facets", "selected": False},
            ],
        },
        "pagination": Pages.of(4, 240, 20, lambda number: f"?page={number}"),
    }  # fmt: skip
    return render(request, "styleguide.html", context)


def _example(confidence: str) -> Record:
    return Record(
        slug="example",
        name="Safe Path",
        summary="Explains contracts and rights to people who move abroad for work, before they sign.",
        parties=(Party("Example Union", "example-union", "lead", "unknown", "ngo", "NP"),),
        tool_types=("safe-migration-recruitment",),
        infrastructure=("low-bandwidth", "feature-phone", "smartphone", "registration"),
        regions=("asia-southern",),
        countries=("NP",),
        status="active" if confidence == "high" else "unknown",
        confidence=confidence,
        taglines={"en": LocalisedText("Contract advice for people who move abroad for work, by phone and text.", True)},
    )
