"""Text as the registry keeps it: nothing in it that nobody can see, and one way to write each letter.

Text copied from a PDF or a word processor brings soft hyphens, zero-width spaces, direction marks and joined letters
(ﬁ). They make two names that look the same, and addresses that lead nowhere.
"""

from __future__ import annotations

import re
import unicodedata

# Joined Latin letters that typesetting makes; all other compatibility letters may be meant.
_LIGATURES = {0xFB00 + place: text for place, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_JOINERS = "\u200c\u200d"
# Soft hyphen, Mongolian separator, zero-width space, direction marks and their isolates and overrides, word joiner and
# invisible operators, byte order mark, annotation marks, what is left where a letter was lost in an old conversion.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_JOINER = re.compile(f"[{_JOINERS}]+")
_BREAKS = re.compile("[\\s\u2028\u2029]+")
# Scripts in which a joiner between two letters changes the word: Arabic and Syriac, and the Brahmic family up to Khmer.
_SCRIPTS_WITH_JOINERS = ((0x0600, 0x07BF), (0x0860, 0x08FF), (0x0900, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF))
# Between pictures a joiner makes one of several, such as a family.
_PICTURES = (0x1F000, 0x1FAFF)


def clean_text(text: str) -> str:
    """The function returns the text in composed letters, without invisible signs; lines and spaces stay."""
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    return _JOINER.sub(_kept_joiner, _INVISIBLE.sub("", text))


def clean_line(text: str) -> str:
    """The function returns the text as one line: cleaned, each run of white space one space, none at the ends."""
    return _BREAKS.sub(" ", clean_text(text)).strip()


def clean_address(text: str) -> str:
    """The function returns a web address without invisible signs and without white space at its ends."""
    return _JOINER.sub("", clean_text(text)).strip()


def identity_of(name: str) -> str:
    """The function returns what names share that the eye can't tell apart: width of letters, joined ones, spaces."""
    return clean_line(unicodedata.normalize("NFKC", clean_line(name)))


def _kept_joiner(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return match[0][0] if before and after and _joins(before) and _joins(after) else ""


def _joins(letter: str) -> bool:
    code = ord(letter)
    if _PICTURES[0] <= code <= _PICTURES[1] or letter in "\u2764\ufe0f\u2640\u2642":
        return True
    return any(first <= code <= last for first, last in _SCRIPTS_WITH_JOINERS)
