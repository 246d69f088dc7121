"""A class name stands for one thing in the whole product, and a local says what it holds."""

import ast
from collections import defaultdict

from tests.source_tree import modules

# Names that a framework looks up, or that a program outside reads.
GIVEN_BY_A_FRAMEWORK = {
    "Meta": "Django asks each model, form and serializer for its Meta",
    "Command": "manage.py loads the class Command of each command's module",
    "BoundPanel": "Wagtail asks each panel for its BoundPanel",
}
# Class name: why it may stand twice.
TWICE: dict[str, str] = {}
# A picture in place of a noun: the reader has to look up what was found.
PICTURES = {"found"}


def test_a_class_name_stands_once():
    places = defaultdict(list)
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and not node.name.endswith("Config"):
                places[node.name].append(module.place(node))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    unexplained = {name: where for name, where in twice.items() if name not in {*GIVEN_BY_A_FRAMEWORK, *TWICE}}
    assert unexplained == {}
    assert set(TWICE) <= set(twice), "a reason without a case"


def test_a_local_is_called_by_what_it_holds():
    pictures = [
        f"{module.place(function)} {function.name}: {node.id}"
        for module in modules()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in PICTURES
    ]
    parameters = [
        f"{module.place(function)} {function.name}: {argument.arg}"
        for module in modules()
        for function in module.functions()
        for argument in [*function.args.args, *function.args.kwonlyargs]
        if argument.arg in PICTURES
    ]
    assert pictures + parameters == []


def test_every_folder_of_a_room_is_a_package():
    """The linter sees no module of a folder without an __init__.py, whatever it imports."""
    blind = {module.path.parent for module in modules() if not (module.path.parent / "__init__.py").exists()}
    assert blind == set()
