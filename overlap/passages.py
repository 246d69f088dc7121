"""Cuts a described idea into passages, so that a title, a background and a budget don't drown what it is about.

A sentence or two in one paragraph are one passage. A longer text is read by sentences, short ones together with the
next of their paragraph; of very many those that speak most in the vocabularies' words are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from search.parsing import clean_text
from text import words
from text.language_detection import Lexicon

# Whoever writes a concept note needs no more; the text is refused, never cut unseen.
LONGEST_IDEA: Final = 20_000
# A text of so many letters in one paragraph is read as a whole.
_WHOLE: Final = 500
_SHORTEST: Final = 80
_LONGEST: Final = 450
# No passage is longer, whatever its sentences.
MOST_TOGETHER: Final = 800
MOST_PASSAGES: Final = 12
# Comparing costs by the letter, and a reader's question has a bound.
_MOST_LETTERS: Final = 2_400
_PARAGRAPHS: Final = re.compile(r"(?:\r?\n)+|\\n")
_SENTENCES: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？؟।])\s*")


def clean_idea(raw: str) -> str:
    """Readable text with its lines, as a note's parts are told by them."""
    return "\n".join(line for line in map(clean_text, raw.splitlines()) if line)


def passages_of(text: str, lexicon: Lexicon) -> list[str]:
    """The passages to compare, in the text's order; the text itself where it is short. Never empty for a text."""
    paragraphs = [part.strip() for part in _PARAGRAPHS.split(text) if part.strip()]
    if len(paragraphs) <= 1 and len(text) <= _WHOLE:
        return [text.strip()]
    # What is said again and again is compared once.
    passages = list(dict.fromkeys(passage for paragraph in paragraphs for passage in _of_paragraph(paragraph)))
    if len(passages) <= MOST_PASSAGES and sum(map(len, passages)) <= _MOST_LETTERS:
        return passages
    known = frozenset().union(*lexicon.values()) if lexicon else frozenset()
    telling = sorted(range(len(passages)), key=lambda place: (-_tells(passages[place], known), place))
    chosen: list[int] = []
    letters = 0
    for place in telling[:MOST_PASSAGES]:
        letters += len(passages[place])
        if not chosen or letters <= _MOST_LETTERS:
            chosen.append(place)
    return [passages[place] for place in sorted(chosen)]


def _of_paragraph(paragraph: str) -> list[str]:
    sentences: list[str] = []
    for sentence in (part.strip() for part in _SENTENCES.split(paragraph)):
        if not sentence:
            continue
        last = len(sentences[-1]) if sentences else _LONGEST
        if last < _LONGEST and (last < _SHORTEST or len(sentence) < _SHORTEST):
            sentences[-1] = f"{sentences[-1]} {sentence}"
        else:
            sentences.append(sentence)
    return [piece for passage in sentences for piece in _cut(passage)]


def _cut(passage: str) -> Sequence[str]:
    """A passage without a sentence's end for long is cut where a word ends."""
    pieces = []
    while len(passage) > MOST_TOGETHER:
        at = passage.rfind(" ", 0, _LONGEST)
        at = at if at > 0 else _LONGEST
        pieces.append(passage[:at].strip())
        passage = passage[at:].strip()
    return [*pieces, passage]


def _tells(passage: str, known: frozenset[str]) -> float:
    """How many different words of the vocabularies it holds, for its length."""
    said = set(words(passage))
    return len(said & known) / max(8, len(said)) ** 0.5
