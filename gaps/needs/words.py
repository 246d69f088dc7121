"""The starting indicators' words in the reader's language. What was added in the admin stays as it was written."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

# Translators find them here; shown is what the database holds.
_TRANSLATED = frozenset(
    {
        gettext_noop("People in modern slavery on any given day"),
        gettext_noop("People in modern slavery per 1,000 population"),
        gettext_noop("People in forced labour per 1,000 population"),
        gettext_noop("Share of population using the internet"),
        gettext_noop("per cent of population"),
        gettext_noop("Africa"),
        gettext_noop("Americas"),
        gettext_noop("Arab States"),
        gettext_noop("Asia and the Pacific"),
        gettext_noop("Asia-Pacific"),
        gettext_noop("Commonwealth of Independent States"),
        gettext_noop("Europe"),
        gettext_noop("Europe and Central Asia"),
        gettext_noop("World"),
    }
)


def in_reader_words(text: str) -> str:
    return gettext(text) if text in _TRANSLATED else text


def marked(shown: str, source: str) -> SafeString:
    """What is shown of a source text; marked as English for a screen reader where that is not translated."""
    if source in _TRANSLATED or (get_language() or "en").split("-")[0] == "en":
        return format_html("{}", shown)
    return format_html('<span lang="en" dir="ltr">{}</span>', shown)
