"""The interface's strings in another language, as their .po files hold them."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from website.messages import locale_folder


@dataclass(frozen=True)
class Translation:
    """english: the string and, where it counts something, its plural. forms: as many as the language has, or one."""

    context: str
    english: tuple[str, ...]
    forms: tuple[str, ...]
    is_fuzzy: bool

    @property
    def is_plural(self) -> bool:
        return len(self.english) > 1

    @property
    def is_translated(self) -> bool:
        return all(self.forms) and not self.is_fuzzy


def translations(language: str) -> list[Translation]:
    """All entries of a language's file, those that are commented out included."""
    with (locale_folder() / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    entries: Iterable[Message] = (*catalog, *catalog.obsolete.values())
    return [_translation(entry) for entry in entries if entry.id]


def _translation(entry: Message) -> Translation:
    return Translation(entry.context or "", _several(entry.id), _several(entry.string), entry.fuzzy)


def _several(texts: str | Iterable[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)
