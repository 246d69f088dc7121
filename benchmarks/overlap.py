"""How well an idea finds the tools that overlap with it, on the judged ideas, and with each idea held back in turn.

recall@5 is the share of the fitting records among the first five, once out of five at most (so that a perfect order
gets 1 also where more than five fit) and once out of all. Held back: for each idea the weights are chosen on the
others from a small grid and measured on it, so that no idea judges weights that it helped to choose.

Ideas are few. The last table needs no judgement: a record's own tagline in some language, taken as an idea, should find
the record among all by meaning alone; its summary is compared, which is another text in another language.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.judged import grades_of
from benchmarks.registry import ROOT

FIRST = 5
FITTING = 2
# Of words, feedback and records that give it (overlap.similarity.Weights).
GRID: tuple[tuple[float, ...], tuple[float, ...], tuple[int, ...]] = ((0.3, 0.5, 0.7), (2.0, 3.0, 4.0), (2, 3))
TAGLINES = ("en", "fr", "es", "pt", "de", "ar", "hi", "ru", "id", "sw", "th", "zh")


@dataclass(frozen=True)
class JudgedIdea:
    iid: str
    language: str
    text: str
    grades: Mapping[str, int]


def ideas() -> list[JudgedIdea]:
    with (ROOT / "tests" / "relevance" / "ideas.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [JudgedIdea(row["iid"], row["language"], row["idea"], grades_of(row["overlaps"])) for row in rows]


def recall(listed: Sequence[str], grades: Mapping[str, int], least: int = FITTING, *, of_all: bool = False) -> float:
    """Share of the records of at least this grade among the first five, of five at most or of all."""
    wanted = {slug for slug, grade in grades.items() if grade >= least}
    return len(wanted.intersection(listed[:FIRST])) / (len(wanted) if of_all else min(FIRST, len(wanted)))


def precision(listed: Sequence[str], grades: Mapping[str, int]) -> float:
    """Mean average precision's part for one idea; it moves where recall@5 stands still, and breaks ties of the grid."""
    places = [at for at, slug in enumerate(listed, start=1) if grades.get(slug, 0) >= FITTING]
    return fmean(found / place for found, place in enumerate(places, start=1))


def run(options: argparse.Namespace) -> dict[str, Any]:
    from gaps.live_data import current_registry
    from overlap import Idea, find_overlap
    from overlap.similarity import Weights, records_in_order, similarity
    from search.configured import get_engine
    from search.sources import all_documents

    get_engine().rebuild(all_documents())
    state, judged = current_registry(), ideas()
    fitting = [idea for idea in judged if idea.grades]

    def order(idea: JudgedIdea, weights: Weights) -> list[str]:
        found = similarity(idea.text, idea.language, state, weights)
        return [record.slug for record, _at in records_in_order(state, found.total)]

    grid = [Weights(*values) for values in product(*GRID)]
    shipped = Weights()
    orders = {weights: {idea.iid: order(idea, weights) for idea in fitting} for weights in {*grid, shipped}}

    def goodness(weights: Weights, among: Sequence[JudgedIdea]) -> tuple[float, float]:
        listed = orders[weights]
        recalls = [recall(listed[idea.iid], idea.grades) for idea in among]
        return round(fmean(recalls), 6), fmean(precision(listed[idea.iid], idea.grades) for idea in among)

    held_back = []
    for idea in fitting:
        others = [other for other in fitting if other is not idea]
        chosen = max(grid, key=lambda weights: goodness(weights, others))
        held_back.append(recall(orders[chosen][idea.iid], idea.grades))
    listed = orders[shipped]
    by_grid = [goodness(weights, fitting)[0] for weights in grid]
    degrees: dict[str, dict[int, int]] = {}
    for idea in judged:
        for overlap in find_overlap(Idea(idea.text, idea.language), state).overlaps:
            counts = degrees.setdefault(str(overlap.degree), dict.fromkeys((3, 2, 1, 0), 0))
            counts[idea.grades.get(overlap.record.slug, 0)] += 1
    found = {
        "ideas": len(fitting),
        "recall_at_5": _mean([recall(listed[idea.iid], idea.grades) for idea in fitting]),
        "recall_at_5_held_back": _mean(held_back),
        "recall_at_5_of_all": _mean([recall(listed[idea.iid], idea.grades, of_all=True) for idea in fitting]),
        "recall_at_5_same": _mean([recall(listed[idea.iid], idea.grades, 3) for idea in fitting]),
        "mean_average_precision": _mean([precision(listed[idea.iid], idea.grades) for idea in fitting]),
        "english": _mean([recall(listed[i.iid], i.grades) for i in fitting if i.language == "en"]),
        "other_languages": _mean([recall(listed[i.iid], i.grades) for i in fitting if i.language != "en"]),
        "lowest_and_highest_of_the_grid": [min(by_grid), max(by_grid)],
        "by_idea": {idea.iid: round(recall(listed[idea.iid], idea.grades), 3) for idea in fitting},
        "grades_by_degree": degrees,
        "most_likely_where_nothing_fits": {
            idea.iid: round(float(similarity(idea.text, idea.language, state).sure.max()), 2)
            for idea in judged
            if not idea.grades
        },
        "own_tagline_finds_its_record": own_taglines(state),
    }
    for name, value in found.items():
        print(f"{name:36} {value}")
    return found


def own_taglines(state: Any) -> dict[str, dict[str, float]]:
    """Language to the share of records that their own tagline finds first and among five, by plain cosine and as the
    check before you build compares."""
    from overlap.record_vectors import record_vectors
    from search.documents import documents_of
    from search.encoder.spaces import tagline_space, texts_of
    from search.encoder.store import VectorStore, restore

    vectors = record_vectors(state)
    if vectors.model is None or vectors.summaries is None:
        return {}
    documents = list(documents_of(state.records))
    store = VectorStore(ROOT / "var" / "none.bin")
    found = {}
    for language in TAGLINES:
        texts = [texts_of(document).get(tagline_space(language), "") for document in documents]
        cosines = vectors.summaries @ restore(store.quantised(texts, vectors.model)).astype(np.float64).T
        mean, deviation = vectors.language_baseline(language)
        found[language] = {
            name: round(float((_places(values) <= limit).mean()), 3)
            for how, values in (
                ("plain", cosines),
                ("compared", (cosines - mean[:, None]) / deviation[:, None]),
            )
            for name, limit in ((f"{how}_first", 1), (f"{how}_in_five", FIRST))
        }
    return found


def _places(values: Any) -> Any:
    """The place of each column's own row."""
    return (values > np.diag(values)[None, :]).sum(axis=0) + 1


def _mean(values: Sequence[float]) -> float:
    return round(fmean(values), 3)
