"""How good the answers are: both engines, each with and without the encoder, plain BM25, and Wagtail's own search.

Beside the plain figure stands a cross-validated one: the weights are chosen by a coordinate search on four fifths of
the
queries and measured on the last fifth, five times, so that no query judges weights that it helped to choose.
"""

import argparse
import io
from collections.abc import Sequence
from functools import partial
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.judged import Judged, measure, ndcg, queries
from benchmarks.registry import engines

FOLDS = 5
_FACTORS = (0.0, 0.5, 0.75, 1.0, 1.33, 2.0)
_ROUNDS = 2


def run(options: argparse.Namespace) -> dict[str, Any]:
    from django.test.utils import override_settings

    from benchmarks.plain import plain_bm25
    from search.sources import all_documents

    judged = queries()
    systems: dict[str, dict[str, object]] = {}
    for name, engine in engines().items():
        engine.rebuild(all_documents())  # type: ignore[attr-defined]
        systems[name] = measure(partial(answers, engine), judged)
        _tell(name, systems[name])
        with override_settings(SEARCH_ENCODER=""):
            engine.forget_answers()  # type: ignore[attr-defined]
            systems[f"{name} without encoder"] = measure(partial(answers, engine), judged)
            _tell(f"{name} without encoder", systems[f"{name} without encoder"])
        engine.forget_answers()  # type: ignore[attr-defined]
        if name == "embedded":
            validated = cross_validated(engine, judged)
            _tell_validated(validated)
        engine.close()  # type: ignore[attr-defined]
    systems["plain BM25"] = measure(plain_bm25(all_documents()), judged)
    _tell("plain BM25", systems["plain BM25"])
    systems["Wagtail's own search (SQLite)"] = measure(wagtail_search(), judged)
    _tell("Wagtail's own search (SQLite)", systems["Wagtail's own search (SQLite)"])
    return {"queries": len(judged), "systems": systems, "cross_validated": validated}


def answers(engine: Any, query: Judged) -> list[str]:
    from search.engines.base import SearchRequest

    return [hit.slug for hit in engine.search(SearchRequest(query.text, language="en", limit=10)).hits]


def wagtail_search() -> Any:
    from django.core.management import call_command
    from wagtail.search.backends import get_search_backend

    from catalogue.models import Tool

    call_command("update_index", verbosity=0, stdout=io.StringIO())
    backend = get_search_backend()

    def search(query: Judged) -> list[str]:
        found = backend.search(query.text, Tool.objects.filter(live=True), operator="or")
        return [tool.slug for tool in found[:10]]

    return search


def cross_validated(engine: Any, judged: Sequence[Judged]) -> dict[str, Any]:
    """Mean nDCG@10 of held-out queries; what was chosen in each fold is reported too."""
    from search.ranking.fusion import WEIGHTS

    names = list(WEIGHTS._fields)
    table = [(query, *_signals(engine, query)) for query in judged if query.grades]
    start = np.array(WEIGHTS)
    held, chosen = [], []
    for fold in range(FOLDS):
        train = [row for place, row in enumerate(table) if place % FOLDS != fold]
        weights = _search(train, start)
        held += [_score(row, weights) for place, row in enumerate(table) if place % FOLDS == fold]
        chosen.append({name: round(float(value), 3) for name, value in zip(names, weights, strict=True)})
    best = _search(table, start)
    return {
        "folds": FOLDS,
        "shipped_weights": {name: float(value) for name, value in zip(names, start, strict=True)},
        "ndcg_shipped": round(fmean(_score(row, start) for row in table), 3),
        "ndcg_held_out": round(fmean(held), 3),
        "ndcg_fitted_on_all": round(fmean(_score(row, best) for row in table), 3),
        "fitted_on_all": {name: round(float(value), 3) for name, value in zip(names, best, strict=True)},
        "chosen": chosen,
    }


def _signals(engine: Any, query: Judged) -> tuple[list[str], np.ndarray]:
    """All candidates of a query, not only those that answer, with their signals: shape (candidates, signals)."""
    ranking = engine.candidates_of(query.text, "en")
    return ranking.slugs, ranking.signals


def _score(row: tuple[Judged, list[str], np.ndarray], weights: np.ndarray) -> float:
    query, slugs, signals = row
    order = np.argsort(-(signals @ weights), kind="stable")[:10]
    return ndcg([slugs[place] for place in order], query.grades)


def _search(rows: Sequence[tuple[Judged, list[str], np.ndarray]], start: np.ndarray) -> np.ndarray:
    """Coordinate search: each weight in turn times a few factors, the best kept."""
    weights = start.copy()
    best = fmean(_score(row, weights) for row in rows)
    for _round in range(_ROUNDS):
        for place in range(len(weights)):
            for factor in _FACTORS:
                tried = weights.copy()
                tried[place] = weights[place] * factor
                value = fmean(_score(row, tried) for row in rows)
                if value > best + 1e-6:
                    best, kept = value, tried
                    weights = kept
    return weights


def _tell(name: str, measured: dict[str, Any]) -> None:
    kinds = ", ".join(f"{kind} {value:.2f}" for kind, value in measured["by_kind"].items())
    low = {code: value for code, value in measured["by_language"].items() if value < 0.65}
    print(
        f"{name:34} nDCG@10 {measured['ndcg']:.3f}  recall@10 {measured['recall']:.3f}  "
        f"none {measured['zero_result_rate']:.2f}  [{kinds}]  below 0.65: {low}  "
        f"nothing: {measured['returned_where_nothing_fits']}"
    )


def _tell_validated(found: dict[str, Any]) -> None:
    print(
        f"weights: shipped {found['ndcg_shipped']:.3f}, held out {found['ndcg_held_out']:.3f} "
        f"({FOLDS} folds), fitted on all {found['ndcg_fitted_on_all']:.3f} {found['fitted_on_all']}"
    )
