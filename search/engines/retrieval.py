"""What passes between the ranked engine and the engine below it: one text's retrieval, its ranking, its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from search.encoder import Vectors
from search.encoder.background import Background
from search.engines.spelling import SpellingCorrections
from search.languages import indexed
from search.ranking.candidate_columns import CandidateColumns
from search.ranking.clauses import LexicalPlan
from search.ranking.concepts import Concept
from search.ranking.fusion import Candidates, Ranking
from search.ranking.query_parser import ParsedText, QueryWord

LEXICAL_CANDIDATES: Final = 150
NEAREST_CANDIDATES: Final = 120
NAMED_CANDIDATES: Final = 25
# A filter that leaves fewer records of a text's answer than this shows the nearest that it leaves as well: what fits a
# text best somewhere need not be among what fits it best anywhere.
FEWEST_INSIDE: Final = 5


@dataclass(frozen=True, slots=True)
class RetrievalRequest:
    """What is asked of an index for one text. usual: words that some language has, whether the index does or not.
    hidden: slugs that must not be found."""

    reading: ParsedText
    vectors: Mapping[str, Vectors]
    grams: tuple[str, ...]
    usual: frozenset[QueryWord]
    hidden: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        return self.reading.field_language

    @property
    def home(self) -> str:
        """The language whose words may be proposed for misspelt ones; "" where the index has none of it."""
        return self.reading.field_language if indexed(self.reading.language) else ""

    @property
    def words(self) -> list[QueryWord]:
        """Words that may be misspelt."""
        return [word for word in self.reading.words if not word.is_group]

    @property
    def usual_words(self) -> set[str]:
        return {word.folded for word in self.usual}


@dataclass(frozen=True)
class TextRanking:
    """The records that answer a text, best first, whatever filters are set; or, `_narrowed`, those inside a filter.

    denied: what the text doesn't want. usual: cosines that are usual. is_open: stands for all records that obey the
    text's phrases and exclusions, whether they answer it or not. is_nearest: none answers it as well as others that a
    filter left out.
    """

    question: RetrievalRequest
    plan: LexicalPlan
    ranking: Ranking
    concepts: tuple[Concept, ...]
    denied: tuple[Concept, ...]
    usual: Background | None
    did_you_mean: str
    can_tell: bool
    is_weak: bool
    is_open: bool = False
    is_nearest: bool = False

    @property
    def reading(self) -> ParsedText:
        return self.question.reading

    @cached_property
    def slugs(self) -> list[str]:
        return self.ranking.slugs

    @property
    def fewest(self) -> int:
        """So many records of a filter are listed at least, where it leaves so many. A text that finds nothing at all
        has nothing to list them by."""
        return FEWEST_INSIDE if len(self.ranking) else 0

    @property
    def is_bound(self) -> bool:
        return bool(self.plan.phrases or self.plan.excluded)


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """What an index answers: how it read the words, what was looked for, and the candidates."""

    mending: SpellingCorrections
    plan: LexicalPlan
    candidates: Candidates


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of facets, and of all that is found. answering: those of them that answer the text wherever they are,
    where that is not all."""

    facets: Mapping[str, dict[str, int]]
    total: int = 0
    answering: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is wanted. skip: slugs that were listed before. total: of the whole list, where known."""

    offset: int
    limit: int
    skip: tuple[str, ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class StoredDocuments:
    """Columns of documents, and the texts of each (`SearchDocument.texts`)."""

    columns: CandidateColumns
    texts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class HitPage:
    """One page as an engine found it: slugs with scores, and how many there are in all."""

    slugs: tuple[tuple[str, float], ...]
    total: int
