"""What both engines do alike: read the text, retrieve candidates, rank them, answer page and facets.

An engine supplies a few plain look-ups (the abstract methods below); the order of results is decided here, once.
"""

import threading
import time
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import numpy as np

from search.encoder import Vectors, encoder
from search.encoder.background import background
from search.encoder.spaces import PROFILE, RECORD, tagline_space
from search.engines.base import Engine, Hit, Match, SearchOutcome, SearchRequest, Sort
from search.engines.explanation import matches
from search.engines.requests import global_only, passing
from search.engines.spelling import Mending, corrected
from search.engines.tokens import grams
from search.languages import indexed
from search.ranking.cards import Cards
from search.ranking.clauses import Plan
from search.ranking.concepts import Concept, concept_index
from search.ranking.fusion import Candidates, Ranking, is_weak, members, rank
from search.ranking.names import NameMatcher
from search.ranking.reading import Reading, Word, read
from search.ranking.understanding import understand
from search.vocabulary import Words, words

LEXICAL_CANDIDATES: Final = 150
NEAREST_CANDIDATES: Final = 120
NAMED_CANDIDATES: Final = 25
_REMEMBERED: Final = 256

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Answer:
    """A text's ranking, whatever filters are set: the records that answer it, best first."""

    reading: Reading
    plan: Plan
    ranking: Ranking
    concepts: tuple[Concept, ...]
    did_you_mean: str
    can_tell: bool
    is_weak: bool

    @cached_property
    def slugs(self) -> list[str]:
        return self.ranking.slugs


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an index for one text. usual: words that some language has, whether the index does or not.
    hidden: slugs that must not be found."""

    reading: Reading
    vectors: Mapping[str, Vectors]
    grams: tuple[str, ...]
    usual: frozenset[Word]
    hidden: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        return self.reading.field_language

    @property
    def home(self) -> str:
        """The language whose words may be proposed for misspelt ones; "" where the index has none of it."""
        return self.reading.field_language if indexed(self.reading.language) else ""

    @property
    def words(self) -> list[Word]:
        """Words that may be misspelt."""
        return [word for word in self.reading.words if not word.is_group]

    @property
    def usual_words(self) -> set[str]:
        return {word.folded for word in self.usual}


@dataclass(frozen=True, slots=True)
class Found:
    """What an index answers: how it read the words, what was looked for, and the candidates."""

    mending: Mending
    plan: Plan
    candidates: Candidates


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of facets, and of all that answers where the engine learns that on the way."""

    facets: Mapping[str, dict[str, int]]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a list that is wanted. skip: slugs that were listed before. total: of the whole list, where known."""

    offset: int
    limit: int
    skip: tuple[str, ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Cards of documents, and the texts of each (`SearchDocument.texts`)."""

    cards: Cards
    texts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as an engine found it: slugs with scores, and how many there are in all."""

    slugs: tuple[tuple[str, float], ...]
    total: int


class _Recent(Generic[Kept]):
    """The last answers by what was asked; several threads may use it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], Kept]) -> Kept:
        with self._lock:
            known = self._kept.get(key)
        if known is None:
            known = make()
            with self._lock:
                self._kept[key] = known
                if len(self._kept) > _REMEMBERED:
                    self._kept.popitem(last=False)
        return known

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


