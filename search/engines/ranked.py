"""What both engines do alike: read the text, retrieve candidates, rank them, answer page and facets.

An engine supplies a few plain look-ups (the abstract methods below); the order of results is decided here, once.
"""

import time
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from common.recent import Recent
from search.encoder import Vectors, encoder
from search.encoder.background import background
from search.encoder.spaces import PROFILE, RECORD, tagline_space
from search.engines.base import Engine, Hit, Match, SearchOutcome, SearchRequest, Sort
from search.engines.explanation import matches
from search.engines.filter_masks import global_only, passing
from search.engines.retrieval import (
    Counts,
    HitPage,
    RetrievalRequest,
    RetrievalResult,
    StoredDocuments,
    TextRanking,
    Window,
)
from search.engines.spelling import SpellingCorrections, corrected
from search.engines.tokens import grams
from search.languages import indexed
from search.ranking.clauses import LexicalPlan, lexical_plan
from search.ranking.concepts import concept_index
from search.ranking.fusion import Candidates, Ranking, Signals, answer_set, is_weak, rank
from search.ranking.names import NameMatcher
from search.ranking.query_parser import ParsedText, parse_text
from search.ranking.understanding import understand
from search.vocabulary import VocabularyWordings, vocabulary_wordings

_REMEMBERED: Final = 256

Kept = TypeVar("Kept")


def _filters_of(request: SearchRequest) -> tuple[object, ...]:
    """What a request filters by, as a key."""
    chosen = frozenset((key, values) for key, values in request.filters.items() if values)
    return (chosen, frozenset(request.without.items()), request.includes_global, request.hidden)


