"""Every string of the interface, read out of the sources without gettext on the machine.

Python is read by Babel; templates by Django's own lexer, since what they hold isn't Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split, unescape_string_literal

ROOMS = (
    "api",
    "catalogue",
    "common",
    "config",
    "gaps",
    "importers",
    "overlap",
    "search",
    "taxonomy",
    "text",
    "website",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_LITERAL = re.compile(r"""^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_SIMPLE_TAGS = ("translate", "trans")
_BLOCK_TAGS = ("blocktranslate", "blocktrans")


@dataclass(frozen=True)
class Message:
    """``plural`` is empty for a string without one. ``context`` separates equal words of different meaning."""

    text: str
    plural: str = ""
    context: str = ""
    places: tuple[str, ...] = field(default=(), compare=False)

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


def locale_folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def extract_all(root: Path) -> list[Message]:
    """All messages of the rooms and templates below ``root``, each once, in the order of their first place."""
    messages: dict[tuple[str, str], Message] = {}
    for message in (*_of_python(root), *_of_templates(root)):
        key = (message.context, message.text)
        known = messages.get(key)
        if known is None:
            messages[key] = message
        else:
            messages[key] = Message(
                known.text, known.plural or message.plural, known.context, (*known.places, *message.places)
            )
    return list(messages.values())


def _of_python(root: Path) -> Iterator[Message]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            with path.open("rb") as file:
                for line, text, _comments, context in extract("python", file, keywords=KEYWORDS):
                    yield _message(text, context or "", f"{path.relative_to(root)}:{line}")


def _message(text: str | tuple[str, ...], context: str, place: str) -> Message:
    if isinstance(text, tuple):
        return Message(text[0], text[1], context, (place,))
    return Message(text, "", context, (place,))


def _of_templates(root: Path) -> Iterator[Message]:
    folders = [root / "templates", *(root / room / "templates" for room in ROOMS)]
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix in (".html", ".txt", ".xml", ".svg"):
                name = str(path.relative_to(root))
                yield from messages_of_template(path.read_text(encoding="utf-8"), name)


def messages_of_template(source: str, name: str) -> Iterator[Message]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        literal = _LITERAL.match(words[1]) if len(words) > 1 else None
        if words and words[0] in _SIMPLE_TAGS and literal:
            # Django looks a literal up with its percent signs doubled, as in a block, and halves them afterwards.
            text = unescape_string_literal(literal[0]).replace("%", "%%")
            yield Message(text, "", _context(words), (f"{name}:{token.lineno}",))
        elif words and words[0] in _BLOCK_TAGS:
            yield _block(token, tokens, words, name)


def _context(words: list[str]) -> str:
    return words[words.index("context") + 1].strip("\"'") if "context" in words else ""


def _block(opening: Token, tokens: Iterator[Token], words: list[str], name: str) -> Message:
    """The text of a blocktranslate, with its variables as gettext sees them: ``{{ name }}`` is ``%(name)s``."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.split()[0] == "plural":
                parts.append([])
                continue
            break  # the closing tag; no other is allowed inside
        if token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [" ".join(line.strip() for line in text.strip().splitlines()) for text in texts]
    plural = texts[1] if len(texts) > 1 else ""
    return Message(texts[0], plural, _context(words), (f"{name}:{opening.lineno}",))


def template_catalog(root: Path) -> Catalog:
    """The messages as a Babel catalogue without translations."""
    catalog = Catalog(project=settings.WAGTAIL_SITE_NAME, charset="utf-8")
    for message in extract_all(root):
        is_python_format = bool(re.search(r"%\(\w+\)[sd]", message.text + message.plural))
        catalog.add(
            message.id,
            context=message.context or None,
            # Files without lines: a moved line must not change seven catalogues.
            locations=sorted({(place.rpartition(":")[0], None) for place in message.places}),  # type: ignore[misc]
            flags=["python-format"] if is_python_format else [],
        )
    return catalog
