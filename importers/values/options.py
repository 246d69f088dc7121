"""What the options of a vocabulary are called, and how a cell with several of them is cut.

A separator inside an option (“Awareness, education and training”) doesn't cut it: the longest known option wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape

from importers.lexicon.answers import is_denial, is_nothing
from taxonomy.current import vocabulary_index
from taxonomy.index import COUNTRY, LANGUAGE, VocabularyIndex
from taxonomy.lookup_tables import tables_of
from taxonomy.places import country_by_number
from taxonomy.resolution import MatchType, TermMatch, resolve, suggestions
from text.folding import caseless

# The strongest first: where a cell has one of these, weaker ones are inside its options.
_STRONG = ("\n", ";", "；", "؛", "|", "•", "¦")
_COMMA_OR_SLASH = r"\s*[,،、，]\s*|\s+/\s+|/"
_AND = r"\s+(?:and|&|et|y|e|und|en|și|si|и|та|і|ve|و|dan|na|và|और|र|ও|และ)\s+|\s*(?:和|与|及|以及)\s*"
_DASH_OR_NUMBER = r"\s+[-–—+]\s+|\s+(?=\d{1,2}[.)]\s)"
_WEAK = re.compile(f"({_COMMA_OR_SLASH})")
_JOINING = re.compile(_AND)
# Everything that may part two options; only where it leaves nothing but known ones.
_PARTING = re.compile(f"({_COMMA_OR_SLASH}|{_AND}|{_DASH_OR_NUMBER})")
# Between the entries of a list, whatever they are.
LIST_SEPARATORS = re.compile(r"([;；؛\n|,،、，])")
_LOCALE = re.compile(r"([a-z]{2})[-_][A-Za-z]{2,4}")
_SHORT = 3
_CODE = re.compile(r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", re.I)
_CODED_HEADER = re.compile(r"^[A-Za-z]\w*(\[\w+\])?$")
_BULLET = re.compile(r"^\s*(?:[-–—*▪◦‣·]|\(?\d{1,2}[.)])\s+")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_WORDS = re.compile(r"[^\W\d_]+")
_CODE_BEFORE = re.compile(r"[\[(]?(?P<code>[A-Za-z]{2})(?:[\])]\s*|\s*[-–—:=]\s*)(?P<name>[^\W\d].*)$")
# Codes that everybody writes among names.
_ABBREVIATIONS = {COUNTRY: frozenset(("us", "gb", "uk")), LANGUAGE: frozenset()}
_FORM = re.compile(
    r"(?:the )?(?:[\w'’.]+ ){0,3}(?:states?|republic|rep\.?|kingdom|province|territory|federation|emirates|"
    r"commonwealth|sultanate|principality|duchy|union|jamahiriya|sar)(?: of(?: the)?| the)?",
    re.I,
)
_REST_OF_NAME = re.compile(r"\s(?:of|of the|the|de|du|del|der|von)$", re.I)
_TRACES = re.compile(r"[<>&\\#→⇒¹²³⁰-⁹]")
_LOOKUP = re.compile(r"(?:^|;)#?\d+(?=;#|$)")
_BREAK = re.compile(r"<br\s*/?>|\s*(?:→|⇒|->|>)\s*", re.I)
_RAISED = re.compile(r"[¹²³⁰-⁹]+")
_MOST_JOINED = 6
_SURE = 0.84
_CLOSE = 0.72
# A number may also count something, so that a curator is told how it was read.
_NUMBER = 0.8
_SHORTEST_CODE = 4
_GAP = 0.05


@dataclass(frozen=True, slots=True)
class ParsedOption:
    """One option as it was written. ``slug`` is empty where it is unknown; ``is_certain`` False for a near guess."""

    text: str
    slug: str = ""
    score: float = 0.0
    suggestions: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.slug)


@dataclass
class VocabularyOptions:
    """A vocabulary as the answers of a survey.

    ``decided``: what the curator chose for a text ({text: slug}). ``are_codes``: answers are codes that a survey tool
    cut short ("disco"), so the beginning of one slug alone is enough. ``has_codes``: the column's cells are codes of
    two letters; elsewhere "No", "so" and "in" are words. ``is_list_of_codes``: the cell holds several and nothing
    else, so that "NA" among them is Namibia.
    """

    vocabulary: str
    language: str = ""
    decided: dict[str, str] = field(default_factory=dict)
    are_codes: bool = False
    has_codes: bool = False
    is_list_of_codes: bool = False
    index: VocabularyIndex = field(default_factory=vocabulary_index)
    _read: dict[str, ParsedOption] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _cells: dict[str, tuple[ParsedOption, ...]] = field(default_factory=dict)
    _codes_read: VocabularyOptions | None = None

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
        if self._inverted(text):
            return True
        table = tables_of(self.index).table(self.vocabulary)
        folded, normalised, stemmed, bag = table.keys(text)
        if not normalised:
            return False
        is_listed = folded in table.exact or normalised in table.normalised
        if not is_listed and not _WEAK.search(text) and not any(separator in text for separator in _STRONG):
            # The order and repetition of words count where a separator may part two options.
            is_listed = (
                stemmed in table.stemmed or bag in table.bags or (self.are_codes and bool(self._by_beginning(text)))
            )
        return is_listed and self.read(text).is_known

    def is_code(self, text: str) -> bool:
        """Whether the text is the ISO code of two letters of a country or language."""
        return (
            self._has_iso_codes and bool(_TWO_LETTERS.fullmatch(text)) and self.index.has(self.vocabulary, text.lower())
        )

    @property
    def _has_iso_codes(self) -> bool:
        return self.vocabulary in (COUNTRY, LANGUAGE)

    @property
    def _of_codes(self) -> VocabularyOptions:
        """The same for a cell that lists codes."""
        if self._codes_read is None:
            self._codes_read = replace(
                self, has_codes=True, is_list_of_codes=True, _read={}, _known={}, _cells={}, _codes_read=None
            )
        return self._codes_read

    def lists_codes(self, cell: str) -> bool:
        """“KE/UG/TZ”, “en hi”: at least two codes and nothing else, written alike."""
        if self.is_list_of_codes or not self._has_iso_codes:
            return False
        words = _WORDS.findall(cell)
        is_alike = all(map(str.isupper, words)) or all(map(str.islower, words))
        return len(set(words)) > 1 and is_alike and all(map(self.is_code, words)) and not all(map(is_word, words))

    def read(self, text: str) -> ParsedOption:
        """One option. A near guess counts only when nothing else is near."""
        reading = self._read.get(text)
        if reading is None:
            reading = self._read[text] = self._reading(text)
        return reading

    def _reading(self, text: str) -> ParsedOption:
        if text in self.decided:
            return ParsedOption(text, self.decided[text], 1.0)
        if self._is_doubtful(text.strip()):
            known = text.strip().lower()
            return ParsedOption(text, suggestions=(known,) if self.index.has(self.vocabulary, known) else ())
        matches = [candidate for candidate in self._candidates(text) if self._may_be_used(candidate.slug)]
        if matches and self._is_clear(matches):
            return ParsedOption(text, matches[0].slug, matches[0].score)
        offered = matches or suggestions(text, self.vocabulary, self.language or None)
        slugs = dict.fromkeys(candidate.slug for candidate in offered if self._may_be_used(candidate.slug))
        return ParsedOption(text, suggestions=tuple(slugs)[:3])

    def _is_doubtful(self, text: str) -> bool:
        """A code where no codes stand, “NA” also among them; and what is left of a name that was cut (“State of”)."""
        if not self._has_iso_codes:
            return False
        if is_nothing(text):
            return not (self.is_list_of_codes and self.is_code(text))
        if self.is_code(text):
            return not (self.has_codes or text.lower() in _ABBREVIATIONS[self.vocabulary])
        is_rest = bool(_REST_OF_NAME.search(text)) and not self._exact().get(caseless(text))
        return is_rest and not self._inverted(text)

    def _candidates(self, text: str) -> list[TermMatch]:
        if self.vocabulary == COUNTRY and (code := country_by_number(text.strip())):
            return [TermMatch(code, _NUMBER, MatchType.NEAR, "", text)]
        if self.vocabulary == LANGUAGE and (match := _LOCALE.fullmatch(text.strip())):
            text = match[1]
        matches = resolve(text, self.vocabulary, self.language or None)
        if not matches or matches[0].reason is MatchType.NEAR:
            matches = self._inverted(text) or matches
        if not matches and "_" in text:
            matches = resolve(text.replace("_", " "), self.vocabulary, self.language or None)
        return matches or (self._by_beginning(text) if self.are_codes else [])

    def _inverted(self, text: str) -> list[TermMatch]:
        """“Palestine, State of”, “Moldova, Republic of”: the name of a state with its form behind a comma."""
        name, comma, form = text.strip().partition(", ")
        if self.vocabulary != COUNTRY or not comma or "," in form:
            return []
        turned = f"{re.sub('^the ', '', form, flags=re.I)} {name}"
        written: tuple[str, ...] = ()
        is_country = not _REST_OF_NAME.search(form) and any(
            match.reason is not MatchType.NEAR for match in resolve(form, COUNTRY, self.language or None)
        )
        if _FORM.fullmatch(form) and not is_country:
            written = (turned, name)
        elif self._has_wording(turned) and not (self._has_wording(name) and self._has_wording(form)):
            written = (turned,)
        for one in written:
            matches = [
                match for match in resolve(one, COUNTRY, self.language or None) if match.reason is not MatchType.NEAR
            ]
            if matches and self._is_clear(matches):
                return matches[:1]
        return []

    def _has_wording(self, text: str) -> bool:
        return caseless(text) in self._exact()

    def _by_beginning(self, text: str) -> list[TermMatch]:
        code = text.lower().replace("_", "")
        if len(code) < _SHORTEST_CODE or not code.isalnum():
            return []
        slugs = [term.slug for term in self.index.terms(self.vocabulary) if term.slug.replace("-", "").startswith(code)]
        return [TermMatch(slugs[0], _CLOSE, MatchType.NEAR, "", slugs[0])] if len(slugs) == 1 else []

    def _is_clear(self, matches: list[TermMatch]) -> bool:
        is_guess = matches[0].reason is MatchType.NEAR and self.vocabulary in (COUNTRY, LANGUAGE)
        least = _SURE if is_guess and not matches[0].matched.isdigit() else _CLOSE
        if matches[0].score < least:
            return False
        if len(matches) == 1:
            return True
        gap = _GAP if matches[0].score < _SURE else 0.015
        return matches[0].score - matches[1].score >= gap

    def _may_be_used(self, slug: str) -> bool:
        """Group terms ("connectivity") serve for browsing; records carry the terms below them."""
        return self.vocabulary != "infrastructure" or not self.index.children(self.vocabulary, slug)

    def split(self, cell: str) -> tuple[ParsedOption, ...]:
        """The options of a cell, in its order, each once."""
        options = self._cells.get(cell)
        if options is None:
            if len(self._cells) > 50_000:
                self._cells.clear()
            options = self._cells[cell] = self._split(cell)
        return options

    def _split(self, cell: str) -> tuple[ParsedOption, ...]:
        if self.lists_codes(cell):
            return self._of_codes.split(cell)
        readings = {reading.slug or reading.text: reading for reading in map(self.read, self.pieces(cell))}
        return tuple(readings.values())

    def pieces(self, cell: str) -> list[str]:
        """The texts of a cell's options, known or not."""
        if self._has_iso_codes:
            cell = _tidied(cell)
        if self.lists_codes(cell):
            return self._of_codes.pieces(cell)
        if codes := self._codes(cell):
            return codes
        if self.is_known(cell.strip()):
            return [cell.strip()]
        parts = [cell]
        for separator in _STRONG:
            if any(separator in part for part in parts):
                parts = [piece for part in parts for piece in part.split(separator)]
        options: list[str] = []
        for part in parts:
            text = _BULLET.sub("", part.strip()).strip(" \t.")
            if text:
                options += self._cut(text, is_alone=len(parts) == 1)
        return options

    def without_nothing(self, cell: str) -> str:
        """A list without its entries that say nothing (“Kenya; N/A”), which must not be cut any further."""
        parts = LIST_SEPARATORS.split(cell)
        if len(parts) == 1 or self.is_known(cell.strip()) or self.lists_codes(cell):
            return cell
        entries: list[str] = []
        for n in range(0, len(parts), 2):
            text = parts[n].strip()
            if text and (not is_word(parts[n]) or self.is_known(text)):
                entries += [parts[n - 1] if n and entries else "", parts[n]]
        return "".join(entries).strip()

    def _codes(self, cell: str) -> list[str]:
        """“en hi”: codes, though “en” is a word without meaning elsewhere."""
        words = cell.split()
        is_codes = len(words) > 1 and all(len(word) <= _SHORT and self.is_known(word) for word in words)
        return words if is_codes and cell.strip().lower() not in self._exact() else []

    def _exact(self) -> Mapping[str, object]:
        return tables_of(self.index).table(self.vocabulary).exact

    def _cut(self, text: str, *, is_alone: bool) -> list[str]:
        text = self._without_code(text)
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

    def _without_code(self, text: str) -> str:
        """“KE - Kenya” and “[KE] Kenya” → “Kenya”."""
        match = _CODE_BEFORE.match(text) if self._has_iso_codes else None
        if match and self.is_code(match["code"]) and self.read(match["name"]).slug == match["code"].lower():
            return match["name"]
        return text

    def _longest_known(self, atoms: list[str]) -> list[str]:
        """``atoms`` alternate between texts and separators; neighbours that form one option are put together."""
        options: list[str] = []
        at = 0
        while at < len(atoms):
            for end in range(min(at + 2 * _MOST_JOINED, len(atoms) - 1), at, -2):
                end = end if (end - at) % 2 == 0 else end - 1
                whole = "".join(atoms[at : end + 1]).strip()
                if end > at and self.is_known(whole):
                    options.append(whole)
                    at = end + 2
                    break
            else:
                if atoms[at].strip():
                    options.append(atoms[at].strip())
                at += 2
        return options

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


def _tidied(cell: str) -> str:
    """Places as web systems and footnotes leave them: tags, entities, numbers of a lookup, arrows, raised figures."""
    if _TRACES.search(cell):
        cell = _LOOKUP.sub("", unescape(cell)).replace(";#", ";").replace("\\n", "\n")
        cell = _RAISED.sub("", _BREAK.sub("\n", cell)).replace("\xa0", " ")
    return cell


def is_word(text: str) -> bool:
    """A code that is more often a word for nothing, or a plain no."""
    return is_nothing(text) or is_denial(text)


def consist_of_codes(options: VocabularyOptions, cells: Iterable[str]) -> bool:
    """Whether a column's cells are ISO codes and nothing else, words for nothing aside."""
    listed = [_WORDS.findall(cell) for cell in cells if cell]
    words = [word for parts in listed for word in parts if len(parts) > 1 or not is_word(word)]
    return bool(words) and all(map(options.is_code, words))


def known_share(options: VocabularyOptions, cells: Iterable[str]) -> float:
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
