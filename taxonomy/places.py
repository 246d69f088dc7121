"""Countries and languages: what ISO and CLDR say, with the variants that people write.

Names come from CLDR through babel, autonyms and regions from ``data/countries.json`` and ``data/languages.json``:
alpha-3 codes are ISO 3166-1's, regions the M49 sub-regions as the vocabulary ``region`` cuts them (Mexico in Central
America), autonyms CLDR's or, for the 24 languages it lacks, those in common use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

DATA = Path(__file__).parent / "data"

# The languages of the vocabularies' words; countries and languages are named in each of them.
WORD_LANGUAGES = (
    "en", "ar", "bn", "de", "es", "fr", "hi", "id", "it", "ne",
    "nl", "pt", "ro", "ru", "sw", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """``code`` ISO 3166-1 alpha-2 in lower case, ``alpha3`` in upper case, ``region`` slug or None (Antarctica)."""

    code: str
    alpha3: str
    region: str | None
    names: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` ISO 639-1, ``autonym`` the language's name in itself."""

    code: str
    autonym: str
    names: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """All countries and territories by lower-case code."""
    known: dict[str, Any] = json.loads((DATA / "countries.json").read_text(encoding="utf-8"))
    names = {language: Locale(language).territories for language in WORD_LANGUAGES}
    return {
        code: Country(
            code=code,
            alpha3=entry["alpha3"],
            region=entry["region"],
            names={language: table[code.upper()] for language, table in names.items() if code.upper() in table},
            synonyms={language: tuple(several) for language, several in entry["synonyms"].items()},
        )
        for code, entry in known.items()
    }


def country_by_number(number: str) -> str | None:
    """The code of a country by its three figures in ISO 3166-1 and the UN's M49 ("404" is Kenya)."""
    codes = list(get_global("territory_aliases").get(number, ())) if len(number) == 3 and number.isdigit() else []
    code = codes[0].lower() if len(codes) == 1 else ""
    return code if code in countries() else None


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """All languages of ISO 639-1 by code."""
    known: dict[str, Any] = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))
    names = {language: Locale(language).languages for language in WORD_LANGUAGES}
    return {
        code: Language(
            code=code,
            autonym=entry["autonym"],
            names={language: table[code] for language, table in names.items() if code in table},
            synonyms={language: tuple(several) for language, several in entry["synonyms"].items()},
        )
        for code, entry in known.items()
    }


def autonym(code: str) -> str:
    """A language's name in itself ("Kiswahili"); the code when it is unknown."""
    language = languages().get(code.lower())
    return language.autonym if language else code


def region_of(country: str) -> str | None:
    """The region slug of a country, by its alpha-2 code in any case."""
    known = countries().get(country.lower())
    return known.region if known else None


COUNTRY_NOTE = "Countries and territories of ISO 3166-1, named after CLDR, below the regions they belong to."
LANGUAGE_NOTE = "Languages of ISO 639-1, named after CLDR, each also in itself."
COUNTRY_LABELS = {
    "en": "Country", "fr": "Pays", "es": "País", "pt": "País", "de": "Land", "it": "Paese", "nl": "Land",
    "ro": "Țară", "ru": "Страна", "uk": "Країна", "tr": "Ülke", "ar": "البلد",
}  # fmt: skip
LANGUAGE_LABELS = {
    "en": "Language", "fr": "Langue", "es": "Idioma", "pt": "Idioma", "de": "Sprache", "it": "Lingua", "nl": "Taal",
    "ro": "Limbă", "ru": "Язык", "uk": "Мова", "tr": "Dil", "ar": "اللغة",
}  # fmt: skip
