"""Keeps one index for each process and notices when another process changed a vocabulary.

A stamp in the database is compared at the first use in each web request, elsewhere at most once a second, and at once
after a change made by this process itself. Hot loops therefore cost no query.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import Any

from django.db import connection

from taxonomy import places
from taxonomy.index import (
    COUNTRY,
    FALLBACK_LANGUAGE,
    LANGUAGE,
    IndexedTerm,
    IndexedVocabulary,
    VocabularyIndex,
    gc_paused,
)
from taxonomy.models import Term, TermRedirect, TermText, Vocabulary, VocabularyStamp, VocabularyText

CHECK_EVERY_SECONDS = 1.0

_lock = threading.RLock()
_index: VocabularyIndex | None = None
_check_after = 0.0
_database = ""


def current_index() -> VocabularyIndex:
    global _index, _check_after, _database
    index = _index
    database = str(connection.settings_dict["NAME"])
    if index is not None and time.monotonic() < _check_after and database == _database:
        return index
    with _lock:
        # The stamp is read before the terms: a change that falls in between is noticed by the next check.
        stamp = VocabularyStamp.current()
        if _index is None or _index.stamp != stamp:
            with gc_paused():
                _index = read_index(stamp)
        _check_after = time.monotonic() + CHECK_EVERY_SECONDS
        _database = database
        return _index


def check_again(**_: Any) -> None:
    """Let the next use of the index compare the stamp."""
    global _check_after
    _check_after = 0.0


def note_change(**_: Any) -> None:
    """Say that a vocabulary changed. Bulk operations send no signal of Django's and call this themselves."""
    VocabularyStamp.renew()
    check_again()


def read_index(stamp: str) -> VocabularyIndex:
    """Build the index in five queries."""
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for owner, language, text in VocabularyText.objects.values_list("vocabulary_id", "language", "text"):
        names[owner][language] = text
    slugs: dict[int, str] = {}
    vocabularies = []
    for pk, slug, note, position in Vocabulary.objects.values_list("pk", "slug", "note", "position"):
        slugs[pk] = slug
        vocabularies.append(IndexedVocabulary(slug, position, note, names[pk]))

    single: dict[str, dict[int, dict[str, str]]] = {"label": defaultdict(dict), "definition": defaultdict(dict)}
    several: dict[str, dict[int, dict[str, list[str]]]] = {
        kind: defaultdict(lambda: defaultdict(list)) for kind in ("synonym", "rejected")
    }
    texts = TermText.objects.order_by("term_id", "language", "kind", "position", "id")
    for owner, language, kind, text in texts.values_list("term_id", "language", "kind", "text"):
        if kind in single:
            single[kind][owner][language] = text
        else:
            several[kind][owner][language].append(text)

    rows = list(
        Term.objects.order_by("position", "slug").values_list(
            "pk", "vocabulary_id", "slug", "parent_id", "position", "status", "replaced_by_id"
        )
    )
    slug_of = {row[0]: row[2] for row in rows}
    terms = [
        IndexedTerm(
            pk=pk,
            vocabulary=slugs[vocabulary],
            slug=slug,
            parent=slug_of.get(parent) if parent else None,
            position=position,
            is_retired=status == Term.Lifecycle.RETIRED,
            replaced_by=slug_of.get(replaced_by) if replaced_by else None,
            labels=single["label"][pk],
            synonyms={language: tuple(words) for language, words in several["synonym"][pk].items()},
            definitions=single["definition"][pk],
            rejected={language: tuple(words) for language, words in several["rejected"][pk].items()},
        )
        for pk, vocabulary, slug, parent, position, status, replaced_by in rows
        if vocabulary in slugs
    ]
    redirects = {
        (slugs[vocabulary], old): slug_of[term]
        for vocabulary, old, term in TermRedirect.objects.values_list("vocabulary_id", "old_slug", "term_id")
        if vocabulary in slugs and term in slug_of
    }
    return VocabularyIndex(
        [*terms, *virtual_terms()], [*vocabularies, *virtual_vocabularies(len(vocabularies))], redirects, stamp
    )


def virtual_vocabularies(position: int) -> list[IndexedVocabulary]:
    return [
        IndexedVocabulary(COUNTRY, position, places.COUNTRY_NOTE, places.COUNTRY_LABELS, is_virtual=True),
        IndexedVocabulary(LANGUAGE, position + 1, places.LANGUAGE_NOTE, places.LANGUAGE_LABELS, is_virtual=True),
    ]


def virtual_terms() -> list[IndexedTerm]:
    """Countries and languages as terms, in the order of their English names."""
    countries = sorted(places.countries().values(), key=lambda country: country.names[FALLBACK_LANGUAGE])
    languages = sorted(places.languages().values(), key=lambda language: language.names[FALLBACK_LANGUAGE])
    return [
        *(
            IndexedTerm(
                pk=0,
                vocabulary=COUNTRY,
                slug=country.code,
                parent=country.region,
                position=position,
                is_retired=False,
                replaced_by=None,
                labels=country.names,
                synonyms=country.synonyms,
            )
            for position, country in enumerate(countries)
        ),
        *(
            IndexedTerm(
                pk=0,
                vocabulary=LANGUAGE,
                slug=language.code,
                parent=None,
                position=position,
                is_retired=False,
                replaced_by=None,
                labels={**language.names, language.code: language.autonym},
                synonyms=language.synonyms,
            )
            for position, language in enumerate(languages)
        ),
    ]
