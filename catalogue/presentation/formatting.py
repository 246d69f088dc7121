"""Terms as a reader sees them: a label, what it means, and the list it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.records import Record
from taxonomy.current import vocabulary_index
from text.active_language import active_language

METHODS = {
    "quantitative": _("figures"),
    "qualitative": _("accounts"),
    "mixed": _("figures and accounts"),
}
CONTRIBUTIONS = {
    "funding": _("funding"),
    "in-kind": _("help in kind"),
    "volunteering": _("volunteers"),
    "expertise": _("expertise"),
    "promotion": _("promotion"),
    "data": _("data"),
}


@dataclass(frozen=True, slots=True)
class TermLabel:
    """A term's ``label`` and ``definition`` in the reader's language; ``url`` lists the tools that carry it."""

    vocabulary: str
    slug: str
    label: str
    definition: str = ""
    url: str = ""


def list_url(**filters: str | Iterable[str]) -> str:
    """Return the address of the list of tools with these facet values, in the reader's language.

    A path of the contract: the list lives in the room ``search``, which this room doesn't know.
    """
    query = urlencode(filters, doseq=True)
    return f"/{active_language()}/tools/" + (f"?{query}" if query else "")


def term_label(vocabulary: str, slug: str) -> TermLabel:
    index = vocabulary_index()
    key = slug.lower() if vocabulary == "country" else slug
    return TermLabel(
        vocabulary=vocabulary,
        slug=slug,
        label=index.label(vocabulary, key),
        definition=index.definition(vocabulary, key, "en"),
        url=list_url(**{vocabulary: key}),
    )


def term_labels(record: Record, vocabulary: str) -> tuple[TermLabel, ...]:
    """Return a record's values of a facet key as words, in the record's order."""
    return tuple(term_label(vocabulary, slug) for slug in record.facet_values(vocabulary))


def joined(labels: Iterable[str], most: int = 3) -> str:
    """Return a short list in words: at most ``most`` labels, and how many more there are."""
    labels = list(labels)
    shown = gettext(", ").join(labels[:most])
    if len(labels) > most:
        return gettext("%(shown)s and %(count)d more") % {"shown": shown, "count": len(labels) - most}
    return shown
