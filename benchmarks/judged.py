"""The judged queries and the measures over them (tests/relevance/README.md)."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.registry import ROOT

FIRST = 10


@dataclass(frozen=True)
class Judged:
    qid: str
    language: str
    kind: str
    text: str
    grades: Mapping[str, int]


def queries() -> list[Judged]:
    lines = (ROOT / "tests" / "relevance" / "dev.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = []
    for line in lines:
        qid, language, kind, text, relevant = line.split("\t")
        found.append(Judged(qid, language, kind, text, grades_of(relevant)))
    return found


def grades_of(listed: str) -> dict[str, int]:
    """Slug to grade, of "primero:3 gbvims:2"."""
    pairs = (entry.rsplit(":", 1) for entry in listed.split())
    return {slug: int(grade) for slug, grade in pairs}


def ndcg(listed: Sequence[str], grades: Mapping[str, int]) -> float:
    def gain(ordered: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:FIRST]))

    return gain([grades.get(slug, 0) for slug in dict.fromkeys(listed)]) / gain(sorted(grades.values(), reverse=True))


def recall(listed: Sequence[str], grades: Mapping[str, int]) -> float:
    wanted = {slug for slug, grade in grades.items() if grade >= 2}
    return len(wanted.intersection(listed[:FIRST])) / min(FIRST, len(wanted))


def measure(search: Callable[[Judged], Sequence[str]], judged: Sequence[Judged]) -> dict[str, object]:
    """nDCG@10, recall@10 and the share without any result, over all, by kind, by language."""
    scores: dict[str, list[float]] = defaultdict(list)
    recalls, empty, returned = [], 0, {}
    for query in judged:
        listed = list(search(query))
        if not query.grades:
            returned[query.qid] = len(listed)
            continue
        value = ndcg(listed, query.grades)
        empty += not listed
        recalls.append(recall(listed, query.grades))
        english = "en" if query.language == "en" else "other languages"
        for group in ("all", f"kind {query.kind}", f"language {query.language}", f"half {english}"):
            scores[group].append(value)
    means = {group: round(fmean(values), 3) for group, values in scores.items()}
    return {
        "ndcg": means.pop("all"),
        "recall": round(fmean(recalls), 3),
        "zero_result_rate": round(empty / len(recalls), 3),
        "by_kind": _part(means, "kind "),
        "by_half": _part(means, "half "),
        "by_language": _part(means, "language "),
        "returned_where_nothing_fits": returned,
    }


def _part(means: Mapping[str, float], prefix: str) -> dict[str, float]:
    return {group.removeprefix(prefix): value for group, value in sorted(means.items()) if group.startswith(prefix)}
