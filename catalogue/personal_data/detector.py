"""The kinds of personal data put together: found in a text or in a record's public texts, described, cut out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from catalogue.personal_data.streets import addresses_in
from catalogue.personal_data.telephones import telephones_in


class PersonalKind(StrEnum):
    EMAIL = "email"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """``text[start:end]`` of the text that was looked at."""

    kind: PersonalKind
    text: str
    start: int
    end: int


# The texts of a record that everybody reads, under the data set's names.
PUBLIC_TEXTS = ("name", "aka", "organisation", "partners", "summary", "notes", "tags")

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'，；]+", re.I)
_EMAIL = re.compile(
    r"(?<![\w.+'%-])[\w.+'%-]{1,64}"
    r"(?:[@＠]|\s?[(\[{]\s?(?:at|arroba|собака|ät)\s?[)\]}]\s?)"
    r"(?:[\w-]{1,63}(?:\.|\s?[(\[{]\s?(?:dot|punkt|punto|ponto|point|точка)\s?[)\]}]\s?)){1,6}[^\W\d_]{2,24}",
    re.I,
)
_IN_WORDS = re.compile(r"\b[\w.+-]{1,64} at [\w-]{1,63} dot [a-z]{2,24}\b", re.I)
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-я][^\W\d_]*(?:[-'’][^\W\d_]+)*"
# Titles of courtesy; those of office (Dr, Judge, Saint) name programmes and laws more often than people.
_PERSON = re.compile(
    rf"(?<!\w)(?:Mrs?|Ms|Miss|Mx|Mme|Mlle|Madame|Monsieur|Señora|Señorita|Señor|Sra|Srta|Senhora|Herr|Herrn|Frau|Signora|"
    rf"Signor|Sig\.ra|Dhr|Mevrouw|Meneer|Mevr|Doamna|Domnul|Гражданка|Гражданин|[Гг]-жа|[Гг]-н|[Гг]оспожа|[Гг]осподин|"
    rf"[Пп]ані|Ibu|Bapak|Bwana|Bibi)\.?\s(?:{_CAPITAL}\.?\s){{0,2}}{_CAPITAL}"
)
_LEAST_OF_NAME = 2


def personal_data_in(text: str, countries: Collection[str] = ()) -> tuple[PersonalDatum, ...]:
    """What is found, in the text's order, none within another. ``countries`` (ISO codes) help with telephones."""
    if not text:
        return ()
    data = [PersonalDatum(kind, text[start:end], start, end) for kind, (start, end) in _spans(text, countries)]
    data.sort(key=lambda datum: (datum.start, -datum.end))
    apart: list[PersonalDatum] = []
    for datum in data:
        if not apart or datum.start >= apart[-1].end:
            apart.append(datum)
    return tuple(apart)


def _spans(text: str, countries: Collection[str]) -> Iterator[tuple[PersonalKind, tuple[int, int]]]:
    if "@" in text or "＠" in text or "(" in text or "[" in text or "{" in text:
        yield from ((PersonalKind.EMAIL, match.span()) for match in _EMAIL.finditer(text))
    if " dot " in text.lower():
        yield from ((PersonalKind.EMAIL, match.span()) for match in _IN_WORDS.finditer(text))
    prose = _URL.sub(_blank, text)
    yield from ((PersonalKind.TELEPHONE, span) for span in telephones_in(prose, countries))
    yield from ((PersonalKind.ADDRESS, span) for span in addresses_in(prose))
    yield from ((PersonalKind.PERSON, match.span()) for match in _PERSON.finditer(prose) if _is_named(match[0]))


def _blank(match: re.Match[str]) -> str:
    """Numbers in a web address are no telephones, unless the address is that of a telephone."""
    address = match[0]
    is_telephone = "wa.me/" in address or "phone=" in address
    return address if is_telephone else " " * len(address)


def _is_named(text: str) -> bool:
    return len(text.split()) > _LEAST_OF_NAME


def personal_data_of(values: Mapping[str, Any]) -> list[tuple[str, PersonalDatum]]:
    """(field, datum) for a record's public texts; its countries tell how telephones are written there."""
    countries = [*values.get("countries", ()), *filter(None, [values.get("origin_country")])]
    return [
        (name, datum)
        for name in PUBLIC_TEXTS
        for text in _texts_of(values.get(name))
        for datum in personal_data_in(text, countries)
    ]


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield str(value.get("name", ""))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts_of(one)


def without_personal_data(text: str, countries: Collection[str] = ()) -> str:
    """The text without what was found, and without the punctuation that is left over."""
    data = personal_data_in(text, countries)
    if not data:
        return text
    rest = text
    for datum in reversed(data):
        rest = f"{rest[: datum.start]}\0{rest[datum.end :]}"
    rest = re.sub(r"\s*\0(?:[\s,;/]*\0)*", "\0", rest)
    rest = re.sub(r"\s*(?:\(\s*\0\s*\)|\[\s*\0\s*\]|<\s*\0\s*>)", "\0", rest)
    rest = re.sub(r"[,;:]?\0(?=\s*[,;.:!?)]|$)", "", rest).replace("\0", " ")
    return re.sub(r"[ \t]{2,}", " ", rest).strip(" ,;")


def kinds_in_words(data: Iterable[PersonalDatum]) -> str:
    """“an e-mail address, a telephone number”."""
    words = {
        PersonalKind.EMAIL: _("an e-mail address"),
        PersonalKind.TELEPHONE: _("a telephone number"),
        PersonalKind.ADDRESS: _("a postal address"),
        PersonalKind.PERSON: _("a person's name"),
    }
    kinds = {datum.kind for datum in data}
    return ", ".join(text for kind, text in words.items() if kind in kinds)
