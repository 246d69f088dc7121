"""Columns about the respondent, known by their cells: addresses of people, telephones, devices, places on the map."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from ipaddress import ip_address

from text.scripts import is_unsegmented

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_PHONE = re.compile(r"^\(?\+?\d[\d\s()./-]{7,18}\d$")
_UUID = re.compile(r"^(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", re.I)
_GPS = re.compile(r"^-?\d{1,3}\.\d{3,}[,\s]+-?\d{1,3}\.\d{3,}([,\s]+-?\d+(\.\d+)?){0,2}$")
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_STAMP = re.compile(r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[T\s]+\d{1,2}:\d{2}")
_MOST = 0.6
_LONGEST_PERSON = 40


def is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text.strip().strip("<>").removeprefix("mailto:")))


def is_address_of_device(text: str) -> bool:
    if text.count(".") != 3 and ":" not in text:
        return False
    try:
        ip_address(text.strip())
    except ValueError:
        return False
    return True


def is_telephone(text: str) -> bool:
    """With a plus, brackets or spaces; a bare number may be anything, a date is a date."""
    text = text.strip()
    if not _PHONE.match(text) or _DATE.match(text):
        return False
    return text.startswith(("+", "00", "(", "0")) or " " in text


def is_stamp(text: str) -> bool:
    return bool(_STAMP.match(text))


def is_personal(text: str) -> bool:
    """A cell that is about a person or a device, whatever its column says."""
    return is_email(text) or is_telephone(text) or is_address_of_device(text) or bool(_GPS.match(text.strip()))


def looks_private(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(is_personal, filled)) >= _MOST * len(filled)


def looks_like_people(cells: Sequence[str]) -> bool:
    """Two to four words of letters, as people's names are written; so are others, so only for columns nobody needs."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(_may_be_person, filled)) >= _MOST * len(filled)


def _may_be_person(text: str) -> bool:
    words = text.replace("-", " ").replace("'", "").replace("’", "").split()
    if len(text) > _LONGEST_PERSON or any(not word.rstrip(".").isalpha() for word in map(_letters, words)):
        return False
    if any(is_unsegmented(char) for char in text):
        return len(text) <= 4 or 2 <= len(words) <= 3
    is_cased = text.upper() != text.lower()
    return 2 <= len(words) <= 4 and (not is_cased or sum(word[0].isupper() for word in words) >= 2)


def _letters(word: str) -> str:
    """Without the vowel signs and marks that some scripts write apart."""
    return "".join(char for char in word if not unicodedata.category(char).startswith("M"))


def looks_technical(cells: Sequence[str]) -> bool:
    """Unique identifiers and time stamps."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_UUID.match(cell) or _STAMP.match(cell)) for cell in filled) >= 0.8 * len(filled)