class RankedEngine(Engine):
    def __init__(self) -> None:
        self._answers: Recent[TextRanking] = Recent(_REMEMBERED)
        self._counts: Recent[Counts] = Recent(_REMEMBERED)

    # What an engine supplies ------------------------------------------------------------------------------------
    @abstractmethod
    def state(self) -> object:
        """Equal as long as the index holds the same; answers are remembered for one state."""

    @abstractmethod
    def retrieve(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        name_grams: Sequence[str],
        within: SearchRequest | None = None,
    ) -> Candidates:
        """Candidates by words, by meaning and by name, each with its lexical score and its cosine in every space.

        within: only those that obey its filters.
        """

    @abstractmethod
    def find(self, question: RetrievalRequest) -> RetrievalResult:
        """Mend the words, plan, retrieve. Words, folded, that the index holds neither as they are nor by their stem are
        mended with similar words that it holds in the question's language or in names."""

    @abstractmethod
    def completions(self, prefix: str, limit: int) -> list[str]:
        """Words of the index that begin so, most frequent first."""

    @abstractmethod
    def page(self, answer: TextRanking | None, request: SearchRequest, wanted: Window) -> HitPage:
        """Records that answer by their words alone or are among the answer's, filtered, in the request's order.

        Without an answer all records are meant. For the relevance order the total counts all, skipped ones included.
        """

    @abstractmethod
    def count(self, answers: Sequence[TextRanking | None], request: SearchRequest) -> list[Counts]:
        """For each answer the counts of the request's facets, each without its own filter."""

    @abstractmethod
    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        """What the index keeps of documents; without those that are gone meanwhile, in any order."""

    # What follows from it ---------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        started = time.perf_counter()
        reading = parse_text(request.text, request.language, self.vocabulary().lexicon)
        answer = None if reading.is_empty else self._answer(reading, request)
        # Without filters an answer is as long as it is; counts are remembered, and with them what was asked.
        counts = self._counted(answer, request) if not request.is_private and (request.facets or answer) else None
        if answer and counts:
            answer = self._narrowed(answer, request, counts)
        page = self._hits(answer, request, counts.total if counts else None)
        outcome = SearchOutcome(
            hits=self._explained(page.slugs, answer, request),
            total=page.total,
            facets=counts.facets if counts else {},
            read_as=tuple(concept.detected() for concept in answer.concepts) if answer else (),
            did_you_mean=answer.did_you_mean if answer else "",
            is_weak=answer.is_weak if answer else False,
            is_nearest=answer.is_nearest if answer else False,
            engine=self.name,
        )
        return replace(outcome, took_ms=round((time.perf_counter() - started) * 1000, 2))

    def vocabulary(self) -> VocabularyWordings:
        return vocabulary_wordings()

    def _answer(self, reading: ParsedText, request: SearchRequest) -> TextRanking:
        if request.is_private:
            return self._make_answer(reading, request.hidden, is_private=True)
        key = (self.state(), reading.text, request.language, request.hidden)
        return self._answers.get(key, lambda: self._make_answer(reading, request.hidden))

    def _counted(self, answer: TextRanking | None, request: SearchRequest) -> Counts:
        """How many records the request finds, and how many with each value; at least so many as the ranking promises
        (`TextRanking.fewest`)."""
        if answer is None or not answer.fewest:
            return self._remembered_counts([answer], request)[0]
        all_there_are = replace(answer, is_open=True) if answer.is_bound else None
        own, there = self._remembered_counts([answer, all_there_are], request)
        facets = {
            key: {
                value: max(own.facets[key].get(value, 0), min(answer.fewest, count))
                for value, count in there.facets[key].items()
            }
            for key in request.facets
        }
        is_filtered = any(request.filters.values()) or any(request.without.values())
        fewest = min(answer.fewest, there.total) if is_filtered else 0
        return Counts(facets, max(own.total, fewest), own.total)

    def _remembered_counts(self, answers: Sequence[TextRanking | None], request: SearchRequest) -> list[Counts]:
        """Paging and sorting ask for the same counts again; so does everybody who opens the whole list."""
        keys = {}
        for answer in answers:
            text = (answer.reading.text, request.language, answer.is_open) if answer else None
            keys[self.state(), text, *_filters_of(request), request.facets] = answer
        known = {key: self._counts.find(key) for key in keys}
        lacking = [key for key, counts in known.items() if counts is None]
        made = dict(zip(lacking, self.count([keys[key] for key in lacking], request), strict=True)) if lacking else {}
        for key, counts in made.items():
            self._counts.keep(key, counts)
        return [counts or made[key] for key, counts in known.items()]

    def _narrowed(self, answer: TextRanking, request: SearchRequest, counts: Counts) -> TextRanking:
        """The answer inside the request's filters, where these leave too few of it: ranked among what they leave."""
        if counts.answering is None or counts.total <= counts.answering:
            return answer
        key = (self.state(), answer.reading.text, request.language, *_filters_of(request))
        return self._answers.get(key, lambda: self._rank_inside(answer, request, counts.total))

    def _rank_inside(self, answer: TextRanking, request: SearchRequest, count: int) -> TextRanking:
        question = answer.question
        candidates = self.retrieve(answer.plan, question.vectors, question.grams, request)
        inside = rank(question.reading, candidates, [*answer.concepts, *answer.denied], answer.usual)
        plain = replace(request, sort=Sort.NAME)
        own = [slug for slug, _score in self.page(answer, plain, Window(0, count, total=count)).slugs]
        scores = dict(zip(inside.slugs, inside.scores.tolist(), strict=True))
        others = [slug for slug in scores if slug not in own]
        if len(own) + len(others) < count:
            all_there_are = replace(answer, is_open=True) if answer.is_bound else None
            wanted = Window(0, count + len(own) + len(others), total=count)
            listed = self.page(all_there_are, replace(request, sort=Sort.VERIFIED), wanted).slugs
            others += [slug for slug, _score in listed if slug not in own and slug not in others]
        chosen = {*own, *others[: count - len(own)]}
        lowest = min(scores.values(), default=0.0)
        ordered = [slug for slug in scores if slug in chosen]
        ordered += [slug for slug in (*own, *others) if slug in chosen and slug not in scores]
        return replace(
            answer,
            ranking=self._ranking_of([(slug, scores.get(slug, lowest)) for slug in ordered]),
            is_nearest=not own,
        )

    def _ranking_of(self, scored: Sequence[tuple[str, float]]) -> Ranking:
        """Records in this order, as far as they are still there."""
        columns = self.stored([slug for slug, _score in scored]).columns
        place_of = {head.slug: place for place, head in enumerate(columns.heads)}
        there = [(place_of[slug], score) for slug, score in scored if slug in place_of]
        places = np.array([place for place, _score in there], dtype=np.int64)
        scores = np.array([score for _place, score in there], dtype=np.float64)
        return Ranking(columns.take(places), scores, np.zeros((len(there), len(Signals._fields))), scores)

    def _make_answer(self, reading: ParsedText, hidden: frozenset[str], *, is_private: bool = False) -> TextRanking:
        answer = self._rank(reading, hidden, is_private=is_private)
        return replace(answer, ranking=answer_set(answer.ranking, answer.can_tell))

    def candidates_of(self, text: str, hint: str = "en") -> Ranking:
        """Every candidate of a text with its signals, best first; for measuring, not for readers."""
        return self._rank(parse_text(text, hint, self.vocabulary().lexicon)).ranking

    def language_of(self, text: str, hint: str = "en") -> str:
        return parse_text(text, hint, self.vocabulary().lexicon).field_language

    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        wanted = lexical_plan(parse_text(text, hint, self.vocabulary().lexicon))
        candidates = self.retrieve(wanted, {}, ())
        heads = candidates.read(np.arange(len(candidates))).heads
        return {head.slug: float(score) for head, score in zip(heads, candidates.lexical, strict=True)}

    def forget_answers(self) -> None:
        self._answers.clear()
        self._counts.clear()

    def _rank(
        self, reading: ParsedText, hidden: frozenset[str] = frozenset(), *, is_private: bool = False
    ) -> TextRanking:
        understood = understand(reading, concept_index(self.vocabulary()))
        reading = understood.reading
        model = encoder()
        vectors: dict[str, Vectors] = {}
        normal = None
        if model is not None and reading.meaning:
            query = model.query(reading.meaning, is_private=is_private)
            vectors = dict.fromkeys((RECORD, PROFILE, tagline_space(reading.field_language)), query)
            normal = background(query, list(vectors))
        question = RetrievalRequest(
            reading,
            vectors,
            tuple(grams("".join(word.folded for word in reading.all_words))),
            frozenset(word for word in reading.words if model is not None and model.is_usual(word.typed)),
            hidden,
        )
        result = self.find(question)
        ranking = rank(reading, result.candidates, [*understood.concepts, *understood.denied], normal)
        can_tell = normal is not None and indexed(reading.language) is not None
        return TextRanking(
            question,
            result.plan,
            ranking,
            understood.concepts,
            understood.denied,
            normal,
            # The words of the index are those of hidden records too, so meanwhile none is offered.
            "" if hidden else corrected(reading, result.mending),
            can_tell,
            is_weak(ranking, can_tell),
        )

    def _mending(self, question: RetrievalRequest, unknown: dict[str, list[str]]) -> SpellingCorrections:
        last = question.reading.last
        if last is None or last.folded not in unknown:
            return SpellingCorrections(unknown)
        return SpellingCorrections(unknown, self.completions(last.folded, 8))

    def _hits(self, answer: TextRanking | None, request: SearchRequest, total: int | None) -> HitPage:
        if answer is None or request.sort is not Sort.RELEVANCE:
            return self.page(answer, request, Window(request.offset, request.limit, total=total))
        fitting = np.flatnonzero(passing(answer.ranking.columns, request)).tolist()
        chosen = fitting[request.offset : request.offset + request.limit]
        listed = [(answer.slugs[place], float(answer.ranking.scores[place])) for place in chosen]
        beyond = max(0, request.offset - len(fitting))
        wanted = Window(beyond, request.limit - len(listed), tuple(answer.slugs), total)
        rest = self.page(answer, request, wanted)
        return HitPage((*listed, *rest.slugs), rest.total)

    def _explained(
        self, scored: Sequence[tuple[str, float]], answer: TextRanking | None, request: SearchRequest
    ) -> tuple[Hit, ...]:
        stored = self.stored([slug for slug, _score in scored])
        heads = stored.columns.heads
        place_of = {head.slug: place for place, head in enumerate(heads)}
        is_global = global_only(stored.columns, request)
        names = NameMatcher(answer.reading, heads) if answer else None
        concepts = answer.concepts if answer else ()
        carried = [stored.columns.carrying(concept.key, (concept.value,)) for concept in concepts]
        hits = []
        for slug, score in scored:
            place = place_of.get(slug)
            if place is None:
                continue
            matched: tuple[Match, ...] = ()
            if answer and names:
                own = [concept for concept, which in zip(concepts, carried, strict=True) if which[place]]
                matched = matches(answer.reading, own, names, heads[place], stored.texts[place], self.vocabulary())
            hits.append(Hit(slug, round(score, 4), matched, bool(is_global[place])))
        return tuple(hits)