class RankedEngine(Engine):
    def __init__(self) -> None:
        self._answers: _Recent[Answer] = _Recent()
        self._counts: _Recent[Counts] = _Recent()

    # What an engine supplies ------------------------------------------------------------------------------------
    @abstractmethod
    def state(self) -> object:
        """Equal as long as the index holds the same; answers are remembered for one state."""

    @abstractmethod
    def retrieve(self, wanted: Plan, vectors: Mapping[str, Vectors], name_grams: Sequence[str]) -> Candidates:
        """Candidates by words, by meaning and by name, each with its lexical score and its cosine in every space."""

    @abstractmethod
    def find(self, question: Question) -> Found:
        """Mend the words, plan, retrieve. Words, folded, that the index holds neither as they are nor by their stem are
        mended with similar words that it holds in the question's language or in names."""

    @abstractmethod
    def completions(self, prefix: str, limit: int) -> list[str]:
        """Words of the index that begin so, most frequent first."""

    @abstractmethod
    def page(self, answer: Answer | None, request: SearchRequest, wanted: Stretch) -> Page:
        """Records that answer by their words alone or are among the answer's, filtered, in the request's order.

        Without an answer all records are meant. For the relevance order the total counts all, skipped ones included.
        """

    @abstractmethod
    def count(self, answer: Answer | None, request: SearchRequest) -> Counts:
        """The counts of the request's facets, each without its own filter."""

    @abstractmethod
    def stored(self, slugs: Sequence[str]) -> Stored:
        """What the index keeps of documents; without those that are gone meanwhile, in any order."""

    # What follows from it ---------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        started = time.perf_counter()
        reading = read(request.text, request.language, self.vocabulary().lexicon)
        answer = None if reading.is_empty else self._answer(reading, request.language, request.hidden)
        counts = self._counted(answer, request) if request.facets else Counts({})
        page = self._hits(answer, request, counts.total)
        outcome = SearchOutcome(
            hits=self._explained(page.slugs, answer, request),
            total=page.total,
            facets=counts.facets,
            read_as=tuple(concept.read_as() for concept in answer.concepts) if answer else (),
            did_you_mean=answer.did_you_mean if answer else "",
            is_weak=answer.is_weak if answer else False,
            engine=self.name,
        )
        return replace(outcome, took_ms=round((time.perf_counter() - started) * 1000, 2))

    def vocabulary(self) -> Words:
        return words()

    def _answer(self, reading: Reading, hint: str, hidden: frozenset[str]) -> Answer:
        key = (self.state(), reading.text, hint, hidden)
        return self._answers.get(key, lambda: self._make_answer(reading, hidden))

    def _counted(self, answer: Answer | None, request: SearchRequest) -> Counts:
        """Paging and sorting ask for the same counts again; so does everybody who opens the whole list."""
        text = (answer.reading.text, request.language) if answer else None
        chosen = frozenset((key, values) for key, values in request.filters.items() if values)
        without = frozenset(request.without.items())
        asked = (chosen, without, request.facets, request.includes_global, request.hidden)
        key = (self.state(), text, *asked)
        return self._counts.get(key, lambda: self.count(answer, request))

    def _make_answer(self, reading: Reading, hidden: frozenset[str]) -> Answer:
        found = self._rank(reading, hidden)
        return replace(found, ranking=members(found.ranking, found.can_tell))

    def candidates_of(self, text: str, hint: str = "en") -> Ranking:
        """Every candidate of a text with its signals, best first; for measuring, not for readers."""
        return self._rank(read(text, hint, self.vocabulary().lexicon)).ranking

    def forget_answers(self) -> None:
        self._answers.clear()
        self._counts.clear()

    def _rank(self, reading: Reading, hidden: frozenset[str] = frozenset()) -> Answer:
        understood = understand(reading, concept_index(self.vocabulary()))
        reading = understood.reading
        model = encoder()
        vectors: dict[str, Vectors] = {}
        normal = None
        if model is not None and reading.meaning:
            query = model.query(reading.meaning)
            vectors = dict.fromkeys((RECORD, PROFILE, tagline_space(reading.field_language)), query)
            normal = background(query, list(vectors))
        question = Question(
            reading,
            vectors,
            tuple(grams("".join(word.folded for word in reading.all_words))),
            frozenset(word for word in reading.words if model is not None and model.is_usual(word.typed)),
            hidden,
        )
        found = self.find(question)
        ranking = rank(reading, found.candidates, [*understood.concepts, *understood.denied], normal)
        can_tell = normal is not None and indexed(reading.language) is not None
        return Answer(
            reading,
            found.plan,
            ranking,
            understood.concepts,
            # The words of the index are those of hidden records too, so meanwhile none is offered.
            "" if hidden else corrected(reading, found.mending),
            can_tell,
            is_weak(ranking, can_tell),
        )

    def _mending(self, question: Question, unknown: dict[str, list[str]]) -> Mending:
        last = question.reading.last
        if last is None or last.folded not in unknown:
            return Mending(unknown)
        return Mending(unknown, self.completions(last.folded, 8))

    def _hits(self, answer: Answer | None, request: SearchRequest, total: int | None) -> Page:
        if answer is None or request.sort is not Sort.RELEVANCE:
            return self.page(answer, request, Stretch(request.offset, request.limit, total=total))
        fitting = np.flatnonzero(passing(answer.ranking.cards, request)).tolist()
        chosen = fitting[request.offset : request.offset + request.limit]
        listed = [(answer.slugs[place], float(answer.ranking.scores[place])) for place in chosen]
        beyond = max(0, request.offset - len(fitting))
        wanted = Stretch(beyond, request.limit - len(listed), tuple(answer.slugs), total)
        rest = self.page(answer, request, wanted)
        return Page((*listed, *rest.slugs), rest.total)

    def _explained(
        self, found: Sequence[tuple[str, float]], answer: Answer | None, request: SearchRequest
    ) -> tuple[Hit, ...]:
        stored = self.stored([slug for slug, _score in found])
        heads = stored.cards.heads
        place_of = {head.slug: place for place, head in enumerate(heads)}
        is_global = global_only(stored.cards, request)
        names = NameMatcher(answer.reading, heads) if answer else None
        concepts = answer.concepts if answer else ()
        carried = [stored.cards.carrying(concept.key, (concept.value,)) for concept in concepts]
        hits = []
        for slug, score in found:
            place = place_of.get(slug)
            if place is None:
                continue
            matched: tuple[Match, ...] = ()
            if answer and names:
                own = [concept for concept, which in zip(concepts, carried, strict=True) if which[place]]
                matched = matches(answer.reading, own, names, heads[place], stored.texts[place], self.vocabulary())
            hits.append(Hit(slug, round(score, 4), matched, bool(is_global[place])))
        return tuple(hits)
