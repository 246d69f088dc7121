"""With no effect at most 5 % of maps carry a false verdict, on the real multi-label data; a planted gap is found.

Each map gives every tool the regions (users, forms …) of another tool drawn at random: how many tags a tool has and
which go together stays as it is in the registry, any tie between the two axes is cut. Seeds are fixed.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gaps.statistics import DEFAULT_SETTINGS, UNDER_SERVED, assess_cells, assess_shares

DATA = Path(__file__).parents[2] / "catalogue" / "data" / "initiatives.jsonl"
MAPS = 1_000


def incidence(field: str) -> tuple[NDArray[np.int64], list[str]]:
    tools = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    counted = [tool for tool in tools if tool["status"] in ("active", "pilot") and tool["confidence"] != "low"]
    terms = sorted({slug for tool in counted for slug in tool[field]})
    return np.array([[slug in tool[field] for slug in terms] for tool in counted], dtype=np.int64), terms


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("tool_types", "regions"),
        ("tool_types", "infrastructure"),
        ("tool_types", "target_users"),
        ("exploitation", "regions"),
    ],
)
def test_at_most_one_map_in_twenty_is_wrong_when_there_is_nothing_to_find(rows: str, columns: str) -> None:
    generator = np.random.default_rng(20_200_305)
    (types, _), (places, _) = incidence(rows), incidence(columns)
    wrong = 0
    for _ in range(MAPS):
        shuffled = places[generator.permutation(len(places))]
        found = assess_cells(types.T @ shuffled, types.sum(0), shuffled.sum(0), len(types))
        wrong += bool((found.q[found.is_tested] <= DEFAULT_SETTINGS.level).any())
    assert wrong / MAPS <= 0.05


def test_a_planted_gap_is_found() -> None:
    """Of the tools of a type, nine in ten leave a region that holds 55 of 246 tools: found in 9 maps of 10."""
    generator = np.random.default_rng(7)
    (types, type_names), (places, place_names) = incidence("tool_types"), incidence("regions")
    row, column = type_names.index("victim-case-management-support"), place_names.index("americas-northern")
    found = 0
    for _ in range(200):
        shuffled = places[generator.permutation(len(places))]
        inside = np.flatnonzero((types[:, row] == 1) & (shuffled[:, column] == 1))
        outside = np.flatnonzero((types[:, row] == 0) & (shuffled[:, column] == 0))
        moved = inside[generator.random(inside.size) < 0.9]
        partners = generator.choice(outside, size=moved.size, replace=False)
        shuffled[moved], shuffled[partners] = shuffled[partners].copy(), shuffled[moved].copy()
        verdicts = assess_cells(types.T @ shuffled, types.sum(0), shuffled.sum(0), len(types)).verdict
        found += verdicts[row, column] == UNDER_SERVED
    assert found / 200 >= 0.9


def test_an_even_axis_rarely_shows_a_rare_term() -> None:
    generator = np.random.default_rng(11)
    labels = np.repeat(np.arange(5), [0, 120, 80, 40, 6])
    wrong = 0
    for _ in range(MAPS):
        carried = np.argsort(generator.random((labels.size, 17)), axis=1) < labels[:, None]
        found = assess_shares(carried.sum(0), np.bincount(labels))
        wrong += bool((found.q <= DEFAULT_SETTINGS.level).any())
    assert wrong / MAPS <= 0.05
