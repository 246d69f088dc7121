"""Which writing system a character belongs to, as far as comparing words needs to know.

Ranges are those of the Unicode block charts (https://www.unicode.org/charts/). Python's `unicodedata` has no script
property, and a name look-up per character would be twenty times slower than a binary search over these few ranges.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import Final

LATIN: Final = "latin"
GREEK: Final = "greek"
CYRILLIC: Final = "cyrillic"
HEBREW: Final = "hebrew"
ARABIC: Final = "arabic"
DEVANAGARI: Final = "devanagari"
BENGALI: Final = "bengali"
TAMIL: Final = "tamil"
OTHER_INDIC: Final = "indic"
THAI: Final = "thai"
LAO: Final = "lao"
MYANMAR: Final = "myanmar"
KHMER: Final = "khmer"
HANGUL: Final = "hangul"
KANA: Final = "kana"
HAN: Final = "han"
OTHER: Final = "other"

_RANGES: Final[tuple[tuple[int, int, str], ...]] = (
    (0x0041, 0x005A, LATIN),
    (0x0061, 0x007A, LATIN),
    (0x00AA, 0x00AA, LATIN),
    (0x00BA, 0x00BA, LATIN),
    (0x00C0, 0x024F, LATIN),
    (0x0250, 0x02AF, LATIN),
    (0x0370, 0x03FF, GREEK),
    (0x0400, 0x052F, CYRILLIC),
    (0x0590, 0x05FF, HEBREW),
    (0x0600, 0x06FF, ARABIC),
    (0x0750, 0x077F, ARABIC),
    (0x08A0, 0x08FF, ARABIC),
    (0x0900, 0x097F, DEVANAGARI),
    (0x0980, 0x09FF, BENGALI),
    (0x0A00, 0x0B7F, OTHER_INDIC),
    (0x0B80, 0x0BFF, TAMIL),
    (0x0C00, 0x0DFF, OTHER_INDIC),
    (0x0E00, 0x0E7F, THAI),
    (0x0E80, 0x0EFF, LAO),
    (0x1000, 0x109F, MYANMAR),
    (0x1100, 0x11FF, HANGUL),
    (0x1780, 0x17FF, KHMER),
    (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFF, GREEK),
    (0x3005, 0x3007, HAN),
    (0x3040, 0x30FF, KANA),
    (0x31F0, 0x31FF, KANA),
    (0x3400, 0x4DBF, HAN),
    (0x4E00, 0x9FFF, HAN),
    (0xA8E0, 0xA8FF, DEVANAGARI),
    (0xAA60, 0xAA7F, MYANMAR),
    (0xAC00, 0xD7A3, HANGUL),
    (0xF900, 0xFAFF, HAN),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC),
    (0x20000, 0x323AF, HAN),
)
_STARTS: Final = [start for start, _end, _script in _RANGES]

# Written without spaces between words.
UNSPACED: Final = frozenset({THAI, LAO, MYANMAR, KHMER, HAN, KANA})
# A run of letters may hold several words: these, and Korean, whose nouns carry their particles.
UNSEGMENTED: Final = UNSPACED | {HANGUL}
# One sign is (nearly) one unit of meaning, so that pairs of signs are the natural index unit.
IDEOGRAPHIC: Final = frozenset({HAN, KANA})


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """The function gives the script of one character; digits, punctuation and rare scripts are "other"."""
    code = ord(character)
    place = bisect_right(_STARTS, code) - 1
    if place >= 0 and code <= _RANGES[place][1]:
        return _RANGES[place][2]
    return OTHER


@lru_cache(maxsize=8192)
def script_of_word(word: str) -> str:
    """The function gives the script of a word's first letter; "other" where there is none."""
    return next((script_of(character) for character in word if character.isalpha()), OTHER)


def is_unsegmented(character: str) -> bool:
    """The function tells whether words aren't parted where this character is used."""
    return script_of(character) in UNSEGMENTED
