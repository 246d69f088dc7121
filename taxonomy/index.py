"""The read-only view of all vocabularies in memory, as plain values: ``taxonomy.current`` knows today's.

The vocabularies ``country`` and ``language`` are virtual: they are not in the
database and their terms have the key 0.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from text.active_language import FALLBACK_LANGUAGE, active_language, base_language

COUNTRY = "country"
LANGUAGE = "language"
VIRTUAL = frozenset({COUNTRY, LANGUAGE})


@dataclass(frozen=True)
class IndexedTerm:
    """A term as plain values. ``labels`` {language: text}; ``synonyms`` {language: (text, …)}.

    ``rejected`` are words that people use and the sector refuses ("child pornography"): they match, and are not shown.
    """

    pk: int
    vocabulary: str
    slug: str
    parent: str | None
    position: int
    is_retired: bool
    replaced_by: str | None
    labels: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    rejected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, language: str | None = None) -> str:
        """In the language (default: the active one), else English, else the slug."""
        return _worded(self.labels, language) or self.slug

    def definition(self, language: str | None = None) -> str:
        return _worded(self.definitions, language)


@dataclass(frozen=True)
class IndexedVocabulary:
    """A vocabulary as plain values; ``note`` says what its terms answer."""

    slug: str
    position: int
    note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    is_virtual: bool = False

    def label(self, language: str | None = None) -> str:
        return _worded(self.labels, language) or self.slug


def _worded(texts: Mapping[str, str], language: str | None) -> str:
    code = language.lower() if language else active_language()
    return texts.get(code) or texts.get(base_language(code)) or texts.get(FALLBACK_LANGUAGE, "")


class VocabularyIndex:
    """All vocabularies. Unknown vocabularies and slugs give None, an empty tuple or the slug itself, never an error."""

    def __init__(
        self,
        terms: Iterable[IndexedTerm],
        vocabularies: Iterable[IndexedVocabulary] = (),
        redirects: Mapping[tuple[str, str], str] | None = None,
        stamp: str = "",
    ) -> None:
        self.stamp = stamp
        self._redirects = dict(redirects or {})
        self.vocabularies = {vocabulary.slug: vocabulary for vocabulary in vocabularies}
        self._terms: dict[str, dict[str, IndexedTerm]] = {slug: {} for slug in self.vocabularies}
        for term in sorted(terms, key=lambda term: (term.position, term.slug)):
            self._terms.setdefault(term.vocabulary, {})[term.slug] = term
        self._narrower: dict[tuple[str, str | None], list[IndexedTerm]] = {}
        for vocabulary, entries in self._terms.items():
            for term in entries.values():
                # A region is no term of the vocabulary "country": its countries stand at the top there.
                parent = term.parent if term.parent in entries else None
                self._narrower.setdefault((vocabulary, parent), []).append(term)
        self._descendants: dict[tuple[str, str], tuple[str, ...]] = {}
        self._replaced: dict[tuple[str, str], list[str]] = {}
        for vocabulary, entries in self._terms.items():
            for term in entries.values():
                if term.is_retired and term.replaced_by:
                    self._replaced.setdefault((vocabulary, term.replaced_by), []).append(term.slug)
        self._in_order = {vocabulary: tuple(self._walk(vocabulary, None)) for vocabulary in self._terms}

    def _walk(self, vocabulary: str, parent: str | None) -> Iterable[IndexedTerm]:
        for term in self._narrower.get((vocabulary, parent), ()):
            yield term
            yield from self._walk(vocabulary, term.slug)

    @cached_property
    def by_pk(self) -> dict[int, IndexedTerm]:
        """The terms that are in the database, retired ones too."""
        return {term.pk: term for entries in self._terms.values() for term in entries.values() if term.pk}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Every language that terms have labels in, English first; names of languages in themselves don't count."""
        codes = {
            code
            for vocabulary, entries in self._terms.items()
            if vocabulary != LANGUAGE
            for term in entries.values()
            for code in term.labels
        }
        return tuple(sorted(codes, key=lambda code: (code != FALLBACK_LANGUAGE, code)))

    def terms(self, vocabulary: str, *, with_retired: bool = False) -> tuple[IndexedTerm, ...]:
        """A vocabulary's terms in tree order: every term before its narrower ones."""
        ordered = self._in_order.get(vocabulary, ())
        return ordered if with_retired else tuple(term for term in ordered if not term.is_retired)

    def term(self, vocabulary: str, slug: str) -> IndexedTerm | None:
        return self._terms.get(vocabulary, {}).get(slug)

    def has(self, vocabulary: str, slug: str) -> bool:
        return slug in self._terms.get(vocabulary, {})

    def pk_of(self, vocabulary: str, slug: str) -> int | None:
        """The database key; None for unknown terms and those of virtual vocabularies."""
        term = self.term(vocabulary, slug)
        return term.pk if term and term.pk else None

    def label(self, vocabulary: str, slug: str, language: str | None = None) -> str:
        """The term's label in the language (default: the active one), else English, else the slug."""
        term = self.term(vocabulary, slug)
        return term.label(language) if term else slug

    def label_of(self, pk: int, language: str | None = None) -> str:
        term = self.by_pk.get(pk)
        return term.label(language) if term else ""

    def definition(self, vocabulary: str, slug: str, language: str | None = None) -> str:
        term = self.term(vocabulary, slug)
        return term.definition(language) if term else ""

    def children(self, vocabulary: str, slug: str | None = None) -> tuple[IndexedTerm, ...]:
        """The narrower terms in use; without a slug the terms at the top."""
        return tuple(term for term in self._narrower.get((vocabulary, slug), ()) if not term.is_retired)

    def descendants(self, vocabulary: str, slug: str) -> tuple[str, ...]:
        """The slug itself, all slugs below it, and the retired ones that any of these replace.

        Records may still carry a retired term, and are to be found under its successor.
        """
        key = (vocabulary, slug)
        if key not in self._descendants:
            self._descendants[key] = self._below(vocabulary, slug) if self.has(vocabulary, slug) else ()
        return self._descendants[key]

    def _below(self, vocabulary: str, slug: str) -> tuple[str, ...]:
        reached = [slug]
        for known in reached:  # grows while it is read, so that every level is reached
            nearer = [term.slug for term in self._narrower.get((vocabulary, known), ())]
            nearer += self._replaced.get((vocabulary, known), ())
            reached.extend(other for other in nearer if other not in reached)
        wanted = set(reached[1:])
        return (slug, *(term.slug for term in self._in_order[vocabulary] if term.slug in wanted))

    def ancestors(self, vocabulary: str, slug: str) -> tuple[str, ...]:
        """The slugs above a term, the nearest first."""
        above: list[str] = []
        term = self.term(vocabulary, slug)
        while term is not None and term.parent and self.has(vocabulary, term.parent) and term.parent not in above:
            above.append(term.parent)
            term = self.term(vocabulary, term.parent)
        return tuple(above)

    def depth(self, vocabulary: str, slug: str) -> int:
        """0 at the top."""
        return len(self.ancestors(vocabulary, slug))

    def resolve_slug(self, vocabulary: str, slug: str) -> str | None:
        """The slug that stands for this one today: a former slug's or a replaced term's successor; None if unknown.

        A term retired without a replacement stands for itself.
        """
        seen: set[str] = set()
        while slug not in seen:
            seen.add(slug)
            term = self.term(vocabulary, slug)
            if term is None:
                successor = self._redirects.get((vocabulary, slug))
                if successor is None:
                    return None
                slug = successor
            elif term.is_retired and term.replaced_by:
                slug = term.replaced_by
            else:
                return slug
        return slug

    def successor_of_former_slug(self, vocabulary: str, slug: str) -> str | None:
        """What a slug that a term had before, or a merged term's slug, stands for today; None for any other slug."""
        return self.resolve_slug(vocabulary, slug) if (vocabulary, slug) in self._redirects else None

    def former_slugs(self, vocabulary: str, slug: str) -> tuple[str, ...]:
        """The slugs that lead to this term."""
        return tuple(old for (name, old), target in self._redirects.items() if name == vocabulary and target == slug)


@contextmanager
def gc_paused() -> Iterator[None]:
    """The context stops Python's cycle collector: it would walk a growing table over and over, half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
