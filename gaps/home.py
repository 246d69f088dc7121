"""The gaps on the home page: the first findings."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from catalogue.home_page import HomePanel
from gaps.findings import findings

MOST = 3


def panel(request: HttpRequest) -> HomePanel | None:
    """A section of the home page, None while there is nothing to say."""
    found = findings((get_language() or "en").split("-")[0])[:MOST]
    return HomePanel("gaps/parts/home.html", {"findings": found}) if found else None
