"""Where the rooms are listed once more, none is forgotten."""

import tomllib

from tests.source_tree import ROOT, rooms
from website import health, messages


def test_every_list_of_the_rooms_names_the_same() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    circles = next(contract for contract in contracts if contract["type"] == "acyclic_siblings")
    assert set(messages.ROOMS) == set(rooms())
    assert set(tools["mypy"]["packages"]) == set(rooms())
    assert set(circles["ancestors"]) == set(rooms())
    assert set(health.ROOMS) < set(rooms())


def test_a_folder_that_is_a_package_is_a_room() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "benchmarks", "tools"} == set(rooms())
