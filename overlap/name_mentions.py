"""Tools and organisations that an idea names: "something like Traffic Jam", "Primero for Togo", "IOM MigApp".

A name counts where its words stand in the text as they do in the name. One that is a common word too ("Hope") must be
written with a capital letter where the script has them; a whole text that is no more than a name is always one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalogue.live_records import LiveRecords
from catalogue.records import Record
from common.recent import Recent
from text import Token, analyse, normalise, words

_LONGEST: Final = 10
_SHORTEST: Final = 3
_IN_BRACKETS: Final = re.compile(r"[(（]([^()（）]{2,24})[)）]")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A stretch of the text that names a record, or the organisation that leads it."""

    record: Record
    text: str
    is_organisation: bool


class _Names:
    """Folded words of names to the records that bear them, and of organisations to those that they lead."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.tools: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        self.organisations: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        for record in records:
            for name in (record.name, *record.aka):
                self._add(self.tools, name, record)
            for name in _names_of_organisation(record.organisation):
                self._add(self.organisations, name, record)

    def _add(self, table: dict[tuple[str, ...], list[Record]], name: str, record: Record) -> None:
        for form in (name, _IN_BRACKETS.sub(" ", name)):
            parts = tuple(words(form))
            if 0 < len(parts) <= _LONGEST and len("".join(parts)) >= _SHORTEST and record not in table[parts]:
                table[parts].append(record)


def _names_of_organisation(organisation: str) -> Iterator[str]:
    if organisation:
        yield organisation
        yield organisation.split(",")[0]
        yield from _IN_BRACKETS.findall(organisation)


_names: Recent[_Names] = Recent(1)


def _names_of(live: LiveRecords) -> _Names:
    """Made once for each state of the registry."""
    return _names.get(live.stamp, lambda: _Names(live.records))


def names_mentioned(text: str, live: LiveRecords) -> list[NameMention]:
    """Records that the text names, then those of organisations that it names, each once, in the text's order."""
    names = _names_of(live)
    normal = normalise(text)
    tokens = analyse(normal, "en")
    mentions: dict[str, NameMention] = {}
    for table, is_organisation in ((names.tools, False), (names.organisations, True)):
        for first, last in _runs(tokens, table):
            said = normal[tokens[first].start : tokens[last - 1].end]
            if last - first < len(tokens) and not _is_name(said, tokens[first:last]):
                continue
            for record in table[tuple(token.word for token in tokens[first:last])]:
                mentions.setdefault(record.slug, NameMention(record, said, is_organisation))
    return list(mentions.values())


def _runs(tokens: Sequence[Token], table: dict[tuple[str, ...], list[Record]]) -> Iterator[tuple[int, int]]:
    """Stretches that are names, the longest at each place."""
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - place), 0, -1):
            if tuple(token.word for token in tokens[place : place + length]) in table:
                yield place, place + length
                place += length
                break
        else:
            place += 1


def _is_name(said: str, tokens: Sequence[Token]) -> bool:
    """Whether words that are a name are written as one here, not as common words that happen to be a name."""
    if not any(letter.isupper() or letter.islower() for letter in said):
        return len(said) > _SHORTEST
    if any(letter.isdigit() for letter in said):
        return True
    parts = said.split()
    capitals = sum(part[:1].isupper() for part in parts)
    has_more = any(letter.isupper() for part in parts for letter in part[1:])
    return has_more or (capitals == len(parts) if len(tokens) < 3 else capitals >= 2)


def mentions_a_tool(text: str, live: LiveRecords) -> bool:
    """Whether a short text names a tool, so that it says enough: "Primero"."""
    return any(not mention.is_organisation for mention in names_mentioned(text, live))
