"""Descriptions made from the registry's records by rule: the same initiative told otherwise, and another one like it.

Each rule says what somebody else's list does to a description. The words of the summary are the record's own in copies
only, otherwise its tagline, an independent sentence, in one of twenty languages, or missing.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from anyascii import anyascii
from babel import Locale

from catalogue.loading import STARTING_DATA

Row = dict[str, Any]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL = _words("the of for and a an in on to de la le les des du y et und der die das da do dos del with")
_GENERIC = _words(
    "national human trafficking hotline helpline line anti counter slavery modern child children labour database app "
    "portal system platform online reporting tool project programme initiative network safe migration missing training "
    "course"
)
_TYPES = (
    "awareness-education-training", "reporting-hotlines", "investigation-evidence", "data-trends-mapping",
    "supply-chain-transparency", "victim-case-management-support", "coordination-information-exchange",
)  # fmt: skip
_CYRILLIC = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "ya": "я", "yu": "ю", "a": "а", "b": "б",
    "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м",
    "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "y": "й", "z": "з",
}  # fmt: skip
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Variation:
    """``same_as`` is the record's id, or None for another initiative; ``rule`` says how it was made."""

    rule: str
    row: Row
    same_as: str | None


def registry() -> list[Row]:
    return [json.loads(line) for line in STARTING_DATA.read_text(encoding="utf-8").splitlines()]


def taglines() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(STARTING_DATA.with_name("taglines.json").read_text(encoding="utf-8"))
    return found


def is_held_out(identifier: str) -> bool:
    """Half of the records: what is mended is mended by looking at the others."""
    return crc32(identifier.encode()) % 2 == 1


def variations(rows: list[Row], wanted: Callable[[str], bool], seed: int = 1) -> list[Variation]:
    """Every rule on every record that it fits and ``wanted`` names."""
    sentences = taglines()
    found = []
    for number, row in enumerate(rows):
        if not wanted(row["id"]):
            continue
        for rule, make in SAME.items():
            chance = random.Random(f"{seed} {rule} {row['id']}")
            told = make(dict(row), chance)
            if told is not None:
                if rule not in _OWN_WORDS:
                    told["summary"] = _sentence(sentences.get(row["id"], {}), chance)
                found.append(Variation(rule, _described(told, chance), row["id"]))
        for rule, make_other in OTHER.items():
            chance = random.Random(f"{seed} {rule} {row['id']}")
            stranger = rows[(number + 1 + chance.randrange(len(rows) - 1)) % len(rows)]
            told = make_other(dict(row), stranger, chance)
            if told is not None:
                about = row if rule in _SAME_SUBJECT else stranger
                told["summary"] = _sentence(sentences.get(about["id"], {}), chance)
                found.append(Variation(rule, _described(told, chance), None))
    return found


def _sentence(told: Mapping[str, str], chance: random.Random) -> str:
    """English half of the time, another language a third of it, otherwise nothing."""
    among = chance.random()
    if among < 0.5:
        return told.get("en", "")
    return told.get(chance.choice(sorted(told)), "") if told and among < 0.83 else ""


def _described(row: Row, chance: random.Random) -> Row:
    """Somebody else's classification: a part of it, or one right and one wrong, or none; places often missing."""
    kept = {name: row[name] for name in ("name", "aka", "organisation", "url", "source_repo", "summary")
            if row.get(name)}  # fmt: skip
    if chance.random() < 0.7:
        kept["countries"] = row.get("countries", [])
    types = row.get("tool_types", [])
    kept["tool_types"] = [
        [],
        chance.sample(types, k=min(len(types), 2)),
        [*chance.sample(types, k=min(len(types), 1)), chance.choice(_TYPES)],
        [chance.choice(_TYPES)],
    ][chance.choices(range(4), weights=[2, 4, 3, 1])[0]]
    if chance.random() < 0.5 and row.get("launched"):
        kept["launched"] = row["launched"]
    return kept


def _plainly(row: Row) -> Row:
    """Without what gives a record away at once."""
    return {**row, "aka": [], "url": "", "source_repo": ""}


# --- the same ------------------------------------------------------------------------------------------------------
def _other_script(row: Row, chance: random.Random) -> Row:
    return {**_plainly(row), "name": _in_cyrillic(row["name"]), "organisation": _in_cyrillic(row["organisation"])}


def _in_cyrillic(text: str) -> str:
    """As a Russian list spells foreign names."""
    out, plain, at = "", anyascii(text).lower(), 0
    while at < len(plain):
        length = next((n for n in (4, 2, 1) if plain[at : at + n] in _CYRILLIC), 0)
        out += _CYRILLIC[plain[at : at + length]] if length else plain[at]
        at += length or 1
    return out.title()


