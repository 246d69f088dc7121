"""Brings spellings of the same word together: width, case, accents, optional vowel signs.

What may be dropped differs by script. Accents over Latin, Greek and Cyrillic letters are dropped, since people leave
them
out when they type. In the Indic and South-East Asian scripts a combining mark is a vowel: dropping it makes another
word,
so those marks stay, and only spelling variants with one sound are joined (nukta, chandrabindu, nasal before a
consonant).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from text.scripts import ARABIC, CYRILLIC, GREEK, HEBREW, LATIN, script_of

_DROPS_MARKS: Final = frozenset({LATIN, GREEK, CYRILLIC, HEBREW, ARABIC})
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe0e\ufe0f\u0640]")
_LETTERS: Final = str.maketrans(
    {
        "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h",
        # Arabic: hamza carriers, alef maqsura, ta marbuta; Persian and Urdu letters with an Arabic twin
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
        "ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه", "ے": "ي",
        # Devanagari and Bengali: nukta is often left out, chandrabindu is written as anusvara
        "\u093c": "", "\u09bc": "", "ँ": "ं", "ঁ": "", "।": " ",
        # apostrophes inside words
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'",
    }
)  # fmt: skip
# हिन्दी is also written हिंदी: a nasal joined to the next consonant equals anusvara.
_DEVANAGARI_NASAL: Final = re.compile(
    "(?<=.)(?:ङ\u094d(?=[क-घ])|ञ\u094d(?=[च-झ])|ण\u094d(?=[ट-ढ])|न\u094d(?=[त-ध])|म\u094d(?=[प-भ]))"
)


def normalise(text: str) -> str:
    """NFKC, with invisible characters and Arabic stretching removed; case and accents stay."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def lower(text: str, language: str | None = None) -> str:
    """Case-fold; Turkish and Azerbaijani keep their two i apart, which stemming needs."""
    if language in {"tr", "az"}:
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", text.casefold())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """One folded form of a word or text: "Gestión" gives "gestion", "हिन्दी" and "हिंदी" give one form, "१२" gives
    "12"."""
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold())
    kept: list[str] = []
    base = ""
    for character in decomposed:
        if unicodedata.combining(character) or unicodedata.category(character) == "Mn":
            if script_of(base) in _DROPS_MARKS if base else True:
                continue
        else:
            base = character
            if character.isdecimal():
                character = str(unicodedata.digit(character))
        kept.append(character)
    joined = unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)
    # The letters replaced above may leave marks beside new neighbours; compose once more so that folding twice is
    # folding once.
    return unicodedata.normalize("NFC", _DEVANAGARI_NASAL.sub("ं", joined))
