"""Brings spellings of the same word together, in three named depths, each on top of the one before.

``caseless`` joins what differs in case, width and space; ``fold`` also in accents, optional signs and digits; ``plain``
also in punctuation, and ``compact`` in spaces. ``unify`` joins spellings only, for who writes accents as sounds.

What may be dropped differs by script. Accents over Latin, Greek and Cyrillic letters are dropped, since people leave
them out when they type. In the Indic and South-East Asian scripts a combining mark is a vowel: dropping it makes
another word, so those marks stay, and only spelling variants with one sound are joined (nukta, chandrabindu, nasal
before a consonant).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from text.scripts import ARABIC, CYRILLIC, GREEK, HEBREW, LATIN, script_of

_DROPS_MARKS: Final = frozenset({LATIN, GREEK, CYRILLIC, HEBREW, ARABIC})
_LONGEST_REMEMBERED: Final = 64
# Beyond lie ideographs, and scripts that nobody writes words with any more.
_LETTERS_AND_DIGITS: Final = range(0x80, 0x12000)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb\U000e0100-\U000e01ef]"
)
# Translated first: compatibility forms would make a space and a combining mark of some.
_PUNCTUATION: Final = str.maketrans(dict.fromkeys("’ʼʻ‘`´", "'") | {"।": " "})
_LETTERS: Final = {
    "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h", "ŧ": "t",
    # Arabic: hamza carriers, alef maqsura, ta marbuta; Persian and Urdu letters with an Arabic twin
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
    "ک": "ك", "ی": "ي", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ے": "ي",
    # Devanagari and Bengali: nukta is often left out, chandrabindu is written as anusvara
    "\u093c": "", "\u09bc": "", "ँ": "ं", "ঁ": "",
}  # fmt: skip
# Hebrew points and Arabic harakat, which few people write.
_VOWEL_SIGNS: Final = re.compile(
    "[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
# हिन्दी is also written हिंदी: a nasal joined to the next consonant equals anusvara.
_DEVANAGARI_NASAL: Final = re.compile(
    "(?<=.)(?:ङ\u094d(?=[क-घ])|ञ\u094d(?=[च-झ])|ण\u094d(?=[ट-ढ])|न\u094d(?=[त-ध])|म\u094d(?=[प-भ]))"
)


# Letters and spacing vowel signs.
_KEEPING: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mc"})


def _is_mark(character: str) -> bool:
    return bool(unicodedata.combining(character)) or unicodedata.category(character) == "Mn"


def character_class(codes: Iterable[int]) -> str:
    """The function writes ascending code points as the inside of a regular expression's [...]."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def _droppable_marks() -> re.Pattern[str]:
    """All marks but those behind a letter of a script that keeps them."""
    marks, bases = [], []
    for code in _LETTERS_AND_DIGITS:
        character = chr(code)
        if _is_mark(character):
            marks.append(code)
        elif unicodedata.category(character) in _KEEPING and script_of(character) not in _DROPS_MARKS:
            bases.append(code)
    return re.compile(f"(?<![{character_class(sorted(bases + marks))}])[{character_class(marks)}]+")


_DROPPABLE_MARKS: Final = _droppable_marks()
_DIGITS: Final = {code: str(unicodedata.digit(chr(code))) for code in _LETTERS_AND_DIGITS if chr(code).isdecimal()}
_JOINED: Final = str.maketrans(_LETTERS) | _DIGITS | _PUNCTUATION


class _WordsOnly(dict[int, str]):
    """For str.translate: letters, digits and their marks stay, everything else is a space."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        self[code] = chr(code) if category[0] in "LN" or category in ("Mn", "Mc") else " "
        return self[code]


_WORDS_ONLY: Final = _WordsOnly()


def normalise(text: str) -> str:
    """The function gives NFKC, with invisible characters and Arabic stretching removed; case and accents stay."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def straighten(text: str) -> str:
    """The function writes every apostrophe as ', and a danda as a space."""
    return text.translate(_PUNCTUATION)


def lower(text: str, language: str | None = None) -> str:
    """The function folds case; Turkish and Azerbaijani keep their two i apart, which stemming needs."""
    if language in {"tr", "az"}:
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", text.casefold())


def caseless(text: str) -> str:
    """The function drops differences of case, width and space: "  Côte D’Ivoire" gives "côte d'ivoire"."""
    if not text.isascii():
        lowered = straighten(normalise(straighten(text))).casefold().replace("i̇", "i")
        return " ".join(unicodedata.normalize("NFKC", lowered).split())
    return " ".join(straighten(text).lower().split())


def fold(text: str) -> str:
    """The function gives the one folded form of a word or text: "Gestión" gives "gestion", "१२" gives "12".

    "हिन्दी" and "हिंदी" are one, and so are all apostrophes of "Côte d’Ivoire".
    """
    return _remembered_fold(text) if len(text) <= _LONGEST_REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    text = straighten(text)
    if text.isascii():
        return text.lower()
    return _join_variants(_DROPPABLE_MARKS.sub("", unicodedata.normalize("NFD", normalise(text).casefold())))


def unify(text: str) -> str:
    """The function joins letters, digits and signs that are spelled in several ways; accents stay."""
    return _join_variants(normalise(straighten(text)).casefold())


def _join_variants(text: str) -> str:
    joined = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFC", text)).translate(_JOINED)
    # The letters replaced above may leave marks beside new neighbours; compose once more so that folding twice is
    # folding once.
    return unicodedata.normalize("NFC", _DEVANAGARI_NASAL.sub("ं", joined))


_remembered_fold = lru_cache(maxsize=65536)(_fold)


def plain(text: str) -> str:
    """The function folds a text and makes spaces of punctuation and hyphens: "Côte d’Ivoire" gives "cote d ivoire"."""
    return " ".join(fold(text).translate(_WORDS_ONLY).split())


def compact(text: str) -> str:
    """The function gives the plain form without spaces: "web-platform", "webplatform" and "Web platform" agree."""
    return plain(text).replace(" ", "")