def _acronym(row: Row, chance: random.Random) -> Row | None:
    words = [word for word in re.findall(r"[A-Za-z]+", _PARENTHESIS.sub("", row["name"])) if word.lower() not in _SMALL]
    if len(words) < 3:
        return None
    return {**_plainly(row), "name": "".join(word[0].upper() for word in words)}


def _shorter_organisation(row: Row, chance: random.Random) -> Row | None:
    name = re.split(r",| with | and |/", _PARENTHESIS.sub("", row["organisation"]))[0].strip()
    name = re.sub(
        r"\s+(Foundation|International|Inc\.?|Ltd\.?|LLC|e\.?V\.?|Association|Institute|Technologies)$", "", name
    )
    return {**_plainly(row), "organisation": name} if name and name != row["organisation"] else None


def _other_address(row: Row, chance: random.Random) -> Row | None:
    """The same page by another address, the name as it came to mind."""
    if not row.get("url"):
        return None
    host = re.sub(r"^https?://(www\.)?", "", row["url"]).rstrip("/")
    url = chance.choice(["http://www.{}", "https://{}/?utm_source=list", "{}/index.html", "https://{}/en/"]).format(
        host
    )
    words = row["name"].split()
    name = row["name"].lower() if len(words) < 3 else " ".join(words[:-1])
    return {**row, "aka": [], "url": url, "name": name}


def _moved_repository(row: Row, chance: random.Random) -> Row | None:
    if not row.get("source_repo"):
        return None
    name = row["source_repo"].rstrip("/").rsplit("/", 1)[-1]
    return {**_plainly(row), "source_repo": f"https://gitlab.com/archive-{chance.randrange(99)}/{name}"}


def _typing_errors(row: Row, chance: random.Random) -> Row | None:
    """Two in a long name, one in a short one, one in the organisation's."""
    if len(row["name"]) < 6:
        return None
    name = row["name"]
    for _ in range(2 if len(name) > 12 else 1):
        name = _mistyped(name, chance)
    return {**_plainly(row), "name": name, "organisation": _mistyped(row["organisation"], chance)}


def _copied_with_an_error(row: Row, chance: random.Random) -> Row | None:
    """The record's own description, sent again with a typing error in its name."""
    return {**_plainly(row), "name": _mistyped(row["name"], chance)} if len(row["name"]) > 3 else None


def _mistyped(text: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(len(text) - 1, 2))
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + chance.choice("aeinrst") + text[at:]
    return text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :]


def _another_name(row: Row, chance: random.Random) -> Row | None:
    """Listed under one of its other names alone."""
    return {**_plainly(row), "name": chance.choice(row["aka"])} if row.get("aka") else None


def _translated_with_alias(row: Row, chance: random.Random) -> Row:
    """A descriptive name in the list's language; the official one beside it."""
    told = taglines_of(row["id"])
    language = chance.choice([code for code in sorted(told) if code != "en"] or ["en"])
    title = " ".join(told.get(language, row["name"]).split()[:5]).rstrip(".,;:。，")
    return {**_plainly(row), "name": title, "aka": [row["name"]]}


def taglines_of(identifier: str) -> dict[str, str]:
    global _taglines
    if _taglines is None:
        _taglines = taglines()
    return _taglines.get(identifier, {})


_taglines: dict[str, dict[str, str]] | None = None


def _with_organisation(row: Row, chance: random.Random) -> Row:
    short = re.split(r",|\(| with | and ", row["organisation"])[0].strip()
    name = chance.choice(["{1}: {0}", "{0} by {1}", "{1} {0}", "{0} ({1})"]).format(row["name"], short)
    return {**_plainly(row), "name": name}


def _with_plain_words(row: Row, chance: random.Random) -> Row:
    name = chance.choice(["The {0} project", "{0} app", "{0} platform", "{0} website", "Project {0}"]).format(
        row["name"]
    )
    return {**_plainly(row), "name": name}


def _organisation_as_initials(row: Row, chance: random.Random) -> Row | None:
    words = [word for word in re.findall(r"[A-Za-z]+", _PARENTHESIS.sub("", row["organisation"]).split(",")[0])
             if word.lower() not in _SMALL]  # fmt: skip
    return {**_plainly(row), "organisation": "".join(word[0] for word in words).upper()} if len(words) > 2 else None


def _by_a_partner(row: Row, chance: random.Random) -> Row | None:
    partners = row.get("partners", [])
    return {**_plainly(row), "organisation": partners[0]["name"]} if partners else None


