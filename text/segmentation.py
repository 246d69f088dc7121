"""Cuts text into words, and text of scripts without word spaces into overlapping groups of signs.

A dictionary segmenter would need one data file per language and still miss names; overlapping groups find every
substring, at the price of a larger index. Ideographic scripts use pairs of signs. Thai, Lao, Khmer and Burmese signs
are
letters, so their unit is the cluster (consonant with its vowels and tone marks) and the group has three of them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from text.scripts import IDEOGRAPHIC, UNSPACED, script_of

_IDEOGRAPH_GROUP: Final = 2
_CLUSTER_GROUP: Final = 3
# Vowels written before the consonant they belong to: a cluster starts with them.
_THAI_LEADING: Final = frozenset("เแโใไເແໂໃໄ")
# Signs of category Lo or Mc that never start a syllable.
_FOLLOWING: Final = frozenset("ะาำๅฯๆະາຳຯໆ")
_COENG: Final = "\u17d2"
_MYANMAR_STACK: Final = "\u1039"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source text: `text[start:end]`. Groups of one unspaced run share `run`."""

    text: str
    start: int
    end: int
    is_group: bool = False
    run: int = 0


def pieces(text: str) -> Iterator[Piece]:
    """Words and sign groups of `text` in reading order."""
    for number, found in enumerate(_RUN.finditer(text)):
        start, end = found.span()
        if found.lastgroup == "word":
            yield Piece(found.group(), start, end, run=number)
            continue
        for first, last in _groups(text, start, end):
            yield Piece(text[first:last], first, last, is_group=True, run=number)


def cuts(text: str) -> Iterator[tuple[str, bool]]:
    """The texts of the pieces, and whether each is a group, for those who need no places."""
    for found in _RUN.finditer(text):
        if found.lastgroup == "word":
            yield found.group(), False
        else:
            for first, last in _groups(text, *found.span()):
                yield text[first:last], True


def _groups(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    is_ideographic = script_of(text[start]) in IDEOGRAPHIC
    units = [(i, i + 1) for i in range(start, end)] if is_ideographic else _clusters(text, start, end)
    size = _IDEOGRAPH_GROUP if is_ideographic else _CLUSTER_GROUP
    for first in range(max(1, len(units) - size + 1)):
        group = units[first : first + size]
        yield group[0][0], group[-1][1]


def _families() -> dict[str, str]:
    """Word characters (letters, marks, digits) as insides of a regular expression's [...]: those of spaced scripts, and
    each family of unspaced ones. Python's \\w lacks the vowel signs of the Indic scripts.
    """
    ranges: dict[str, list[list[int]]] = defaultdict(list)
    for code in range(0x323B0):
        if 0xD800 <= code <= 0xDFFF or unicodedata.category(chr(code))[0] not in "LMN":
            continue
        script = script_of(chr(code))
        family = "ideographic" if script in IDEOGRAPHIC else script if script in UNSPACED else "word"
        found = ranges[family]
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return {
        family: "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found) for family, found in ranges.items()
    }


def _pattern() -> re.Pattern[str]:
    families = _families()
    word = families.pop("word")
    # The joiners stay inside Indic and Persian words, an apostrophe between two letters inside its word.
    inside = "\u200c\u200d"
    unspaced = "|".join(f"[{family}]+" for family in families.values())
    return re.compile(f"(?P<word>[{word}][{word}{inside}]*(?:['’ʼ][{word}]+)*)|(?P<run>{unspaced})")


_RUN: Final = _pattern()


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Syllable-like units of Thai, Lao, Khmer or Burmese, as (start, end) offsets."""
    units: list[tuple[int, int]] = []
    opened = start
    for place in range(start + 1, end):
        previous, character = text[place - 1], text[place]
        continues = (
            unicodedata.category(character)[0] == "M"
            or character in _FOLLOWING
            or previous in _THAI_LEADING
            or previous in (_COENG, _MYANMAR_STACK)
        )
        if not continues:
            units.append((opened, place))
            opened = place
    units.append((opened, end))
    return units
