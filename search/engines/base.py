"""The port that every search engine implements, and the values that cross it.

Results page, exports, feeds, API, matrix cells and commands speak only these types. An engine knows nothing of URLs,
users or the database: it is given `SearchDocument`s (public values only) and answers `SearchRequest`s.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from search.documents import SearchDocument
from search.ranking.concepts import DetectedTerm

__all__ = [
    "DetectedTerm",
    "Engine",
    "EngineError",
    "Health",
    "Hit",
    "IndexDifference",
    "Match",
    "Progress",
    "SearchOutcome",
    "SearchRequest",
    "Sort",
    "Suggestion",
]

Progress = Callable[[int], None]


class Sort(StrEnum):
    """Orders of a result list. Without text, relevance means: active and confirmed first, then by name."""

    RELEVANCE = "relevance"
    NAME = "name"
    NEWEST = "newest"
    VERIFIED = "verified"


class EngineError(Exception):
    """The engine can't answer: unreachable, too slow, damaged or not built. The message is fit for /health/."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to an engine.

    filters: facet key to chosen values. OR within a facet, AND across facets. A tree's value stands for its
    descendants.
    without: facet key to values that no hit may carry ("needs no more than what I have" is asked this way).
    facets: the keys to count; each is counted as if it had no filter itself.
    includes_global: a region filter also finds what is open to the whole world (`Hit.is_global` marks it).
    hidden: slugs that the index may still hold and nobody may be told of: they neither answer nor count.
    is_private: nothing of the text may be remembered, nor leave this process where an engine in it can answer.
    language: the reader's interface language, a hint only: the text's own language is guessed.
    """

    text: str = ""
    language: str = "en"
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    includes_global: bool = True
    is_private: bool = False
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """Why a record was found: the field, and the piece of its text that answers (plain text, no mark-up).

    Fields: name, alias, organisation, summary, tagline, classification, place, source, meaning.
    """

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One record of the answer; a higher score is better, and scores of different questions can't be compared."""

    slug: str
    score: float
    matched: tuple[Match, ...] = ()
    is_global: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion. `kind` is tool (value: slug), term (key and value of a filter) or organisation (value: its
    name)."""

    kind: str
    text: str
    value: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """An engine's answer.

    total: records that answer, all filters applied. facets: key to value to count.
    is_weak: nothing fits well; what is listed is only the nearest.
    is_nearest: what is listed comes nearest among what the filters leave; others that they leave out fit better.
    is_fallback: another engine than the configured one answered.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_as: tuple[DetectedTerm, ...] = ()
    did_you_mean: str = ""
    is_weak: bool = False
    is_nearest: bool = False
    engine: str = ""
    took_ms: float = 0.0
    is_fallback: bool = False

    @property
    def is_unanswered(self) -> bool:
        """The search ended with nothing that fits."""
        return self.is_weak or not self.total


@dataclass(frozen=True, slots=True)
class Health:
    """State of an engine's index. `problem` is empty when all is well."""

    engine: str
    is_ready: bool
    documents: int = 0
    problem: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """What an index lacks, holds in an old state, or holds too much, compared with the database (slugs)."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)

    @classmethod
    def between(cls, wanted: Mapping[str, str], held: Mapping[str, str]) -> "IndexDifference":
        """Both map slugs to content hashes."""
        return cls(
            missing=tuple(sorted(wanted.keys() - held.keys())),
            changed=tuple(sorted(slug for slug in wanted.keys() & held.keys() if wanted[slug] != held[slug])),
            surplus=tuple(sorted(held.keys() - wanted.keys())),
        )


class Engine(ABC):
    """A search engine over public records."""

    name: str = ""

    @abstractmethod
    def search(self, request: SearchRequest) -> SearchOutcome: ...

    @abstractmethod
    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]: ...

    @abstractmethod
    def language_of(self, text: str, hint: str = "en") -> str:
        """The language, of those that the index has, as which the engine reads a text. Needs no index."""

    @abstractmethod
    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        """BM25 of the records that share words with a text, by slug; nothing of the text is remembered.

        The words count as they are, neither mended nor completed, and whatever their meaning.
        """

    @abstractmethod
    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace; returns how many. Visible to every reader within a second."""

    @abstractmethod
    def remove(self, slugs: Iterable[str]) -> None: ...

    @abstractmethod
    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        """Build a fresh index beside the serving one, then swap; `progress` is told the number done."""

    @abstractmethod
    def health(self) -> Health: ...

    @abstractmethod
    def hashes(self) -> Mapping[str, str]:
        """Slug to content hash of everything the index holds."""

    def compare(self, wanted: Mapping[str, str]) -> IndexDifference:
        return IndexDifference.between(wanted, self.hashes())

    def close(self) -> None:
        """Let go of files and connections."""
        return
