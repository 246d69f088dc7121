"""From an address to a query: what can be followed, and in words what can't."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.compatibility import HAVE_VALUES, ordered
from search.facets import BY_KEY, FACET_KEYS
from search.query import (
    AFTER,
    DEFAULT_SORT,
    HAVE,
    MAX_PAGE,
    MAX_PER_PAGE,
    MAX_TEXT,
    PER_PAGE,
    SORTS,
    QueryError,
    Resolve,
    ToolQuery,
    UnreadablePart,
    canonical,
)
from taxonomy.current import vocabulary_index
from taxonomy.index import VocabularyIndex

# An address names no more than a page can offer; each value beyond costs time and tells nothing.
MOST_VALUES = 100
# Sentences about what can't be followed: more of them are a wall of text.
MOST_PROBLEMS = 20
# Values for which the nearest known one is looked for: each is compared with a whole vocabulary.
MOST_GUESSED = 5
# Parameters that say how to answer, not what is asked.
_ANSWERING = frozenset({"format", "lang"})
_SINGLE = ("q", "sort", "page", "per_page", "global", "in_doubt", "after")
# A name or value that may be repeated to the reader: nothing that could be mark-up or a wall of text.
_PLAIN = re.compile(r"^[A-Za-z0-9_-]{1,60}$")
# A value that may be repeated though no term has such letters: words and what stands between them.
_WORDS = re.compile(r"^[\w .,;:()'’+-]{1,60}$")
# What a sentence or a mail program leaves behind an address.
BEHIND = ").,;:!?'\"*>]}»”’›…،؛؟。、"
_NUMBER = re.compile(r"^[0-9]{1,9}$")
# Marks that make text look other than it is.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Characters of a value; a longer one is none.
LONGEST = 80
_SWITCH = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}


def parse_query(
    params: QueryDict,
    language: str = "en",
    *,
    strict: bool = False,
    also: Iterable[str] = (),
    resolve: Resolve | None = None,
) -> ToolQuery:
    """Parse an address. ``also``: further parameters that the page itself reads. ``resolve``: what a value stands for,
    by default today.

    Lenient, what can't be followed is left aside and named in ``ignored``; strict, it raises QueryError.
    """
    with translation.override(language):
        query, problems = _Parser(params, language, frozenset(also), resolve).query()
        if strict and problems:
            raise QueryError(problems)
        messages = [problem.message for problem in problems]
        if any(problem.parameter in (*FACET_KEYS, HAVE) for problem in problems):
            messages.append(_("This list is therefore wider than the link meant."))
    return replace(query, ignored=tuple(dict.fromkeys(messages)))


def clean_text(raw: str) -> str:
    """Searchable text: composed letters, no control or unpaired characters, single spaces."""
    readable = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in raw
        if unicodedata.category(letter) not in ("Cs", "Cn", "Co") and letter not in _REORDERING
    )
    return " ".join(unicodedata.normalize("NFC", readable).split())


class _Parser:
    def __init__(self, params: QueryDict, language: str, also: frozenset[str], resolve: Resolve | None = None) -> None:
        self.params = params
        self.language = language
        self.also = also
        self.index: VocabularyIndex = vocabulary_index()
        self.resolve = resolve or self.index.resolve_slug
        self.problems: list[UnreadablePart] = []
        self.guessed = 0

    def query(self) -> tuple[ToolQuery, list[UnreadablePart]]:
        self._look_for_unknown_parameters()
        query = ToolQuery(
            text=self._text(),
            filters=canonical({key: self._values(key) for key in FACET_KEYS if key in self.params}),
            have=self._have(),
            includes_global=self._switch("global"),
            includes_doubtful=self._switch("in_doubt"),
            sort=self._sort(),
            page=self._number("page", 1, MAX_PAGE),
            per_page=self._number("per_page", PER_PAGE, MAX_PER_PAGE),
            after=self._after(),
            language=self.language,
        )
        return query, self.problems

    def _say(self, parameter: str, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(UnreadablePart(parameter if _PLAIN.match(parameter) else "", message))

    def _given(self, key: str) -> list[str]:
        """The values of a key as they stand in the address, each once, no more than are followed."""
        values = list(dict.fromkeys(raw.strip().lower() for raw in self.params.getlist(key) if len(raw) <= LONGEST))
        values = [value for value in values if value]  # an empty field of a form is no value
        if any(len(raw) > LONGEST for raw in self.params.getlist(key)):
            self._say(key, self._unreadable_value(key))
        if len(values) > MOST_VALUES:
            self._say(
                key,
                _("Only the first %(most)d values of “%(facet)s” are followed.")
                % {"most": MOST_VALUES, "facet": _facet_label(key)},
            )
        return values[:MOST_VALUES]

    def _look_for_unknown_parameters(self) -> None:
        known = {*FACET_KEYS, *_SINGLE, HAVE, *_ANSWERING, *self.also}
        unreadable = 0
        for name in self.params:
            if name in known or len(self.problems) >= MOST_PROBLEMS:
                continue
            if _PLAIN.match(name):
                self._say(name, _("“%(name)s” is nothing that this list can be asked for.") % {"name": name})
            else:
                unreadable += 1
        if unreadable:
            self._say(
                "",
                ngettext(
                    "A part of the address could not be read and was left aside.",
                    "Some parts of the address could not be read and were left aside.",
                    unreadable,
                ),
            )

    def _last(self, name: str) -> str:
        if name in self.also:
            return ""
        given = self.params.getlist(name)
        if len(given) > 1:
            self._say(name, _("“%(name)s” was given more than once; the last one counts.") % {"name": name})
        return str(given[-1]) if given else ""

    def _text(self) -> str:
        raw = self._last("q")
        text = clean_text(raw[: MAX_TEXT * 4])
        if len(text) > MAX_TEXT or len(raw) > MAX_TEXT * 4:
            text = clean_text(text[:MAX_TEXT])
            self._say(
                "q",
                _("The search is too long; its first %(count)d characters are used.") % {"count": MAX_TEXT},
            )
        return text

    def _values(self, key: str) -> set[str]:
        vocabulary = BY_KEY[key].vocabulary
        slugs: set[str] = set()
        for value in self._given(key):
            current = self._resolved(vocabulary, value) or self._resolved(vocabulary, value.rstrip(BEHIND))
            if current is None:
                self._say_unknown(key, value)
            else:
                slugs.add(current)
        return slugs

    def _resolved(self, vocabulary: str, value: str) -> str | None:
        return self.resolve(vocabulary, value) if _PLAIN.match(value) else None

    def _have(self) -> tuple[str, ...]:
        known = set()
        for value in self._given(HAVE):
            if value in HAVE_VALUES:
                known.add(value)
            else:
                self._say_unknown(HAVE, value)
        return ordered(known)

    def _say_unknown(self, key: str, value: str) -> None:
        """Say that a value is none, unless so much was said already that nobody reads on."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        self._say(key, self._unknown_value(key, value) if _WORDS.match(value) else self._unreadable_value(key))

    def _unreadable_value(self, key: str) -> str:
        return _("A value of “%(facet)s” could not be read and was left aside.") % {"facet": _facet_label(key)}

    def _unknown_value(self, key: str, value: str) -> str:
        near = self._nearest(key, value)
        if near:
            return _("“%(value)s” is not a value of “%(facet)s”. Did you mean “%(near)s”?") % {
                "value": value,
                "facet": _facet_label(key),
                "near": near,
            }
        return _("“%(value)s” is not a value of “%(facet)s”.") % {"value": value, "facet": _facet_label(key)}

    def _nearest(self, key: str, value: str) -> str:
        if self.guessed >= MOST_GUESSED:
            return ""
        self.guessed += 1
        known = HAVE_VALUES if key == HAVE else [term.slug for term in self.index.terms(BY_KEY[key].vocabulary)]
        return next(iter(get_close_matches(value, known, n=1, cutoff=0.75)), "")

    def _switch(self, name: str) -> bool:
        raw = self._last(name).strip().lower()
        if not raw:
            return True
        if raw not in _SWITCH:
            self._say(name, _("“%(name)s” can be yes or no.") % {"name": name})
            return True
        return _SWITCH[raw]

    def _sort(self) -> str:
        raw = self._last("sort").strip().lower()
        if raw and raw not in SORTS:
            self._say("sort", _("The list can be sorted by: %(sorts)s.") % {"sorts": ", ".join(SORTS)})
            return DEFAULT_SORT
        return raw or DEFAULT_SORT

    def _after(self) -> str:
        raw = self._last("after").strip()
        if raw and not AFTER.fullmatch(raw):
            self._say("after", _("“after” must be as the address of the next page has it."))
            return ""
        return raw

    def _number(self, name: str, default: int, highest: int) -> int:
        raw = self._last(name).strip()
        if not raw:
            return default
        if not _NUMBER.match(raw) or not 1 <= int(raw) <= highest:
            self._say(
                name,
                _("“%(name)s” must be a number from 1 to %(highest)d.") % {"name": name, "highest": highest},
            )
            return default
        return int(raw)


def _facet_label(key: str) -> str:
    return _("What you have") if key == HAVE else str(BY_KEY[key].label)
