"""What the vocabularies' pages print, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info

from taxonomy.counting import tools_by_term
from taxonomy.index import (
    COUNTRY,
    FALLBACK_LANGUAGE,
    LANGUAGE,
    IndexedTerm,
    IndexedVocabulary,
    VocabularyIndex,
)
from taxonomy.places import autonym, countries
from text.active_language import active_language


@dataclass(frozen=True)
class Text:
    """``language`` is given where it isn't the page's, for the markup."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class TermLink:
    label: str
    url: str


@dataclass(frozen=True)
class VocabularyCard:
    slug: str
    label: Text
    note: Text
    url: str
    terms: int


@dataclass(frozen=True)
class Branch:
    """A term in its vocabulary's tree. ``tools`` None: tools aren't listed by it."""

    slug: str
    label: Text
    definition: Text
    url: str
    tools: int | None
    tools_url: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class VocabularyPage:
    card: VocabularyCard
    branches: tuple[Branch, ...]
    retired: tuple[TermLink, ...]
    turtle_url: str
    json_ld_url: str


@dataclass(frozen=True)
class TermTranslation:
    """A term's words in one language; ``language_name`` in that language itself."""

    language: str
    language_name: str
    is_rtl: bool
    label: str
    synonyms: tuple[str, ...]
    definition: str


@dataclass(frozen=True)
class TermPage:
    vocabulary: VocabularyCard
    slug: str
    label: Text
    definition: Text
    words: tuple[TermTranslation, ...]
    broader: tuple[TermLink, ...]
    narrower: tuple[Branch, ...]
    region: TermLink | None
    alpha3: str
    former_slugs: tuple[str, ...]
    is_retired: bool
    replaced_by: TermLink | None
    tools: int | None
    tools_url: str


def _text(texts: Mapping[str, str], otherwise: str = "") -> Text:
    """In the page's language, else in English and marked so."""
    language = active_language()
    if texts.get(language):
        return Text(texts[language])
    if texts.get(FALLBACK_LANGUAGE):
        return Text(texts[FALLBACK_LANGUAGE], FALLBACK_LANGUAGE if language != FALLBACK_LANGUAGE else "")
    return Text(otherwise)


def term_url(vocabulary: str, slug: str) -> str:
    return reverse("taxonomy:term", args=[vocabulary, slug])


def tools_url(vocabulary: str, slug: str) -> str:
    """The list of tools that carry a term: a path of the contract, whose room this one doesn't know."""
    language = active_language()
    known = language if language in dict(settings.LANGUAGES) else FALLBACK_LANGUAGE
    return f"/{known}/tools/?{urlencode({vocabulary: slug})}"


def card_of(index: VocabularyIndex, vocabulary: IndexedVocabulary) -> VocabularyCard:
    return VocabularyCard(
        slug=vocabulary.slug,
        label=_text(vocabulary.labels, vocabulary.slug),
        note=_text({FALLBACK_LANGUAGE: vocabulary.note}),
        url=reverse("taxonomy:vocabulary", args=[vocabulary.slug]),
        terms=len(index.terms(vocabulary.slug)),
    )


def all_cards(index: VocabularyIndex) -> list[VocabularyCard]:
    ordered = sorted(index.vocabularies.values(), key=lambda vocabulary: (vocabulary.position, vocabulary.slug))
    return [card_of(index, vocabulary) for vocabulary in ordered]


def _branch(index: VocabularyIndex, term: IndexedTerm, counts: Mapping[str, int] | None) -> Branch:
    return Branch(
        slug=term.slug,
        label=_text(term.labels, term.slug),
        definition=_text(term.definitions),
        url=term_url(term.vocabulary, term.slug),
        tools=counts.get(term.slug, 0) if counts is not None else None,
        tools_url=tools_url(term.vocabulary, term.slug) if counts is not None else "",
        branches=tuple(_branch(index, child, counts) for child in index.children(term.vocabulary, term.slug)),
    )


def vocabulary_page(index: VocabularyIndex, slug: str) -> VocabularyPage | None:
    vocabulary = index.vocabularies.get(slug)
    if vocabulary is None:
        return None
    counts = tools_by_term(slug)
    branches = [_branch(index, term, counts) for term in index.children(slug)]
    if vocabulary.is_virtual:
        branches.sort(key=lambda branch: branch.label.text.casefold())
    retired = [term for term in index.terms(slug, with_retired=True) if term.is_retired]
    return VocabularyPage(
        card=card_of(index, vocabulary),
        branches=tuple(branches),
        retired=tuple(TermLink(term.label(), term_url(slug, term.slug)) for term in retired),
        turtle_url=reverse("taxonomy:turtle", args=[slug]),
        json_ld_url=reverse("taxonomy:json_ld", args=[slug]),
    )


def _words(index: VocabularyIndex, term: IndexedTerm) -> tuple[TermTranslation, ...]:
    """In every language that has any, the reader's first, then English."""
    present = {*term.labels, *term.synonyms, *term.definitions}
    first = [active_language(), FALLBACK_LANGUAGE]
    known = sorted(present, key=lambda code: (first.index(code) if code in first else 2, code))
    return tuple(
        TermTranslation(
            language=code,
            language_name=autonym(code),
            is_rtl=_is_rtl(code),
            label=term.labels.get(code, ""),
            synonyms=term.synonyms.get(code, ()),
            definition=term.definitions.get(code, ""),
        )
        for code in known
        if term.vocabulary != LANGUAGE or code in index.languages or code == term.slug
    )


def _is_rtl(code: str) -> bool:
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False


def term_page(index: VocabularyIndex, vocabulary: str, slug: str) -> TermPage | None:
    term = index.term(vocabulary, slug)
    if term is None:
        return None
    counts = tools_by_term(vocabulary)
    country = countries().get(slug) if vocabulary == COUNTRY else None
    region = index.term("region", country.region) if country and country.region else None
    successor = index.resolve_slug(vocabulary, slug) if term.is_retired else None
    return TermPage(
        vocabulary=card_of(index, index.vocabularies[vocabulary]),
        slug=slug,
        label=_text(term.labels, slug),
        definition=_text(term.definitions),
        words=_words(index, term),
        broader=tuple(
            TermLink(index.label(vocabulary, above), term_url(vocabulary, above))
            for above in reversed(index.ancestors(vocabulary, slug))
        ),
        narrower=tuple(_branch(index, child, counts) for child in index.children(vocabulary, slug)),
        region=TermLink(region.label(), term_url("region", region.slug)) if region else None,
        alpha3=country.alpha3 if country else "",
        former_slugs=index.former_slugs(vocabulary, slug),
        is_retired=term.is_retired,
        replaced_by=(
            TermLink(index.label(vocabulary, successor), term_url(vocabulary, successor))
            if successor and successor != slug
            else None
        ),
        tools=counts.get(slug, 0) if counts is not None else None,
        tools_url=tools_url(vocabulary, slug) if counts is not None else "",
    )
