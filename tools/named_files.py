"""The files and modules that documents name are there: those on Markdown pages and those in the sources' docstrings.

A path may be written from the root, from the page's own folder, or from any folder inside a room (`ranking/cards.py`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from console import ROOT
from documents import DOCUMENTED_ROOMS, FENCED, ROOMS, tracked_files

FOLDERS = (*DOCUMENTED_ROOMS, "docs", "templates", "static", "locale", "changelog.d")
ENDINGS = "py|md|json|jsonl|tsv|html|css|js|po|toml|lock|yml|txt|bin|npz|svg|xlsx"
# What is written as code on a page: `gaps/maps/`, `ranking/cards.py`, `search.query.ToolQuery`.
CODE = re.compile(r"`([\w./*-]+)`")
# Without a folder only modules are meant: `answers.xlsx` may be a reader's own file.
PATH = re.compile(rf"^(?:[\w.*-]+/)+[\w.*-]+\.(?:{ENDINGS})$|^(?:[\w.*-]+/)+$|^[\w*-]+\.py$")
MODULE = re.compile(rf"^(?:{'|'.join(ROOMS)})(?:\.\w+)+$")
IN_SOURCES = re.compile(rf"(?<![\w/.<>}}-])(?:{'|'.join(FOLDERS)})/[\w./-]*\w\.(?:md|py|tsv|json)\b")
# Made on a machine, or somebody else's: named on pages, and never part of the repository.
MADE = ("var/", ".venv/", "__pycache__/")
# The change log tells what was; what it names may be gone.
HISTORY = ("CHANGELOG.md",)


def check_named_files() -> list[str]:
    """Files, folders and modules that a page or a docstring names and nobody finds."""
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    # With a slash in front, so that `cards.py` is no end of `postcards.py`.
    listed = "\n".join(f"/{name}" for name in names) + "\n"
    return [
        f"{page.relative_to(ROOT)} names {word}, which isn't there"
        for page, word in _named(names)
        if not _is_there(word, _within(page, word, listed))
    ]


def _named(names: list[str]) -> Iterator[tuple[Path, str]]:
    for name in names:
        page = ROOT / name
        if page.suffix == ".md" and name not in HISTORY:
            for word in sorted(set(CODE.findall(FENCED.sub("", page.read_text(encoding="utf-8"))))):
                if _is_named_file(word) or MODULE.match(word):
                    yield page, word
        elif page.suffix == ".py" and not name.startswith("tests/") and "/migrations/" not in name:
            for word in sorted(set(IN_SOURCES.findall(page.read_text(encoding="utf-8")))):
                yield page, word


def _is_named_file(word: str) -> bool:
    return bool(PATH.match(word)) and not word.startswith(MADE)


def _within(page: Path, word: str, listed: str) -> str:
    """A module that a room's page names without a folder is one of that room."""
    room = page.relative_to(ROOT).parts[0]
    if "/" in word or room not in DOCUMENTED_ROOMS:
        return listed
    return "".join(line for line in listed.splitlines(keepends=True) if line.startswith(f"/{room}/"))


def _is_there(word: str, listed: str) -> bool:
    if MODULE.match(word) and not PATH.match(word):
        return _is_module(word)
    pattern = re.escape(word).replace(r"\*", "[^/\n]*")
    end = "" if word.endswith("/") else "\n"
    return re.search(rf"/{pattern}{end}", listed) is not None


def _is_module(word: str) -> bool:
    """`search.query.ToolQuery`: the room's module, and in it a name of which it speaks."""
    room, first, *rest = word.split(".")
    module = ROOT / room
    parts = [first, *rest]
    while parts and (module / parts[0]).is_dir():
        module /= parts.pop(0)
    if parts and (module / f"{parts[0]}.py").is_file():
        module /= f"{parts.pop(0)}.py"
    elif module.is_dir():
        module /= "__init__.py"
    if not parts:
        return True
    return module.is_file() and re.search(rf"\b{parts[0]}\b", module.read_text(encoding="utf-8")) is not None
