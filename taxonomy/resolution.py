"""Which term somebody means by the words they wrote, with the reason and how sure we are.

``resolve`` is for one value (a survey's cell, a facet in the address), ``extract_terms`` (see
``taxonomy.term_extraction``) for phrases within a longer text. Wrong guesses cost more than missing ones: what is left
unclear is left to a person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from taxonomy.current import vocabulary_index
from taxonomy.index import COUNTRY, FALLBACK_LANGUAGE
from taxonomy.lookup_tables import LookupTable, TermVariant, tables_of
from text.active_language import base_language
from text.folding import caseless, compact, plain
from text.scripts import HAN, HANGUL, KANA, script_of_word

LONGEST_TEXT = 300
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|\(?[a-zA-Z]\)|[-•*–·])\s+")
_PARENTHESIS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*")


class MatchType(StrEnum):
    EXACT = "exact"
    OTHER_LANGUAGE = "other-language"
    SYNONYM = "synonym"
    NORMALISED = "normalised"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that may be meant.

    ``score`` 0 to 1; ``matched`` the variant it was found by, in ``language`` ("" for slugs and codes).
    """

    slug: str
    score: float
    reason: MatchType
    language: str
    matched: str


def resolve(text: str, vocabulary: str, language: str | None = None) -> list[TermMatch]:
    """The terms of a vocabulary that a text may mean, the likeliest first; empty when none is like it.

    ``language``: the text's, when known; English otherwise. Equal scores mean that the text names several terms.
    """
    table = tables_of(vocabulary_index()).table(vocabulary)
    text = text[:LONGEST_TEXT]
    wanted = base_language(language or FALLBACK_LANGUAGE)
    without_number = _NUMBERING.sub("", text)
    matches: dict[str, TermMatch] = {}
    for variant in dict.fromkeys((text, without_number, _PARENTHESIS.sub(" ", without_number))):
        matches = _same(table, variant, wanted)
        if matches and variant != text:
            matches = {slug: _weaker(candidate) for slug, candidate in matches.items()}
        if matches:
            break
    if not matches:
        _keep(matches, _near(table, plain(without_number), wanted))
    return sorted(matches.values(), key=lambda candidate: (-candidate.score, candidate.slug))


def resolve_one(text: str, vocabulary: str, language: str | None = None) -> TermMatch | None:
    """The one term that a text means, or None when it could be several or none."""
    candidates = resolve(text, vocabulary, language)
    if not candidates:
        return None
    # Only the language of the variant, or nothing, sets candidates this close apart.
    gap = 0.05 if candidates[0].reason is MatchType.NEAR else 0.015
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < gap:
        return None
    return candidates[0]


def resolve_country(text: str, language: str | None = None) -> str | None:
    """The code (ISO 3166-1 alpha-2, lower case) of a country named by words, code of two or three letters, or flag.

    None when it is unclear.
    """
    letters = [ord(character) - 0x1F1E6 for character in text.strip()]
    if len(letters) == 2 and all(0 <= letter < 26 for letter in letters):
        text = "".join(chr(letter + ord("a")) for letter in letters)
    candidate = resolve_one(text, COUNTRY, language)
    return candidate.slug if candidate else None


def suggestions(text: str, vocabulary: str, language: str | None = None, limit: int = 3) -> list[TermMatch]:
    """Terms to offer a person for a text that may have none: what ``resolve`` finds, then what shares words with it."""
    matches = resolve(text, vocabulary, language)
    if len(matches) >= limit:
        return matches[:limit]
    wanted = {base_language(language or FALLBACK_LANGUAGE), FALLBACK_LANGUAGE}
    table = tables_of(vocabulary_index()).table(vocabulary)
    choices = {plain(variant.text): variant for variant in table.variants if variant.language in wanted}
    known = {candidate.slug for candidate in matches}
    for choice, score, _key in process.extract(
        plain(text[:LONGEST_TEXT]), list(choices), scorer=fuzz.token_set_ratio, score_cutoff=60, limit=4 * limit
    ):
        variant = choices[choice]
        if variant.slug not in known and len(matches) < limit:
            known.add(variant.slug)
            matches.append(
                TermMatch(variant.slug, round(score / 200, 3), MatchType.NEAR, variant.language, variant.text)
            )
    return matches


