"""What a column asks about publication, and what its answers say: a permission, a refusal, or something to ask about.

To publish what somebody refused does harm, so a question's polarity counts ("Do you object?"), a permission is one only
where nothing else is said, and whatever restricts it is left to the curator. The words stand in
``importers/data/consent.tsv`` and ``concepts.tsv``, in the vocabularies' twenty languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from importers.lexicon.answers import is_answer, is_nothing, yes_or_no
from importers.lexicon.concepts import patterns_of
from importers.lexicon.fields import CONSENT
from importers.lexicon.headers import match_header
from text.folding import plain
from text.scripts import is_unsegmented


class Polarity(StrEnum):
    """Whether a “yes” under the question grants publication or refuses it."""

    GRANTS = "grants"
    REFUSES = "refuses"


# From here on a question is no guess: rows may be left out by it without asking the curator.
SURE = 0.9
_CLEAR, _RESTRICTING, _UNSURE = 0.95, 0.8, 0.7
_EXACT, _NAMED = 0.95, 0.55
_MOST_WORDS_ALONE, _MOST_WORDS_OF_HEADING, _MOST_SIGNS_OF_HEADING = 3, 10, 24
_OWN, _SHARED = "consent.tsv", "concepts.tsv"
# “whether or not”, “是否”: alternatives, no negations.
_ALTERNATIVE = re.compile(
    r"\b(?:whether or not|or not|ou non|ou pas|o no|ou nao|oder nicht|o non|of niet|sau nu|или нет|чи ні|veya hayir|"
    r"ام لا|या नहीं|atau tidak|au la|hay khong)\b|是否|หรือไม่|किनहीं|नकि"
)
# Where the idea's words mean other things in headings: “ne” is us in Romanian, “否” stands in “是否”.
_NEGATIONS = {"zh": "不|勿|未", "fr": r"(?<!\S)pas(?!\S)"}
_CUT = re.compile(r"[,،、，;؛；:：–—(（.!！。]| - ")


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """``confidence`` below SURE is a guess that the curator confirms before rows are left out by it.

    ``is_explicit``: the heading itself speaks of agreement, so that every short answer is one, if only an unclear one.
    """

    polarity: Polarity
    confidence: float
    is_explicit: bool = False


@lru_cache(maxsize=20_000)
def read_consent_question(header: str) -> ConsentQuestion | None:
    """What a heading asks about publication; None where it asks something else, such as the consent of victims."""
    words = _ALTERNATIVE.sub(" ", plain(header.replace("_", " ")))
    words = " ".join(words.split())
    if not words:
        return None
    is_asked_of_us = _holds(_OWN, "us", words)
    if _is_about_others(words, is_asked_of_us):
        return None
    return _objection(words) or _withholding(words, is_asked_of_us) or _permission(header, words)


def _is_about_others(words: str, is_asked_of_us: bool) -> bool:
    """Whether the question is about the tool or the people it serves; an entry may be about a tool, too."""
    if _holds(_SHARED, "victim", words) or (_holds(_OWN, "others", words) and not is_asked_of_us):
        return True
    return _holds(_SHARED, "thing", words) and not (is_asked_of_us or _holds(_SHARED, "person", words))


def _objection(words: str) -> ConsentQuestion | None:
    """“Do you object…”, “We must not publish…”; turned round once more in “I have no objection”."""
    for language in patterns_of(_OWN):
        is_ours = _has(_OWN, language, "us", words)
        refuses = _has(_OWN, language, "refuse", words)
        if _has(_OWN, language, "no-objection", words):
            return ConsentQuestion(Polarity.GRANTS, _CLEAR)
        names_publication = _has(_SHARED, language, "publish", words)
        if refuses and (names_publication or _is_only(words, language, "refuse", "may", "plain", "us", "person")):
            return ConsentQuestion(Polarity.REFUSES, _CLEAR)
        if is_ours and _is_negated(language, words):
            return ConsentQuestion(Polarity.REFUSES, _CLEAR)
    return None


def _withholding(words: str, is_asked_of_us: bool) -> ConsentQuestion | None:
    """“Keep confidential?”, “Do not publish”: what a yes means there, the curator says."""
    is_short = len(words.split()) <= _MOST_WORDS_OF_HEADING and (" " in words or len(words) <= _MOST_SIGNS_OF_HEADING)
    if not is_short:
        return None
    for idea in ("organisation", "place", "data", "year"):
        if _holds(_SHARED, idea, words) and not is_asked_of_us:
            return None
    if _holds(_OWN, "withhold", words) and not _holds(_OWN, "visibility", words):
        return ConsentQuestion(Polarity.REFUSES, _RESTRICTING)
    if any(_is_negated(language, words) for language in patterns_of(_OWN)):
        return ConsentQuestion(Polarity.REFUSES, _RESTRICTING)
    if _holds(_OWN, "visibility", words):
        return ConsentQuestion(Polarity.GRANTS, _RESTRICTING)
    return None


def _permission(header: str, words: str) -> ConsentQuestion | None:
    named = max((hit.score for hit in match_header(header) if hit.kind == CONSENT), default=0.0)
    if named < _NAMED:
        return None
    languages = patterns_of(_SHARED)
    permits = any(_has(_SHARED, language, "may", words) for language in languages)
    asks = any(
        _has(_SHARED, language, "publish", words) and _has(_SHARED, language, "may", words) for language in languages
    )
    is_about_thing = _holds(_SHARED, "thing", words) and not _holds(_OWN, "us", words)
    if named >= _EXACT or (asks and not is_about_thing):
        return ConsentQuestion(Polarity.GRANTS, max(named, _CLEAR), is_explicit=permits)
    # A mere word (“Year of publication”) asks nobody anything.
    return ConsentQuestion(Polarity.GRANTS, min(named, _UNSURE)) if permits else None


@lru_cache(maxsize=50_000)
def read_consent_answer(text: str, polarity: Polarity = Polarity.GRANTS) -> bool | None:
    """Whether the answer lets the row be published; None where it isn't clear, which includes anything that limits it.

    Where a box is ticked to refuse, an empty one refuses nothing.
    """
    if not text.strip():
        return True if polarity is Polarity.REFUSES else None
    stated = _statement(text)
    if is_nothing(text) and stated is None:
        return None
    if stated is not None:
        return stated
    answer = yes_or_no(text)
    if answer is not None:
        return answer if polarity is Polarity.GRANTS else not answer
    answer, rest, is_cut = _beginning(text)
    if answer and polarity is Polarity.GRANTS and _holds(_OWN, "withhold", plain(text)):
        # Without its marks “đừng công bố” (don't publish) begins like a yes.
        return None
    if answer is not None:
        return _with_more(answer, plain(rest), is_cut, polarity)
    return _in_words(plain(text))


def _statement(text: str) -> bool | None:
    """Answers that say themselves what they mean, whatever was asked: “No objection”, “Do not publish”."""
    words = plain(text)
    if is_answer("permitted", text) or _is_all(words, "no-objection"):
        return True
    if is_answer("refused", text) or _holds(_OWN, "withdrawn", words):
        return False
    return None


def _beginning(text: str) -> tuple[bool | None, str, bool]:
    """The yes or no that a sentence begins with, what follows, and whether a sign stands between."""
    match = _CUT.search(text)
    if match and (answer := _plain_answer(text[: match.start()])) is not None:
        return answer, text[match.end() :], True
    first, _blank, rest = text.strip().partition(" ")
    return _plain_answer(first), rest, False


def _plain_answer(text: str) -> bool | None:
    return None if text.strip().isdigit() else yes_or_no(text)


def _with_more(answer: bool, rest: str, is_cut: bool, polarity: Polarity) -> bool | None:
    objects = _refuses(rest)
    limits = (_holds(_OWN, "limit", rest) or _holds(_OWN, "withhold", rest)) and not _WITHOUT_RESPONDENT.fullmatch(rest)
    is_harmless = not rest or _WITHOUT_RESPONDENT.fullmatch(rest) or _is_all(rest, "plain", "may", "publish")
    denies_objection = _holds(_OWN, "no-objection", rest)
    if polarity is Polarity.REFUSES:
        if answer:
            return False if (objects or is_harmless) and not limits else None
        return True if not limits and (is_harmless or denies_objection) else None
    if answer:
        return True if is_harmless and not objects and not limits else None
    if objects or _is_all(rest, "plain"):
        return False
    permits = any(_has(_SHARED, lang, idea, rest) for lang in patterns_of(_SHARED) for idea in ("may", "publish"))
    if is_cut:
        return None if permits and not _holds(_SHARED, "not", rest) else False
    return False if _is_all(rest, "plain", "may", "publish", "not") else None


# What is never published anyway doesn't limit the permission.
_WITHOUT_RESPONDENT = re.compile(
    r"(?:but )?without my (?:e ?mail|phone|telephone|contact|own name)s?(?: address| details| number)?"
)


def _in_words(words: str) -> bool | None:
    """An answer in its own words: a refusal is heard anywhere in it, a permission only where it is all that is said."""
    if _refuses(words):
        return False
    says = any(_has(_SHARED, lang, idea, words) for lang in patterns_of(_SHARED) for idea in ("may", "publish"))
    limits = _holds(_OWN, "limit", words) or _holds(_OWN, "withhold", words)
    if says and not limits and _is_all(words, "plain", "may", "publish"):
        return True
    return None


def _refuses(words: str) -> bool:
    if any(_has(_OWN, lang, "no-objection", words) for lang in patterns_of(_OWN)):
        return False
    if _holds(_OWN, "refuse", words):
        return True
    return any(
        _has(_SHARED, lang, "not", words)
        and (_has(_SHARED, lang, "may", words) or _has(_SHARED, lang, "publish", words))
        for lang in patterns_of(_SHARED)
    )


def is_restricting(text: str) -> bool:
    """Whether an answer holds a word that keeps something from the public."""
    words = plain(text)
    return any(_has(_OWN, lang, idea, words) for lang in patterns_of(_OWN) for idea in ("withhold", "limit", "refuse"))


def are_consent_answers(cells: Sequence[str], question: ConsentQuestion) -> bool:
    """Whether cells are such answers. Under a clear question everything short is one, if only an unclear one."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return False
    clear = sum(read_consent_answer(cell, question.polarity) is not None or is_restricting(cell) for cell in filled)
    if clear >= 0.5 * len(filled):
        return True
    is_short = sum(map(len, filled)) / len(filled) <= 60 and not any("://" in cell for cell in filled)
    return question.confidence >= SURE and is_short and (clear > 0 or question.is_explicit)


