"""What is compared: a candidate, or a record of the registry, with its features prepared once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.matching.addresses import host_key, is_front_page, page_key, repository_key, site_key
from catalogue.matching.names import forms_of, numbers_in, organisation_forms, places_in
from catalogue.records import Record
from text.transliteration import is_latin, latin_words, name_key, phonetic_key, romanised


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[a-z0-9]{3,}")
_STOP = _words(
    "the and for with that this from are was were has have had its their they them who which what when where "
    "whose into not but also other others more most such than then through over under between about after before "
    "during each can could may might will would should must does did being been both any all some these those out "
    "use used uses using user users one two three new how per via los las del por para con una que les des pour "
    "dans sur avec"
)
_ENGLISH = _words("the and of to for in with by on that which who a an is are or from")


@dataclass(frozen=True, slots=True)
class MatchCandidate:
    """An initiative as somebody describes it. Only what is known; ``countries`` ISO 3166-1 upper case."""

    name: str
    aka: tuple[str, ...] = ()
    organisation: str = ""
    partners: tuple[str, ...] = ()
    organisation_aka: tuple[str, ...] = ()
    url: str = ""
    source_repo: str = ""
    countries: tuple[str, ...] = ()
    origin_country: str = ""
    regions: tuple[str, ...] = ()
    summary: str = ""
    tool_types: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    launched: int | None = None

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> MatchCandidate:
        """Make one from values under the data set's names."""
        partners = tuple(dict(row).get("name", "") for row in values.get("partners") or ())
        return cls(
            name=values.get("name") or "",
            aka=tuple(values.get("aka") or ()),
            organisation=values.get("organisation") or "",
            partners=partners,
            url=values.get("url") or "",
            source_repo=values.get("source_repo") or "",
            countries=tuple(values.get("countries") or ()),
            origin_country=values.get("origin_country") or "",
            regions=tuple(values.get("regions") or ()),
            summary=values.get("summary") or "",
            tool_types=tuple(values.get("tool_types") or ()),
            technologies=tuple(values.get("technologies") or ()),
            launched=values.get("launched"),
        )

    @classmethod
    def from_record(cls, record: Record) -> MatchCandidate:
        lead = record.lead
        return cls(
            name=record.name,
            aka=record.aka,
            organisation=record.organisation,
            partners=tuple(party.name for party in record.partners),
            organisation_aka=lead.aka if lead else (),
            url=record.url,
            source_repo=record.source_repo,
            countries=record.countries,
            origin_country=record.origin_country,
            regions=record.regions,
            summary=record.summary,
            tool_types=record.tool_types,
            technologies=record.technologies,
            launched=record.launched,
        )


@dataclass(slots=True)
class PreparedEntry:
    """A candidate with its features. ``names`` are (joined form, tokens) pairs."""

    candidate: MatchCandidate
    key: str = ""
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    own_names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    organisations: tuple[tuple[str, ...], ...] = ()
    partners: tuple[tuple[str, ...], ...] = ()
    page: str = ""
    host: str = ""
    site: str = ""
    is_front: bool = False
    repository: str = ""
    words: frozenset[str] = frozenset()
    is_english: bool = True
    places: frozenset[str] = field(default=frozenset())
    named_places: frozenset[str] = frozenset()
    organisation_words: frozenset[str] = frozenset()
    organisation_sound: str = ""
    sounds: frozenset[str] = frozenset()
    is_latin: bool = True


def prepare(candidate: MatchCandidate, key: str = "") -> PreparedEntry:
    forms: dict[str, tuple[str, ...]] = {}
    for name in (candidate.name, *candidate.aka):
        for form in forms_of(name):
            forms.setdefault(name_key(form), latin_words(form))
    organisations: dict[tuple[str, ...], None] = {}
    for name in (candidate.organisation, *candidate.organisation_aka):
        organisations |= dict.fromkeys(organisation_forms(name))
    partners: dict[tuple[str, ...], None] = {}
    for name in candidate.partners:
        partners |= dict.fromkeys(organisation_forms(name))
    name_words = {token for tokens in forms.values() for token in tokens}
    return PreparedEntry(
        candidate=candidate,
        key=key,
        names=tuple(forms.items()),
        own_names=frozenset(name_key(form) for form in forms_of(candidate.name)),
        numbers=numbers_in(candidate.name),
        organisations=tuple(organisations),
        partners=tuple(partners),
        page=page_key(candidate.url),
        host=host_key(candidate.url),
        site=site_key(candidate.url),
        is_front=is_front_page(candidate.url),
        repository=repository_key(candidate.source_repo) or _repository_in(candidate.url),
        words=frozenset(stemmed(word) for word in _WORD.findall(romanised(candidate.summary)) if word not in _STOP)
        | frozenset(stemmed(word) for word in name_words if len(word) > 2 and word not in _STOP),
        is_english=looks_english(candidate.summary),
        places=frozenset(candidate.countries),
        named_places=places_in(f"{candidate.name} | {candidate.organisation}"),
        organisation_words=frozenset(token for tokens in organisations for token in tokens),
        organisation_sound=phonetic_key(candidate.organisation),
        sounds=frozenset(phonetic_key(name) for name in (candidate.name, *candidate.aka)),
        is_latin=is_latin(candidate.name),
    )


def looks_english(text: str) -> bool:
    """Judge by the smallest words; a description in another language can't be compared word by word."""
    words = text.lower().split()
    return not words or sum(word in _ENGLISH for word in words) >= len(words) * 0.08


def stemmed(word: str) -> str:
    """Take plurals and the commonest English endings off; enough to count shared words."""
    for ending in ("ings", "ing", "ers", "er", "ies", "es", "s", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _repository_in(url: str) -> str:
    key = repository_key(url)
    return key if key.startswith(("github.com/", "gitlab.com/", "bitbucket.org/")) and key.count("/") == 2 else ""