def _weaker(candidate: TermMatch) -> TermMatch:
    """The same, for a text that had to be cut first."""
    return replace(candidate, score=round(candidate.score * 0.93, 3), reason=MatchType.NORMALISED)


def _same(table: LookupTable, text: str, wanted: str) -> dict[str, TermMatch]:
    """Terms with a variant that is the same but for case, accents, punctuation, plural or the order of words."""
    folded, normalised, stemmed, bag = table.keys(text)
    if not normalised:
        return {}
    levels = (
        (table.exact.get(folded, ()), 1.0, None),
        (table.normalised.get(normalised, ()), 0.92, MatchType.NORMALISED),
        (table.stemmed.get(stemmed, ()), 0.90, MatchType.NORMALISED),
        (table.bags.get(bag, ()), 0.86, MatchType.NORMALISED),
    )
    best: dict[str, TermMatch] = {}
    for variants, ceiling, reason in levels:
        _keep(best, (_candidate(variant, wanted, ceiling, reason) for variant in variants))
    return best


def _keep(best: dict[str, TermMatch], candidates: Iterable[TermMatch]) -> None:
    for candidate in candidates:
        known = best.get(candidate.slug)
        if known is None or candidate.score > known.score:
            best[candidate.slug] = candidate


def _candidate(variant: TermVariant, wanted: str, ceiling: float, reason: MatchType | None) -> TermMatch:
    """A variant that was met: a label beats a synonym, the text's own language beats English, English beats others."""
    if variant.language == wanted or variant.kind in ("slug", "code"):
        distance = 0.0
    else:
        distance = 0.01 if variant.language == FALLBACK_LANGUAGE else 0.02
    is_synonym = variant.kind == "synonym"
    if reason is None:
        reason = MatchType.OTHER_LANGUAGE if distance else MatchType.EXACT
        if is_synonym:
            reason = MatchType.SYNONYM
    if variant.kind in ("slug", "code"):
        distance = 0.005
    score = ceiling - distance - (0.03 if is_synonym else 0.0)
    return TermMatch(variant.slug, round(score, 3), reason, variant.language, variant.text)


# From these lengths on a word may hold one, two, three typing errors.
_LENGTHS_FOR_ANOTHER_EDIT = (5, 8, 13)


def _edits_allowed(text: str, script: str) -> int:
    """How many typing errors a word of this length may hold; one sign of Chinese is half a word."""
    if script in (HAN, KANA, HANGUL):
        return 1 if len(text) >= 6 else 0
    return bisect_right(_LENGTHS_FOR_ANOTHER_EDIT, len(text))


def _near(table: LookupTable, words: str, wanted: str) -> Iterable[TermMatch]:
    """``words``: the text in plain form."""
    text = words.replace(" ", "")
    script = script_of_word(text)
    allowed = _edits_allowed(text, script)
    if not allowed or text.isdigit():
        return
    for length in range(len(text) - allowed, len(text) + allowed + 1):
        for choice, edits, _key in process.extract(
            text, table.near.get((script, length), ()), scorer=OSA.distance, score_cutoff=allowed, limit=20
        ):
            # Two errors and another first letter is another word: "Gabon" is no "Lebanon".
            if edits > min(allowed, _edits_allowed(choice, script)) or (edits > 1 and choice[0] != text[0]):
                continue
            for variant in table.normalised[choice]:
                # Nor does anybody make two errors in a language that the text isn't in.
                if edits > 1 and variant.language not in (wanted, FALLBACK_LANGUAGE):
                    continue
                if edits == 1 or _is_near_word_by_word(words, plain(variant.text), script):
                    yield _candidate(variant, wanted, 0.85 - 0.9 * edits / max(len(text), len(choice)), MatchType.NEAR)


def _is_near_word_by_word(words: str, other: str, script: str) -> bool:
    """Whether no single word holds more errors than its length allows: "South America" is no "South Africa"."""
    ours, theirs = words.split(), other.split()
    if len(ours) != len(theirs):
        return True
    return all(
        OSA.distance(mine, its) <= max(1, _edits_allowed(min(mine, its, key=len), script))
        for mine, its in zip(ours, theirs, strict=True)
    )


def is_same_wording(first: str, second: str) -> bool:
    """Whether two texts differ at most in case, accents, punctuation and spaces."""
    return caseless(first) == caseless(second) or compact(first) == compact(second)
