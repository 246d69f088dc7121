"""Saves what an editor writes about a term: words by language, place in the tree. Only what differs is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from taxonomy.models import Term, TermText, Vocabulary, VocabularyText


@dataclass(frozen=True)
class LanguageSection:
    """A term's words in one language, as they are to be; empty ones are removed."""

    label: str = ""
    synonyms: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    definition: str = ""

    def texts(self) -> list[tuple[str, str]]:
        """(kind, text), every text once."""
        single = [(TermText.SkosProperty.LABEL, self.label), (TermText.SkosProperty.DEFINITION, self.definition)]
        several = [(TermText.SkosProperty.SYNONYM, text) for text in self.synonyms]
        several += [(TermText.SkosProperty.REJECTED, text) for text in self.rejected]
        return [(str(kind), text) for kind, text in dict.fromkeys([*single, *several]) if text]


def words_of(term: Term) -> dict[str, LanguageSection]:
    """What the term has now, by language."""
    texts: dict[str, dict[str, list[str]]] = {}
    for text in term.texts.order_by("position", "pk"):
        texts.setdefault(text.language, {}).setdefault(text.kind, []).append(text.text)
    return {
        language: LanguageSection(
            label="".join(kinds.get(TermText.SkosProperty.LABEL, [])),
            synonyms=tuple(kinds.get(TermText.SkosProperty.SYNONYM, [])),
            rejected=tuple(kinds.get(TermText.SkosProperty.REJECTED, [])),
            definition="".join(kinds.get(TermText.SkosProperty.DEFINITION, [])),
        )
        for language, kinds in texts.items()
    }


@transaction.atomic
def save_term(
    term: Term, words: Mapping[str, LanguageSection], *, parent: Term | None, position: int, user: Any = None
) -> bool:
    """Write a new or changed term; languages that aren't given stay as they are. False when nothing differed."""
    is_new = term.pk is None
    changed = is_new or term.parent != parent or term.position != position
    if changed:
        term.parent, term.position = parent, position
        term.save()
    present = {} if is_new else words_of(term)
    for language, wanted in words.items():
        if wanted == present.get(language, LanguageSection()):
            continue
        changed = True
        term.texts.filter(language=language).delete()
        for place, (kind, text) in enumerate(wanted.texts()):
            TermText.objects.create(term=term, language=language, kind=kind, text=text, position=place)
    if changed:
        log(term, "wagtail.create" if is_new else "wagtail.edit", user=user)
    return changed


@transaction.atomic
def save_vocabulary(vocabulary: Vocabulary, labels: Mapping[str, str], note: str, user: Any = None) -> None:
    vocabulary.note = note
    vocabulary.save()
    for language, label in labels.items():
        rows = VocabularyText.objects.filter(vocabulary=vocabulary, language=language)
        if not label:
            rows.delete()
        elif not rows.filter(text=label).exists():
            VocabularyText.objects.update_or_create(vocabulary=vocabulary, language=language, defaults={"text": label})
    log(vocabulary, "wagtail.edit", user=user)
