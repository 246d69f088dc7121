"""The one query object: what a reader asked for, for lists, exports, feeds, API, matrix cells and statistics.

A query is a value: equal questions are equal queries with one canonical address. Parameters, as in the address:

    q=words          text, at most MAX_TEXT characters
    <facet>=value    repeatable: OR within a facet, AND across (search.facets)
    have=value       repeatable: infrastructure that the reader has; finds what needs no more (search.compatibility)
    global=no        leave out tools that are found under a region only because they are open to the whole world
    in_doubt=no      leave out records whose existence nobody has shown
    sort=            relevance (default), name, newest, verified
    page= per_page=  from 1
    after=           where the page before stopped, as the address of the next page has it (search.results.continuing)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.compatibility import ordered
from search.facets import BY_KEY, FACET_KEYS, GLOBAL
from taxonomy.current import vocabulary_index

if TYPE_CHECKING:
    from taxonomy.index import VocabularyIndex

MAX_TEXT = 400
MAX_PAGE = 10_000
PER_PAGE = 20
MAX_PER_PAGE = 100
SORTS = {
    "relevance": _("Best match"),
    "name": _("Name"),
    "newest": _("Newest in the catalogue"),
    "verified": _("Recently verified"),
}
DEFAULT_SORT = "relevance"
# Where a page stopped: a state of the registry, a place in its list, and the last slugs (search.results.continuing).
AFTER = re.compile(r"(?P<state>[0-9a-f]{12})\.(?P<place>[0-9]{1,6})(?P<slugs>(?:\.[\w-]{1,120}){1,5})")
HAVE = "have"

Chosen = tuple[tuple[str, tuple[str, ...]], ...]
# Vocabulary and slug to the slug that it stands for; None if unknown.
Resolve = Callable[[str, str], "str | None"]


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    """A part of an address that can't be followed: which parameter, and why in words.

    ``parameter`` is empty where its name isn't fit to be repeated.
    """

    parameter: str
    message: str


class QueryError(ValueError):
    """A strict parse met problems; the text is all of their messages."""

    def __init__(self, problems: Collection[UnreadablePart]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


@dataclass(frozen=True, slots=True)
class ToolQuery:
    """A question to the catalogue. ``filters`` are facet keys with their values, in the facet table's order, sorted.

    ``language`` is the reader's; ``ignored`` says in it what a lenient parse left aside. Neither is part of the
    question.
    """

    text: str = ""
    filters: Chosen = ()
    have: tuple[str, ...] = ()
    includes_global: bool = True
    includes_doubtful: bool = True
    sort: str = DEFAULT_SORT
    page: int = 1
    per_page: int = PER_PAGE
    after: str = ""
    language: str = field(default="en", compare=False)
    ignored: tuple[str, ...] = field(default=(), compare=False)

    # --- making ------------------------------------------------------------------------------------------------------

    @classmethod
    def of(cls, filters: Mapping[str, Iterable[str]], **values: object) -> ToolQuery:
        """A query of known filters, in canonical order."""
        return cls(filters=canonical(filters), **values)  # type: ignore[arg-type]

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        return dict(self.filters)

    def values(self, key: str) -> tuple[str, ...]:
        return self.chosen.get(key, ())

    def has(self, key: str, value: str) -> bool:
        return value in (self.have if key == HAVE else self.values(key))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return bool(self.text or self.filters or self.have or not self.includes_doubtful)

    # --- changing: every change starts again on the first page

    def changed(self, **values: object) -> ToolQuery:
        return replace(self, **{"page": 1, "after": "", "ignored": (), **values})  # type: ignore[arg-type]

    def with_(self, key: str, *values: str) -> ToolQuery:
        """Also find these values of a facet (or of ``have``)."""
        if key == HAVE:
            return self.changed(have=ordered({*self.have, *values}))
        return self.replacing(key, {*self.values(key), *values})

    def without(self, key: str, *values: str) -> ToolQuery:
        """Without these values; without any value named, the whole facet."""
        if key == HAVE:
            return self.changed(have=ordered(set(self.have) - set(values)) if values else ())
        return self.replacing(key, set(self.values(key)) - set(values) if values else ())

    def replacing(self, key: str, values: Iterable[str]) -> ToolQuery:
        return self.changed(filters=canonical({**self.chosen, key: tuple(values)}))

    def toggle(self, key: str, value: str) -> ToolQuery:
        return self.without(key, value) if self.has(key, value) else self.with_(key, value)

    def at_page(self, page: int) -> ToolQuery:
        return replace(self, page=page, after="", ignored=())

    def next_page(self, after: str) -> ToolQuery:
        """The page after this one, from where this one stopped."""
        return replace(self, page=min(self.page + 1, MAX_PAGE), after=after, ignored=())

    # --- writing -----------------------------------------------------------------------------------------------------

    def params(self) -> list[tuple[str, str]]:
        """The canonical parameters: a fixed order, nothing that is the default."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(key, value) for key, values in self.filters for value in values]
        pairs += [(HAVE, value) for value in self.have]
        if not self.includes_global:
            pairs.append(("global", "no"))
        if not self.includes_doubtful:
            pairs.append(("in_doubt", "no"))
        if self.sort != DEFAULT_SORT:
            pairs.append(("sort", self.sort))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        if self.per_page != PER_PAGE:
            pairs.append(("per_page", str(self.per_page)))
        if self.after:
            pairs.append(("after", self.after))
        return pairs

    def querystring(self, **extra: str) -> str:
        return urlencode([*self.params(), *extra.items()])

    def url(self, name: str = "search:tools", **extra: str) -> str:
        """The query's address on a page of the site, in the reader's language."""
        with translation.override(self.language):
            path = reverse(name)
        query = self.querystring(**extra)
        return f"{path}?{query}" if query else path

    canonical_url = url

    def summary(self, index: VocabularyIndex | None = None) -> str:
        """The question in words, in the reader's language: one line of plain text."""
        words = index or vocabulary_index()
        with translation.override(self.language):
            parts = [str(_("Tools for “%(text)s”") % {"text": self.text})] if self.text else []
            parts += [self._clause(key, values, words) for key, values in self.filters]
            if self.have:
                names = [words.label("infrastructure", value, self.language) for value in self.have]
                parts.append(str(_("needing no more than: %(values)s") % {"values": ", ".join(names)}))
            if not self.includes_doubtful:
                parts.append(str(_("without records whose existence is in doubt")))
            return str(pgettext_lazy("between parts of a summary", "; ")).join(parts) or str(_("All tools"))

    def _clause(self, key: str, values: tuple[str, ...], words: VocabularyIndex) -> str:
        names = [words.label(BY_KEY[key].vocabulary, value, self.language) for value in values]
        clause = str(
            _("%(facet)s: %(values)s")
            % {"facet": BY_KEY[key].label, "values": str(pgettext_lazy("between alternatives", " or ")).join(names)}
        )
        if key != "region" or GLOBAL in values:
            return clause
        if self.includes_global:
            return str(_("%(clause)s (or open to the whole world)") % {"clause": clause})
        return str(_("%(clause)s (named there, not merely open to the whole world)") % {"clause": clause})


def canonical(filters: Mapping[str, Iterable[str]]) -> Chosen:
    """Facets in the table's order, values sorted, empty ones dropped."""
    return tuple((key, tuple(sorted(set(filters[key])))) for key in FACET_KEYS if key in filters and set(filters[key]))


def clean_remainder(text: str, phrase: str) -> str:
    """The text without a phrase that has become a filter; the text itself where the phrase isn't in it literally."""
    at = text.casefold().find(phrase.casefold()) if len(text.casefold()) == len(text) else -1
    if not phrase or at < 0:
        return text
    rest = " ".join((text[:at] + " " + text[at + len(phrase) :]).split())
    return rest if any(letter.isalnum() for letter in rest) else ""
