"""The product's Python files, parsed: what tests of names, size and density walk through."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """A file of a room. ``name`` is dotted, as an import says it."""

    name: str
    path: Path
    source: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.source)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))

    def place(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


@cache
def rooms() -> tuple[str, ...]:
    """The rooms as import-linter knows them, so that none is forgotten in one place only."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(settings["tool"]["importlinter"]["root_packages"])


@cache
def modules() -> tuple[Module, ...]:
    """Every module of every room, without migrations: they keep the names of their day."""
    paths = (path for room in rooms() for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)
    return tuple(Module(_dotted(path), path, path.read_text(encoding="utf-8")) for path in paths)


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)
