"""What a header asks when it uses no phrase that is known: ideas that stand together in it.

“Who built and maintains it?” holds *who* and *run*; “Hoe heet de toepassing?” *name* and *thing*. Survey makers put the
same question in any words, so the words of an idea are listed (``importers/data/concepts.tsv``), not the questions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from importers.lexicon.fields import CONSENT, PRIVATE
from importers.lexicon.wordlists import entries_of
from text.folding import plain
from text.scripts import is_unsegmented

# Below a phrase that is most of the header, above one that merely occurs in it.
SCORE = 0.74


@dataclass(frozen=True, slots=True)
class ConceptRule:
    """``kind`` is meant where all ideas of ``together`` stand in one language and none of ``without``."""

    kind: str
    together: frozenset[str]
    without: frozenset[str] = frozenset()


def _rule(kind: str, together: str, without: str = "") -> ConceptRule:
    return ConceptRule(kind, frozenset(together.split()), frozenset(without.split()))


RULES = (
    _rule(CONSENT, "publish may"),
    _rule(PRIVATE, "name person", "thing organisation publish"),
    _rule(PRIVATE, "fill", "thing organisation publish year start end data web"),
    _rule("name", "name thing", "organisation person place web victim year run other country"),
    _rule("aka", "other name", "organisation person place web country"),
    _rule("origin_country", "country seat"),
    _rule("origin_country", "country organisation"),
    _rule("organisation", "who run", "place person year publish victim country"),
    _rule("organisation", "organisation run", "place person web year publish country"),
    _rule("organisation", "name organisation", "place person web country"),
    _rule("url", "web link", "person organisation place country"),
    _rule("launched", "year start", "end publish"),
    _rule("ended", "year end", "start publish"),
    _rule("handles_victim_data", "victim data", "who publish"),
)


@lru_cache(maxsize=4)
def patterns_of(name: str) -> dict[str, dict[str, re.Pattern[str]]]:
    """{language: {idea: its words}} of a list of words."""
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for idea, language, text in entries_of(name):
        is_whole = text.endswith("$")
        form = re.escape(plain(text.removesuffix("$")))
        if any(is_unsegmented(char) for char in form):
            words[language][idea].append(form)
        else:
            words[language][idea].append(rf"(?<!\S){form}" + (r"(?!\S)" if is_whole else ""))
    return {
        language: {idea: re.compile("|".join(sorted(forms, key=len, reverse=True))) for idea, forms in ideas.items()}
        for language, ideas in words.items()
    }


@lru_cache(maxsize=20_000)
def kinds_by_concept(header: str) -> dict[str, str]:
    """{kind: language} of the rules that the header's ideas satisfy."""
    words = plain(header.replace("_", " "))
    kinds: dict[str, str] = {}
    if words:
        for language, ideas in _ideas(words):
            for rule in RULES:
                if rule.kind not in kinds and rule.together <= ideas and not rule.without & ideas:
                    kinds[rule.kind] = language
    return kinds


def holds(header: str, idea: str) -> bool:
    """Whether the header has a word of the idea, in any language."""
    return any(idea in ideas for _language, ideas in _ideas(plain(header.replace("_", " "))))


def _ideas(words: str) -> Iterator[tuple[str, frozenset[str]]]:
    for language, patterns in patterns_of("concepts.tsv").items():
        yield language, frozenset(idea for idea, pattern in patterns.items() if pattern.search(words))
