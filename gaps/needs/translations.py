"""The starting indicators' words in the reader's language. What was added in the admin stays as it was written."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from text.active_language import active_language

# Translators find them here; shown is what the database holds.
_TRANSLATED = frozenset(
    {
        gettext_noop("People in modern slavery on any given day"),
        gettext_noop("People in modern slavery per 1,000 population"),
        gettext_noop("People in forced labour per 1,000 population"),
        gettext_noop("Share of population using the internet"),
        gettext_noop("People in forced labour on any given day"),
        gettext_noop("People in forced marriage on any given day"),
        gettext_noop("People in forced marriage per 1,000 population"),
        gettext_noop("Estimated prevalence of modern slavery per 1,000 population"),
        gettext_noop("Mobile-broadband subscriptions per 100 inhabitants"),
        gettext_noop("Mobile-cellular subscriptions per 100 inhabitants"),
        gettext_noop("Share of people aged 10 and over who own a mobile phone"),
        gettext_noop("Victims of trafficking detected worldwide"),
        gettext_noop("Share of detected victims who come from the region"),
        gettext_noop("Victims of trafficking identified by governments in the year"),
        gettext_noop("Prosecutions for trafficking in the year"),
        gettext_noop("Convictions for trafficking in the year"),
        gettext_noop("Victims of trafficking identified by governments in the year, by US State Department region"),
        gettext_noop("Prosecutions for trafficking in the year, by US State Department region"),
        gettext_noop("Convictions for trafficking in the year, by US State Department region"),
        gettext_noop("per cent of population"),
        gettext_noop("people"),
        gettext_noop("per 1,000 population"),
        gettext_noop("per 100 inhabitants"),
        gettext_noop("per cent of people aged 10 and over"),
        gettext_noop("per cent of detected victims worldwide"),
        gettext_noop("prosecutions"),
        gettext_noop("convictions"),
        gettext_noop("Africa"),
        gettext_noop("Americas"),
        gettext_noop("Arab States"),
        gettext_noop("Asia and the Pacific"),
        gettext_noop("Asia-Pacific"),
        gettext_noop("Commonwealth of Independent States"),
        gettext_noop("Europe"),
        gettext_noop("Europe and Central Asia"),
        gettext_noop("World"),
        gettext_noop("South and Central Asia"),
        gettext_noop("Sub-Saharan Africa"),
        gettext_noop("East Asia and Pacific"),
        gettext_noop("Europe and Eurasia"),
        gettext_noop("Near East"),
        gettext_noop("Western Hemisphere"),
    }
)


def in_reader_words(text: str) -> str:
    return gettext(text) if text in _TRANSLATED else text


def marked(shown: str, source: str) -> SafeString:
    """What is shown of a source text; marked as English for a screen reader where that is not translated."""
    if source in _TRANSLATED or active_language() == "en":
        return format_html("{}", shown)
    return format_html('<span lang="en" dir="ltr">{}</span>', shown)
