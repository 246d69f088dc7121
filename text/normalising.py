"""How a word is written differently and still means the same: case, accents, punctuation, plurals, endings.

Three depths: ``fold`` (case and spaces), ``plain`` (also accents and punctuation), stems (also endings).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_SNOWBALL = {
    "ar": "arabic", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# Case endings of languages that Snowball has no stemmer for, longest first.
_ENDINGS = {
    "uk": (
        "ського", "ському", "ською", "ських", "ами", "ями", "ові", "еві", "ого", "ому", "ими", "ою", "ею", "єю", "ів",
        "їв", "ах", "ях", "ам", "ям", "ом", "ем", "єм", "ій", "ий", "их", "им", "у", "ю", "а", "я", "і", "ї", "и",
        "о", "е", "є",
    ),
    "bn": ("গুলোর", "গুলোতে", "গুলো", "গুলি", "দের", "তে", "কে", "রা", "ের", "য়", "র", "ে"),
}  # fmt: skip

# Words that carry no meaning of their own when two wordings are compared as bags of words.
_FUNCTION_WORDS = (
    "a an the of and or for in on to de la le les des du et ou y el los las del der die das und oder di il lo gli ed "
    "van het en da do dos l d al и в на و"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ħ": "h", "ŧ": "t",
    "ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك", "ँ": "ं", "ঁ": "", "ـ": "", "ʻ": "", "ʼ": "",
}  # fmt: skip
# Marks that make a letter another one in its own script and that people leave out or write in two ways.
_DROPPED_MARKS = frozenset("़়") | {chr(code) for code in (*range(0x064B, 0x0656), 0x0670, *range(0x0591, 0x05C8))}


class _Plain(dict[int, str]):
    """For str.translate: what stays of each character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character in _LETTERS:
            kept = _LETTERS[character]
        elif 0x0300 <= code < 0x0370 or character in _DROPPED_MARKS or category == "Cf":
            kept = ""
        elif category[0] in "LN" or category in ("Mn", "Mc"):
            kept = character
        else:
            kept = " "
        self[code] = kept
        return kept


_plain_table = _Plain()


def fold(text: str) -> str:
    """Without differences of case, width and space; "  Côte D’Ivoire" → "côte d'ivoire"."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    return " ".join(folded.casefold().replace("i̇", "i").split())


def plain(text: str) -> str:
    """Without accents, punctuation and hyphens; "Côte d’Ivoire" → "cote d ivoire"."""
    folded = fold(text)
    if not folded.isascii():
        folded = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", " ".join(folded.translate(_plain_table).split()))


def compact(text: str) -> str:
    """The plain form without spaces, so that "web-platform", "webplatform" and "Web platform" agree."""
    return plain(text).replace(" ", "")


def light_stem(word: str) -> str:
    """A word without the plural endings that English, French, Spanish and Portuguese share, in its plain form."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word


@lru_cache(maxsize=64)
def _stemmer(language: str) -> object:
    return Stemmer.Stemmer(_SNOWBALL[language])


@lru_cache(maxsize=60_000)
def stem(word: str, language: str) -> str:
    """A folded word without its endings by the rules of a language, in plain form; as it is where we have no rules."""
    if language in _SNOWBALL:
        return plain(_stemmer(language).stemWord(word)).replace(" ", "")  # type: ignore[attr-defined]
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return plain(word[: -len(ending)]).replace(" ", "")
    return plain(word).replace(" ", "")


def has_stems(language: str) -> bool:
    return language in _SNOWBALL or language in _ENDINGS


class Word(NamedTuple):
    """A run of letters in a text: ``start`` and ``end`` in the text as it was, ``folded`` and ``plain`` forms.

    ``is_capital``: written in capitals throughout.
    """

    start: int
    end: int
    folded: str
    plain: str
    is_unsegmented: bool
    is_capital: bool


_UNSEGMENTED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def is_unsegmented(character: str) -> bool:
    """Thai, Lao, Burmese, Khmer, Chinese, Japanese; Korean too, whose nouns carry their particles."""
    code = ord(character)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSEGMENTED)


_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=20_000)
def _class_of(character: str) -> tuple[bool, bool]:
    is_word = character.isalnum() or unicodedata.category(character)[0] == "M"
    return is_word, is_word and is_unsegmented(character)


def words(text: str) -> Iterator[Word]:
    """The words of a text, unsegmented scripts as runs of their own."""
    start = -1
    kind = False
    if text.isascii():
        for match in _ASCII_WORD.finditer(text):
            part = match.group()
            lower = part.lower()
            yield Word(match.start(), match.end(), lower, lower, False, part.isupper())
        return
    for position, character in enumerate(text):
        is_word, unsegmented = _class_of(character)
        if start >= 0 and (not is_word or unsegmented != kind):
            yield _word(text, start, position, kind)
            start = -1
        if is_word and start < 0:
            start, kind = position, unsegmented
    if start >= 0:
        yield _word(text, start, len(text), kind)


def _word(text: str, start: int, end: int, unsegmented: bool) -> Word:
    part = text[start:end]
    return Word(start, end, fold(part), plain(part).replace(" ", ""), unsegmented, part.isupper())


@lru_cache(maxsize=20_000)
def script_of(word: str) -> str:
    """The script of a word's first letter, as Unicode names it: LATIN, CYRILLIC, ARABIC, CJK …"""
    for character in word:
        if character.isalpha():
            return unicodedata.name(character, "").partition(" ")[0]
    return ""
