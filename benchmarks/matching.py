"""Recall and precision of matching on descriptions that ``benchmarks/variations.py`` makes of held-out records."""

from collections import defaultdict
from typing import Any

from benchmarks.variations import OTHER, is_held_out, registry, variations
from catalogue.matching import MatchCandidate, Matcher
from catalogue.matching.entries import prepare


def run(options: Any = None) -> dict[str, Any]:
    measured = measure()
    del measured["examples"]
    for rule, found in measured["rules"].items():
        print(
            f"{rule:<36} {found['right']:>5} of {found['cases']:>4} right, {found['wrong']:>3} taken for a wrong record"
        )
    print(f"recall {measured['recall']:.3f}, precision {measured['precision']:.3f}")
    return measured


def measure(*, held_out: bool = True) -> dict[str, Any]:
    """At the decision's threshold, without a person. ``right``: the record itself, or rightly none."""
    rows = registry()
    matcher = Matcher([prepare(MatchCandidate.from_values(row), row["id"]) for row in rows])
    cases = variations(rows, lambda identifier: is_held_out(identifier) == held_out)
    answers = matcher.matches_of([MatchCandidate.from_values(case.row) for case in cases])
    rules: dict[str, dict[str, int]] = defaultdict(lambda: {"cases": 0, "right": 0, "wrong": 0, "sure_and_wrong": 0})
    examples = defaultdict(list)
    for case, matches in zip(cases, answers, strict=True):
        best = matches[0] if matches and matches[0].is_likely else None
        counts = rules[case.rule]
        counts["cases"] += 1
        is_right = (best.key if best else None) == case.same_as
        counts["right"] += is_right
        counts["wrong"] += best is not None and not is_right
        counts["sure_and_wrong"] += best is not None and best.is_sure and not is_right
        if not is_right:
            examples[case.rule].append((case, matches[:1]))
    same = [counts for rule, counts in rules.items() if rule not in OTHER]
    right = sum(counts["right"] for counts in same)
    claimed = right + sum(counts["wrong"] for counts in rules.values())
    return {
        "cases": len(cases),
        "same": sum(counts["cases"] for counts in same),
        "recall": round(right / sum(counts["cases"] for counts in same), 4),
        "precision": round(right / claimed, 4),
        "rules": {rule: dict(counts) for rule, counts in rules.items()},
        "examples": examples,
    }
