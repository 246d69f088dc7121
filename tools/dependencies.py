"""Checks of the packages we depend on: each that is imported is declared, each that is declared is used, with a reason.

Runs in the project's own environment, where the packages tell which modules are theirs.
"""

import ast
import itertools
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from console import ROOT, say
from documents import tracked_files

PROJECT = ROOT / "pyproject.toml"
PAGE = ROOT / "docs" / "decisions" / "0001-dependencies.md"
# Folders of those who work on the project; all others are what runs on a server.
WORKSHOP = {"tests", "benchmarks", "tools", "docs"}
NOT_IMPORTED = "## Not imported by our code"

NAME = re.compile(r"[A-Za-z0-9._-]+")
ROW = re.compile(r"^\| ([a-z0-9-]+) \|", re.MULTILINE)


@dataclass(frozen=True)
class Declared:
    """optional: what the site can use where it is installed; development: what those who work on it need."""

    runtime: frozenset[str]
    optional: frozenset[str]
    development: frozenset[str]

    @property
    def of_the_site(self) -> frozenset[str]:
        return self.runtime | self.optional

    @property
    def all(self) -> frozenset[str]:
        return self.of_the_site | self.development


def declared() -> Declared:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    return Declared(
        runtime=_names(project["project"]["dependencies"]),
        optional=_names(itertools.chain(*project["project"].get("optional-dependencies", {}).values())),
        development=_names(project["dependency-groups"]["dev"]),
    )


def check_reasons() -> list[str]:
    """Dependencies without a stated reason, and reasons for what is no dependency."""
    wanted = declared().all
    reasons = set(ROW.findall(PAGE.read_text(encoding="utf-8"))) - {"package"}
    page = PAGE.relative_to(ROOT)
    return [
        *(f"{page} gives no reason for {name}" for name in sorted(wanted - reasons)),
        *(f"{page} gives a reason for {name}, which is no dependency" for name in sorted(reasons - wanted)),
    ]


def check_licences() -> list[str]:
    """Rows without a licence or a way out, and licences that aren't the one which the package itself states."""
    page = PAGE.relative_to(ROOT)
    complaints = []
    for line in _tables_of_reasons():
        if not ROW.match(line) or line.startswith("| package |"):
            continue
        name, _reason, *rest = (cell.strip() for cell in line.strip("|").split("|"))
        if len(rest) != 2 or not all(rest):
            complaints.append(f"{page} gives no licence or no way out for {name}")
        elif (stated := _stated_licence(name)) and stated != rest[0]:
            complaints.append(f"{page} gives {rest[0]} as the licence of {name}, which states {stated}")
    return complaints


def _tables_of_reasons() -> list[str]:
    """The page's lines without the list of what nothing imports."""
    before, _title, after = PAGE.read_text(encoding="utf-8").partition(NOT_IMPORTED)
    return [*before.splitlines(), *after.partition("\n## ")[2].splitlines()]


def _stated_licence(name: str) -> str:
    """By the field that holds an SPDX expression; older packages write what they like into others."""
    try:
        return metadata.metadata(name).get("License-Expression", "")
    except metadata.PackageNotFoundError:
        return ""


def check_declarations() -> list[str]:
    """Packages that a file imports itself but that come only because another package needs them."""
    packages = declared()
    complaints = []
    for path, modules in _imports(sorted(_sources())):
        is_workshop = _folder(path) in WORKSHOP
        allowed = packages.all if is_workshop else packages.of_the_site
        where = "development dependencies" if is_workshop else "dependencies"
        for module in sorted(modules):
            owners = packages_of(module)
            if owners and not owners & allowed:
                complaints.append(
                    f"{path.relative_to(ROOT)} imports {module} of {min(owners)}, "
                    f"which is not among the {where} of {PROJECT.name}"
                )
    return complaints


def check_use() -> list[str]:
    """Packages that the server gets although nothing in the rooms names them and no reason for that is written."""
    text = PAGE.read_text(encoding="utf-8")
    exempt = set(ROW.findall(text.partition(NOT_IMPORTED)[2].partition("\n## ")[0]))
    used: set[str] = set()
    for path in _sources():
        if _folder(path) not in WORKSHOP:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used.update(*map(packages_of, _imported(tree) | _named_in_strings(tree)))
    page = PAGE.relative_to(ROOT)
    wanted = declared().of_the_site
    return [
        *(
            f"nothing in the rooms imports {name}; take it out of {PROJECT.name} or write into {page} why it is there"
            for name in sorted(wanted - used - exempt)
        ),
        *(f"{page} says that nothing imports {name}, but something does" for name in sorted(exempt & used)),
    ]


def packages_of(module: str) -> set[str]:
    return {_normal(name) for name in _owners().get(module, ())}


@cache
def _owners() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _names(requirements: Iterable[str]) -> frozenset[str]:
    return frozenset(_normal(match.group()) for text in requirements if (match := NAME.match(text)))


def _folder(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def _sources() -> Iterator[Path]:
    """Python files that somebody wrote; migrations import what the models' own packages want."""
    for path in tracked_files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path


def _imports(paths: Iterable[Path]) -> Iterator[tuple[Path, set[str]]]:
    for path in paths:
        yield path, _imported(ast.parse(path.read_text(encoding="utf-8")))


def _imported(tree: ast.AST) -> set[str]:
    """The first parts of the names of all modules that a file imports, also inside functions."""
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}


def _named_in_strings(tree: ast.AST) -> set[str]:
    """The first parts of dotted paths in strings, as settings name middleware and installed apps."""
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text.partition(".")[0] for text in texts if re.fullmatch(r"\w+(\.\w+)+", text)}


CHECKS: dict[str, Callable[[], list[str]]] = {
    "every dependency has a reason": check_reasons,
    "every licence and way out is told": check_licences,
    "every import is declared": check_declarations,
    "every dependency is used": check_use,
}


if __name__ == "__main__":
    complaints = [complaint for check in CHECKS.values() for complaint in check()]
    for complaint in complaints:
        say(complaint)
    sys.exit(bool(complaints))
