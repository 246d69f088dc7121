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
from typing import Final, NamedTuple

from text.folding import caseless, character_class, compact
from text.scripts import HANGUL, IDEOGRAPHIC, UNSEGMENTED, script_of

_IDEOGRAPH_GROUP: Final = 2
_CLUSTER_GROUP: Final = 3
# Vowels written before the consonant they belong to: a cluster starts with them.
_THAI_LEADING: Final = frozenset("เแโใไເແໂໃໄ")
# Signs of category Lo or Mc that never start a syllable.
_FOLLOWING: Final = frozenset("ะาำๅฯๆະາຳຯໆ")
# Two of them are letters to Unicode, and parts of no alphabet that we know.
_APOSTROPHES: Final = "'’ʼʻ‘`"
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
    for number, match in enumerate(_PIECE.finditer(text)):
        start, end = match.span()
        if match.lastgroup == "word":
            yield Piece(match[0], start, end, run=number)
            continue
        for first, last in _groups(text, start, end):
            yield Piece(text[first:last], first, last, is_group=True, run=number)


def cuts(text: str) -> Iterator[tuple[str, bool]]:
    """The texts of the pieces, and whether each is a group, for those who need no places."""
    for match in _PIECE.finditer(text):
        if match.lastgroup == "word":
            yield match[0], False
        else:
            for first, last in _groups(text, *match.span()):
                yield text[first:last], True


def _groups(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    is_ideographic = script_of(text[start]) in IDEOGRAPHIC
    units = [(i, i + 1) for i in range(start, end)] if is_ideographic else _clusters(text, start, end)
    size = _IDEOGRAPH_GROUP if is_ideographic else _CLUSTER_GROUP
    for first in range(max(1, len(units) - size + 1)):
        group = units[first : first + size]
        yield group[0][0], group[-1][1]


def _families() -> dict[str, str]:
    """Word characters (letters, marks, digits) as insides of a regular expression's [...], by how they are cut.

    Python's \\w lacks the vowel signs of the Indic scripts.
    """
    codes: dict[str, list[int]] = defaultdict(list)
    for code in range(0x323B0):
        character = chr(code)
        if unicodedata.category(character)[0] not in "LMN" or character in _APOSTROPHES:
            continue
        codes[_family_of(script_of(character))].append(code)
    return {family: character_class(members) for family, members in codes.items()}


def _family_of(script: str) -> str:
    """Ideographic scripts stand beside each other in one run; Korean has spaces, and is a family for spans alone."""
    if script in IDEOGRAPHIC:
        return "ideographic"
    return script if script in UNSEGMENTED else "word"


_FAMILIES: Final = _families()


def _piece_pattern() -> re.Pattern[str]:
    word = _FAMILIES["word"] + _FAMILIES[HANGUL]
    # The joiners stay inside Indic and Persian words, an apostrophe between two letters inside its word.
    inside = "\u200c\u200d"
    unspaced = "|".join(f"[{letters}]+" for family, letters in _FAMILIES.items() if family not in ("word", HANGUL))
    return re.compile(f"(?P<word>[{word}][{word}{inside}]*(?:[{_APOSTROPHES}][{word}]+)*)|(?P<run>{unspaced})")


def _span_pattern() -> re.Pattern[str]:
    unsegmented = "".join(letters for family, letters in _FAMILIES.items() if family != "word")
    return re.compile(f"(?P<word>[{_FAMILIES['word']}]+)|(?P<run>[{unsegmented}]+)")


_PIECE: Final = _piece_pattern()
_SPAN: Final = _span_pattern()
_ASCII_SPAN: Final = re.compile(r"[A-Za-z0-9]+")


class WordSpan(NamedTuple):
    """A run of letters in a text: ``start`` and ``end`` in the text as it was, ``caseless`` and ``plain`` forms.

    ``is_capital``: written in capitals throughout.
    """

    start: int
    end: int
    caseless: str
    plain: str
    is_unsegmented: bool
    is_capital: bool


def spans(text: str) -> Iterator[WordSpan]:
    """The function cuts a text at all that is no letter, apostrophes too; unsegmented scripts are runs of their own."""
    if text.isascii():
        for match in _ASCII_SPAN.finditer(text):
            word = match[0].lower()
            yield WordSpan(match.start(), match.end(), word, word, False, match[0].isupper())
        return
    for match in _SPAN.finditer(text):
        is_run = match.lastgroup == "run"
        yield WordSpan(match.start(), match.end(), caseless(match[0]), compact(match[0]), is_run, match[0].isupper())


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