SAME: dict[str, Callable[[Row, random.Random], Row | None]] = {
    "other script": _other_script,
    "acronym": _acronym,
    "shorter organisation": _shorter_organisation,
    "other address": _other_address,
    "moved repository": _moved_repository,
    "typing errors": _typing_errors,
    "copied with an error": _copied_with_an_error,
    "another of its names": _another_name,
    "translated, official name as alias": _translated_with_alias,
    "organisation in the name": _with_organisation,
    "plain words in the name": _with_plain_words,
    "organisation as initials": _organisation_as_initials,
    "listed under a partner": _by_a_partner,
}
# Where the summary is the record's own.
_OWN_WORDS = frozenset(("copied with an error",))


# --- another -------------------------------------------------------------------------------------------------------
def _sibling(row: Row, stranger: Row, chance: random.Random) -> Row:
    """Another initiative of the organisation, on its site."""
    host = re.sub(r"^(https?://[^/]+).*", r"\1", row.get("url", ""))
    url = f"{host}/{chance.choice(['programmes', 'what-we-do', 'tools'])}/{chance.randrange(99)}" if host else ""
    return {**_plainly(stranger), "name": _invented(chance), "organisation": row["organisation"], "url": url,
            "countries": row.get("countries", [])}  # fmt: skip


def _invented(chance: random.Random) -> str:
    syllables = [first + second for first in "bdfglmnprstvz" for second in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 3))).title() for _ in range(chance.randint(1, 2))]
    return " ".join([*words, chance.choice(["app", "portal", "hub", "line", "project", ""])]).strip()


def _same_generic_name_elsewhere(row: Row, stranger: Row, chance: random.Random) -> Row | None:
    words = [word.lower() for word in re.findall(r"\w+", row["name"]) if word.lower() not in _SMALL]
    if not words or sum(word in _GENERIC for word in words) < 0.7 * len(words):
        return None
    place = chance.choice(["PE", "NZ", "LK", "MA", "FI", "SN"])
    if place in row.get("countries", []) or place in row.get("origin_country", ""):
        return None
    return {
        **_plainly(row),
        "organisation": f"Ministry of Justice, {Locale('en').territories[place]}",
        "countries": [place],
    }


def _same_kind_elsewhere(row: Row, stranger: Row, chance: random.Random) -> Row | None:
    """The chapter or hotline of another country: “X Kenya” for “X Uganda”."""
    territories = Locale("en").territories
    here = next((code for code in row.get("countries", []) if len(row["countries"]) == 1), "")
    place = territories.get(here, "")
    if not place or place not in f"{row['name']} {row['organisation']}":
        return None
    there = chance.choice([code for code in ("PE", "NZ", "LK", "MA", "FI", "SN") if code != here])
    told = _plainly(row)
    for name in ("name", "organisation"):
        told[name] = row[name].replace(place, territories[there])
    return {**told, "countries": [there]}


def _other_number(row: Row, stranger: Row, chance: random.Random) -> Row | None:
    """Another short number of the same authority."""
    number = re.search(r"\b(?!19|20)\d{2,4}\b", row["name"])
    if number is None:
        return None
    other = str(int(number[0]) + chance.choice([1, 10, 23]))
    return {**_plainly(row), "name": row["name"].replace(number[0], other)}


def _nearly_the_name(row: Row, stranger: Row, chance: random.Random) -> Row | None:
    """A name one letter away, of another organisation in another country and field."""
    if len(row["name"]) < 6 or " " in row["name"] or set(stranger.get("countries", [])) & set(row.get("countries", [])):
        return None
    return {**stranger, "aka": [], "name": _mistyped(row["name"], chance)}


def _strangers_words(row: Row, stranger: Row, chance: random.Random) -> Row:
    """A name put together from plain words and one of the record's, for another initiative."""
    words = [word for word in row["name"].split() if len(word) > 3] or [row["name"]]
    name = " ".join([chance.choice(words), chance.choice(["Watch", "Connect", "Alert", "Guide", "Link"])])
    return {**_plainly(stranger), "name": name, "organisation": f"{_invented(chance)} Collective", "countries": ["NZ"]}


OTHER: dict[str, Callable[[Row, Row, random.Random], Row | None]] = {
    "sibling": _sibling,
    "same generic name elsewhere": _same_generic_name_elsewhere,
    "same kind elsewhere": _same_kind_elsewhere,
    "other number": _other_number,
    "nearly the name": _nearly_the_name,
    "a word of the name": _strangers_words,
}
_SAME_SUBJECT = frozenset(("same generic name elsewhere", "same kind elsewhere", "other number"))


def rules() -> Iterator[str]:
    yield from SAME
    yield from OTHER