# --- words ---------------------------------------------------------------------------------------------------------
def _has(name: str, language: str, idea: str, words: str) -> bool:
    pattern = patterns_of(name).get(language, {}).get(idea)
    return pattern is not None and bool(pattern.search(words))


def _holds(name: str, idea: str, words: str) -> bool:
    return any(_has(name, language, idea, words) for language in patterns_of(name))


@lru_cache(maxsize=32)
def _negations(language: str) -> re.Pattern[str]:
    """A negation right before a word for publishing, with at most two words between."""
    known = patterns_of(_SHARED)[language]
    negation, publish = known["not"].pattern, known["publish"].pattern
    between = r"\S*\s+(?:\S+\s+){0,2}?" if language not in ("zh", "th") else ""
    negation = _NEGATIONS.get(language, negation)
    return re.compile(rf"(?:{negation}){between}(?:{publish})")


def _is_negated(language: str, words: str) -> bool:
    # Vietnamese and the languages of India put the negation elsewhere; their phrases are listed.
    return language not in ("vi", "hi", "ne", "bn", "tr") and bool(_negations(language).search(words))


def _is_all(words: str, *ideas: str) -> bool:
    """Whether nothing stands there but words of these ideas, in one language."""
    return any(_is_only(words, language, *ideas) for language in patterns_of(_OWN))


def _is_only(words: str, language: str, *ideas: str) -> bool:
    return bool(words) and not _left_of(words, language, ideas)


def _left_of(words: str, language: str, ideas: Iterable[str]) -> str:
    rest = words
    for idea in ideas:
        for name in (_OWN, _SHARED):
            pattern = patterns_of(name).get(language, {}).get(idea)
            if pattern is not None:
                rest = _without(rest, pattern)
    return rest.strip()


def _without(words: str, pattern: re.Pattern[str]) -> str:
    """Whole words go where scripts have words, however they end."""
    if any(map(is_unsegmented, words)):
        return pattern.sub("", words).strip()
    parts, at = [], 0
    for match in pattern.finditer(words):
        if match.start() < at:
            continue
        parts.append(words[at : match.start()])
        at = words.find(" ", match.end())
        if at < 0:
            return "".join(parts).strip()
    return " ".join("".join([*parts, words[at:]]).split())
