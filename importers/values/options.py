"""What the options of a vocabulary are called, and how a cell with several of them is cut.

A separator inside an option (“Awareness, education and training”) doesn't cut it: the longest known option wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from taxonomy.index import COUNTRY, LANGUAGE, VocabularyIndex, vocabulary_index
from taxonomy.places import country_by_number
from taxonomy.resolution import Candidate, Reason, resolve, suggestions
from taxonomy.tables import tables_of

# The strongest first: where a cell has one of these, weaker ones are inside its options.
_STRONG = ("\n", ";", "；", "؛", "|", "•", "¦")
_WEAK = re.compile(r"(\s*[,،、，]\s*|\s+/\s+|/)")
_JOINING = re.compile(r"\s+(?:and|&|et|y|e|und|en|și|si|и|та|і|ve|و|dan|na|và|और|र|ও|และ)\s+|\s*(?:和|与|及|以及)\s*")
_AND = _JOINING.pattern
# Everything that may part two options; only where it leaves nothing but known ones.
_PARTING = re.compile(rf"({_WEAK.pattern[1:-1]}|{_AND}|\s+[-–—+]\s+|\s+(?=\d{{1,2}}[.)]\s))")
_LOCALE = re.compile(r"([a-z]{2})[-_][A-Za-z]{2,4}")
_SHORT = 3
_CODE = re.compile(r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", re.I)
_CODED_HEADER = re.compile(r"^[A-Za-z]\w*(\[\w+\])?$")
_BULLET = re.compile(r"^\s*(?:[-–—*▪◦‣·]|\(?\d{1,2}[.)])\s+")
_MOST_JOINED = 6
_SURE = 0.84
_CLOSE = 0.72
# A number may also count something, so that a curator is told how it was read.
_NUMBER = 0.8
_SHORTEST_CODE = 4
_GAP = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """One option as it was written. ``slug`` is empty where it is unknown; ``is_certain`` False for a near guess."""

    text: str
    slug: str = ""
    score: float = 0.0
    suggestions: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.slug)


@dataclass
class Options:
    """A vocabulary as the answers of a survey.

    ``decided``: what the curator chose for a text ({text: slug}). ``are_codes``: answers are codes that a survey tool
    cut short ("disco"), so the beginning of one slug alone is enough.
    """

    vocabulary: str
    language: str = ""
    decided: dict[str, str] = field(default_factory=dict)
    are_codes: bool = False
    index: VocabularyIndex = field(default_factory=vocabulary_index)
    _read: dict[str, Reading] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _cells: dict[str, tuple[Reading, ...]] = field(default_factory=dict)

    def is_known(self, text: str) -> bool:
        """Whether the text is a wording of a term but for case, accents, plural or the order of words."""
        known = self._known.get(text)
        if known is None:
            known = text in self.decided or self._is_wording(text)
            self._known[text] = known
        return known

    def _is_wording(self, text: str) -> bool:
        if not text or len(text) > 200:
            return False
        table = tables_of(self.index).table(self.vocabulary)
        folded, normalised, stemmed, bag = table.keys(text)
        if not normalised:
            return False
        found = folded in table.exact or normalised in table.normalised
        if not found and not _WEAK.search(text) and not any(separator in text for separator in _STRONG):
            # The order and repetition of words count where a separator may part two options.
            found = stemmed in table.stemmed or bag in table.bags or (self.are_codes and bool(self._by_beginning(text)))
        return found and self.read(text).is_known

    def read(self, text: str) -> Reading:
        """One option. A near guess counts only when nothing else is near."""
        reading = self._read.get(text)
        if reading is None:
            reading = self._read[text] = self._reading(text)
        return reading

    def _reading(self, text: str) -> Reading:
        if text in self.decided:
            return Reading(text, self.decided[text], 1.0)
        found = [candidate for candidate in self._candidates(text) if self._may_be_used(candidate.slug)]
        if found and self._is_clear(found):
            return Reading(text, found[0].slug, found[0].score)
        offered = found or suggestions(text, self.vocabulary, self.language or None)
        slugs = dict.fromkeys(candidate.slug for candidate in offered if self._may_be_used(candidate.slug))
        return Reading(text, suggestions=tuple(slugs)[:3])

    def _candidates(self, text: str) -> list[Candidate]:
        if self.vocabulary == COUNTRY and (code := country_by_number(text.strip())):
            return [Candidate(code, _NUMBER, Reason.NEAR, "", text)]
        if self.vocabulary == LANGUAGE and (match := _LOCALE.fullmatch(text.strip())):
            text = match[1]
        found = resolve(text, self.vocabulary, self.language or None)
        if not found and "_" in text:
            found = resolve(text.replace("_", " "), self.vocabulary, self.language or None)
        return found or (self._by_beginning(text) if self.are_codes else [])

    def _by_beginning(self, text: str) -> list[Candidate]:
        code = text.lower().replace("_", "")
        if len(code) < _SHORTEST_CODE or not code.isalnum():
            return []
        slugs = [term.slug for term in self.index.terms(self.vocabulary) if term.slug.replace("-", "").startswith(code)]
        return [Candidate(slugs[0], _CLOSE, Reason.NEAR, "", slugs[0])] if len(slugs) == 1 else []

    def _is_clear(self, found: list[Candidate]) -> bool:
        is_guess = found[0].reason is Reason.NEAR and self.vocabulary in (COUNTRY, LANGUAGE)
        if found[0].score < (_SURE if is_guess and not found[0].matched.isdigit() else _CLOSE):
            return False
        if len(found) == 1:
            return True
        gap = _GAP if found[0].score < _SURE else 0.015
        return found[0].score - found[1].score >= gap

    def _may_be_used(self, slug: str) -> bool:
        """Group terms ("connectivity") serve for browsing; records carry the terms below them."""
        return self.vocabulary != "infrastructure" or not self.index.children(self.vocabulary, slug)

    def split(self, cell: str) -> tuple[Reading, ...]:
        """The options of a cell, in its order, each once."""
        found = self._cells.get(cell)
        if found is None:
            if len(self._cells) > 50_000:
                self._cells.clear()
            found = self._cells[cell] = self._split(cell)
        return found

    def _split(self, cell: str) -> tuple[Reading, ...]:
        readings = {reading.slug or reading.text: reading for reading in map(self.read, self.pieces(cell))}
        return tuple(readings.values())

    def pieces(self, cell: str) -> list[str]:
        """The texts of a cell's options, known or not."""
        if codes := self._codes(cell):
            return codes
        if self.is_known(cell.strip()):
            return [cell.strip()]
        parts = [cell]
        for separator in _STRONG:
            if any(separator in part for part in parts):
                parts = [piece for part in parts for piece in part.split(separator)]
        found: list[str] = []
        for part in parts:
            text = _BULLET.sub("", part.strip()).strip(" \t.")
            if text:
                found += self._cut(text, is_alone=len(parts) == 1)
        return found

    def _codes(self, cell: str) -> list[str]:
        """“en hi”: codes, though “en” is a word without meaning elsewhere."""
        words = cell.split()
        is_codes = len(words) > 1 and all(len(word) <= _SHORT and self.is_known(word) for word in words)
        return words if is_codes and cell.strip().lower() not in self._exact() else []

    def _exact(self) -> Mapping[str, object]:
        return tables_of(self.index).table(self.vocabulary).exact

    def _cut(self, text: str, *, is_alone: bool) -> list[str]:
        if self.is_known(text):
            return [text]
        parted = self._longest_known([_BULLET.sub("", atom) for atom in _PARTING.split(text)])
        if len(parted) > 1 and all(map(self.is_known, parted)):
            return parted
        atoms = _WEAK.split(text)
        if len(atoms) > 1:
            cut = self._longest_known(atoms)
            # Where semicolons or lines separate, a comma is more likely part of an answer that nobody foresaw.
            if is_alone or all(self.is_known(piece) for piece in cut):
                return [piece for part in cut for piece in self._cut_joined(part)]
            return [text]
        return self._cut_joined(text)

    def _longest_known(self, atoms: list[str]) -> list[str]:
        """``atoms`` alternate between texts and separators; neighbours that form one option are put together."""
        found: list[str] = []
        at = 0
        while at < len(atoms):
            for end in range(min(at + 2 * _MOST_JOINED, len(atoms) - 1), at, -2):
                end = end if (end - at) % 2 == 0 else end - 1
                whole = "".join(atoms[at : end + 1]).strip()
                if end > at and self.is_known(whole):
                    found.append(whole)
                    at = end + 2
                    break
            else:
                if atoms[at].strip():
                    found.append(atoms[at].strip())
                at += 2
        return found

    def _cut_joined(self, text: str) -> list[str]:
        """“English and French”, “web_platform mobile_app”: only when every part is known."""
        if self.is_known(text):
            return [text]
        pieces = [piece.strip() for piece in _JOINING.split(text) if piece and piece.strip()]
        if len(pieces) > 1 and all(map(self.is_known, pieces)):
            return pieces
        words = text.split()
        if len(words) > 1 and all(map(_CODE.match, words)):
            known = sum(self._is_code(word) for word in words)
            if known == len(words) or (known >= 2 and any("_" in word for word in words)):
                return words
        # “P.R. China” is neither Puerto Rico nor two countries.
        is_mixed = len({"." in word or (len(word) <= _SHORT and word.isupper()) for word in words}) > 1
        if 1 < len(words) <= 12 and not is_mixed and all(map(self.is_known, words)):
            return words
        return [text]

    def _is_code(self, word: str) -> bool:
        slug = word.lower().replace("_", "-")
        return self.index.has(self.vocabulary, slug) or (len(word) <= 3 and self.is_known(word))


def known_share(options: Options, cells: Iterable[str]) -> float:
    """The share of distinct cells' options that are wordings of the vocabulary, 0..1: how much a column is about it."""
    known = total = 0
    for cell in cells:
        for piece in options.pieces(cell):
            total += 1
            known += options.is_known(piece)
    return known / total if total else 0.0


def is_coded(headers: Iterable[str]) -> bool:
    """Whether columns are named by codes ("tooltype[SQ001]"), so that their answers may be codes too."""
    named = [header for header in headers if header]
    return bool(named) and all(_CODED_HEADER.match(header) for header in named)
