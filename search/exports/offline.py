"""A list as one HTML file that needs nothing else: to keep, to send, to read without a connection."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language_bidi

from catalogue.presentation.tool_detail import ToolDetail
from catalogue.records import Record
from text.active_language import active_language


def offline_file(listed: Iterable[Record], title: str, url: str) -> str:
    """The page in the active language; ``url`` is where the living list is."""
    details = [ToolDetail(record) for record in listed]
    context = {
        "details": details,
        "title": title,
        "url": url,
        "made_on": timezone.now(),
        "language": active_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render_to_string("search/offline.html", context)
