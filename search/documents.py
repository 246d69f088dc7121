"""Search documents: what the engines are given of a record. Made of Records at the public level, so nothing
restricted."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from search.compatibility import need_values
from search.facets import FACET_KEYS, GLOBAL, IN_DOUBT, REGION_OPEN
from search.languages import INDEXED
from search.vocabulary import EMPTY_VALUES, VocabularyWordings, vocabulary_wordings

if TYPE_CHECKING:
    from catalogue.records import Record

# Facets whose words describe a tool in a way that people type.
_SPOKEN = ("tool_type", "exploitation", "target_user", "technology", "infrastructure")
_SUBJECTS = ("tool_type", "technology", "target_user", "exploitation")
_PLACES = ("country", "region", "language")
# Changes with every change of what is made of a record here, so that `reindex --check` finds documents made by older
# code.
_FORM = "2"
_IN_USE: Final = {"active": 1.0, "pilot": 1.0, "in-development": 0.7, "unknown": 0.8, "discontinued": 0.4}
_CONFIRMED: Final = {"high": 1.0, "medium": 0.9, "low": 0.3}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class SearchDocument:
    """A public record as the engines see it.

    subjects, settings: English labels of what it is, for whom and how; of where and in which languages.
    taglines, summaries, labels, places: language to text(s).
    facets: key to values, ancestors included; also what `FILTER_KEYS` has beside the facets.
    newest: orders by the day of entry, then by the year of launch. verified: days since 1970-01-01, 0 if never.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    organisation: str = ""
    partners: tuple[str, ...] = ()
    summary: str = ""
    sources: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    taglines: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: str = ""
    confidence: str = ""
    newest: int = 0
    verified: int = 0

    @cached_property
    def hash(self) -> str:
        """Content hash: equal documents have equal hashes, whatever process made them."""
        values = json.dumps([_FORM, self.plain()], sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(values.encode(), digest_size=12).hexdigest()

    @property
    def quality_prior(self) -> int:
        """0 to 100: how much a reader can rely on it today. In use, and shown to exist by a source, is 100."""
        return round(100 * _IN_USE.get(self.status, 0.6) * _CONFIRMED.get(self.confidence, 0.6))

    def plain(self) -> dict[str, Any]:
        """Field to value, ready for JSON; not copied as `dataclasses.asdict` would, which took most of an index's
        time."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def of_plain(cls, values: Mapping[str, Any]) -> "SearchDocument":
        """From `plain()` after a journey through JSON, which knows no tuples."""
        return cls(**{name: _tupled(value) for name, value in values.items()})

    def card(self) -> dict[str, Any]:
        """What ranking needs of every candidate, as plain values."""
        return {
            "slug": self.slug,
            "name": self.name,
            "aliases": list(self.aliases),
            "organisation": self.organisation,
            "standing": self.quality_prior,
            "facets": {key: list(values) for key, values in self.facets.items() if values},
        }

    def texts(self) -> dict[str, Any]:
        """What saying why a hit matched needs."""
        return {
            "partners": list(self.partners),
            "summary": self.summary,
            "sources": list(self.sources),
            "taglines": dict(self.taglines),
        }


def document_of(record: "Record", vocabulary: VocabularyWordings | None = None) -> SearchDocument:
    """The search document of a record made at the public level."""
    vocabulary = vocabulary or vocabulary_wordings()
    own = {key: record.facet_values(key) for key in FACET_KEYS}
    facets = {key: _with_ancestors(key, values, vocabulary) for key, values in own.items()}
    facets |= need_values(own["infrastructure"])
    facets[REGION_OPEN] = vocabulary.values("region") if GLOBAL in own["region"] else facets["region"]
    facets[IN_DOUBT] = ("yes",) if record.is_in_doubt else ()
    return SearchDocument(
        slug=record.slug,
        name=record.name,
        aliases=tuple(record.aka),
        organisation=record.organisation,
        partners=tuple(party.name for party in record.partners),
        summary=record.summary,
        sources=tuple(source.title for source in record.sources if source.title),
        subjects=tuple(vocabulary.label(key, value, "en") for key in _SUBJECTS for value in own[key]),
        settings=tuple(vocabulary.label(key, value, "en") for key in _PLACES for value in own[key]),
        taglines={language: wording.text for language, wording in record.taglines.items()},
        summaries={language: wording.text for language, wording in record.summaries.items()},
        labels=_spoken(_SPOKEN, own, vocabulary),
        places=_spoken(_PLACES, own, vocabulary),
        facets=facets,
        status=record.status,
        confidence=record.confidence,
        newest=_days(record.created_at.date() if record.created_at else None) * 10_000 + (record.launched or 0),
        verified=_days(record.last_verified_on.first_day if record.last_verified_on else None),
    )


def documents_of(records: Iterable["Record"], vocabulary: VocabularyWordings | None = None) -> Iterator[SearchDocument]:
    vocabulary = vocabulary or vocabulary_wordings()
    for record in records:
        yield document_of(record, vocabulary)


def _with_ancestors(key: str, values: Iterable[str], vocabulary: VocabularyWordings) -> tuple[str, ...]:
    slugs = dict.fromkeys(values)
    for value in list(slugs):
        slugs.update(dict.fromkeys(vocabulary.ancestors(key, value)))
    return tuple(slugs)


def _spoken(
    keys: Iterable[str], values: Mapping[str, Iterable[str]], vocabulary: VocabularyWordings
) -> dict[str, tuple[str, ...]]:
    spoken = {}
    for language in INDEXED:
        texts = [
            text
            for key in keys
            for value in values[key]
            if value not in EMPTY_VALUES
            for text in vocabulary.texts(key, value, language)
        ]
        if texts:
            spoken[language] = tuple(dict.fromkeys(texts))
    return spoken


def _tupled(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _tupled(inner) for key, inner in value.items()}
    return value


def _days(day: date | None) -> int:
    return (day - _EPOCH).days if day else 0
