"""What a reader stumbles over: conditions inside conditions, long files, imports where nobody looks for them."""

import ast
from collections.abc import Iterator

from tests.source_tree import FUNCTIONS, Module, modules, rooms

LONGEST_FILE = 400
# Module: why a function of it imports from a room. Nothing else may: such imports hide what depends on what.
_AT_THE_START = "Django allows models and what stands on them only once every app is there"
_BEFORE_THE_SETTINGS = "the server reads its own settings before the site's"
IMPORTS_IN_FUNCTIONS: dict[str, str] = {
    "catalogue.apps": _AT_THE_START,
    "config.gunicorn": _BEFORE_THE_SETTINGS,
    "gaps.apps": _AT_THE_START,
    "gaps.views.plan": "the fonts of the PDF take a second to load, and few ask for it",
    "importers.apps": _AT_THE_START,
    "search.apps": _AT_THE_START,
    "search.configured": "a site with the embedded engine needs no client of a server",
    "taxonomy.apps": _AT_THE_START,
    "taxonomy.checks": _AT_THE_START,
    "website.apps": _AT_THE_START,
}


def test_no_conditional_expression_stands_inside_another():
    assert [place for module in modules() for place in _nested(module)] == []


def _nested(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.IfExp):
            continue
        if any(isinstance(inner, ast.IfExp) for inner in ast.walk(node) if inner is not node):
            yield module.place(node)


def test_no_conditional_expression_stands_in_a_condition():
    assert [place for module in modules() for place in _conditional_conditions(module)] == []


def _conditional_conditions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        conditions = node.ifs if isinstance(node, ast.comprehension) else [getattr(node, "test", None)]
        for condition in conditions:
            if isinstance(condition, ast.IfExp):
                yield module.place(condition)


def test_a_file_fits_into_a_head():
    lengths = {module.name: module.source.count("\n") for module in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_rooms_are_imported_at_the_top_or_with_a_reason():
    lazy = {module.name for module in modules() if any(_imports_in_functions(module))}
    assert lazy - set(IMPORTS_IN_FUNCTIONS) == set()
    assert set(IMPORTS_IN_FUNCTIONS) - lazy == set(), "a reason without an import"


def _imports_in_functions(module: Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for function in ast.walk(module.tree):
        if isinstance(function, (*FUNCTIONS, ast.Lambda)):
            yield from (node for node in ast.walk(function) if _is_of_a_room(node))


def _is_of_a_room(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] in rooms()
    return isinstance(node, ast.Import) and any(name.name.partition(".")[0] in rooms() for name in node.names)
