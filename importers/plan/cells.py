"""A row's cells → values under the data set's names, with everything that is wrong said at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalogue.fields import CONFIDENCES
from catalogue.partial_dates import PartialDate
from importers.columns.column import Column, ColumnRole
from importers.columns.consent import Polarity, read_consent_answer
from importers.lexicon.answers import is_answer, is_denial, is_ditto, is_nothing, yes_or_no
from importers.lexicon.fields import IMPORT_FIELDS, NO_IS_NOTHING, CellKind, ImportField
from importers.lexicon.questions import field_question
from importers.plan.import_plan import ValueUse
from importers.readers.cells import is_cut
from importers.values.damage import is_lost
from importers.values.options import LIST_SEPARATORS, ParsedOption, VocabularyOptions, consist_of_codes, is_coded
from importers.values.plain_values import address_of, addresses_in, date_of, names_in, partner_of, source_of, year_of
from importers.values.problems import CONSENT_UNCLEAR, CellProblem
from taxonomy.index import COUNTRY, LANGUAGE
from taxonomy.resolution import is_same_wording
from text.active_language import active_language

_NEAR = 0.84
# A name of question marks only is one in lost letters.
_NAMES = frozenset(("name", "organisation", "aka", "partners"))
_PARTIES = frozenset(("organisation", "partners"))
_LONGEST_ABBREVIATION = 3  # letters of “n.a.”, “k.A.”, “tbc”


@dataclass
class ParsedRow:
    """``values`` only of fields that the row speaks about."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)


class RowReader:
    """Reads rows by the mapping. ``decided``: {field: {text: slug}}, ``constants``: {field: text} for all rows."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        decided: Mapping[str, Mapping[str, str]] | None = None,
        constants: Mapping[str, str] | None = None,
        language: str = "",
        today: date | None = None,
    ) -> None:
        self.columns = list(columns)
        self.today = today or date.today()
        self.constants = dict(constants or {})
        self.sources: dict[str, list[Column]] = defaultdict(list)
        self.consent = [column for column in columns if column.role is ColumnRole.CONSENT]
        for column in columns:
            if column.role is ColumnRole.FIELD and column.field in IMPORT_FIELDS:
                self.sources[column.field].append(column)
        self.options = {
            name: VocabularyOptions(
                IMPORT_FIELDS[name].vocabulary,
                language,
                dict((decided or {}).get(name, {})),
                are_codes=is_coded([column.header for column in self.sources[name]]),
            )
            for name in {*self.sources, *self.constants}
            if name in IMPORT_FIELDS and IMPORT_FIELDS[name].has_terms
        }
        self.uses: Counter[tuple[str, str, str]] = Counter()
        self._readings: dict[tuple[str, str], ParsedOption] = {}
        self._readers: dict[CellKind, Callable[[ImportField, list[tuple[Column, str]], ParsedRow], Any]] = {
            CellKind.TERMS: self._terms,
            CellKind.TERM: self._term,
            CellKind.YEAR: self._year,
            CellKind.DATE: self._date,
            CellKind.ADDRESS: self._address,
            CellKind.TEXT: self._text,
            CellKind.TEXTS: self._texts,
            CellKind.PARTNERS: self._partners,
            CellKind.SOURCES: self._sources,
            CellKind.CHOICE: self._choice,
            CellKind.IDENTIFIER: self._text,
            CellKind.STAMP: self._text,
        }

    def look_at(self, rows: Iterable[Sequence[str]]) -> None:
        """Learn from the columns as a whole whether codes of two letters stand in them."""
        cells: dict[str, set[str]] = defaultdict(set)
        coded = [name for name, options in self.options.items() if options.vocabulary in (COUNTRY, LANGUAGE)]
        for row in rows:
            for name in coded:
                cells[name].update(text for column in self.sources[name] if (text := _at(row, column)))
        for name, texts in cells.items():
            self.options[name].has_codes = consist_of_codes(self.options[name], texts)

    def is_refused(self, cells: Sequence[str]) -> bool:
        """Whether the respondent doesn't agree to publication; nothing else of the row may be looked at then."""
        return self._is_refused(cells, (column for column in self.consent if not column.is_guess))

    def refused_by_guess(self, cells: Sequence[str]) -> Column | None:
        """The column by which the row would be left out, if it is about consent at all."""
        guesses = (column for column in self.consent if column.is_guess)
        return next((column for column in guesses if self._is_refused(cells, [column])), None)

    @staticmethod
    def _is_refused(cells: Sequence[str], columns: Iterable[Column]) -> bool:
        return any(read_consent_answer(_at(cells, column), Polarity(column.polarity)) is False for column in columns)

    def read(self, cells: Sequence[str]) -> ParsedRow:
        row = ParsedRow()
        for column in self.consent:
            self._read_consent(column, _at(cells, column), row)
        for name, columns in self.sources.items():
            field = IMPORT_FIELDS[name]
            written = [(column, text) for column in columns if (text := _at(cells, column))]
            filled = [(column, text) for column, text in written if not self._says_nothing(field, text)]
            filled = _with_others(filled, columns, field)
            if pointing := next(((column, text) for column, text in filled if is_ditto(text)), None):
                row.problems.append(self._ditto(field, *pointing))
            elif name in _PARTIES and (bare := next((one for one in filled if yes_or_no(one[1]) is not None), None)):
                row.problems.append(self._no_name(field, *bare))
            elif filled:
                self._read_field(field, filled, row)
        for name, text in self.constants.items():
            if name not in row.values and text:
                self._read_field(IMPORT_FIELDS[name], [(Column(-1, _("whole file"), field=name), text)], row)
        return row

    def _says_nothing(self, field: ImportField, text: str) -> bool:
        """Whether a whole cell is a word for nothing; asked before the cell is cut or anything is looked up."""
        options = self.options.get(field.name)
        if is_denial(text):
            return field.name in NO_IS_NOTHING and not (options and options.has_codes and options.is_known(text))
        if not is_nothing(text) or (field.name in _NAMES and is_lost(text)):
            return False
        if options is None:
            return True
        if text in options.decided or (options.has_codes and options.is_code(text)):
            return False
        # “Unknown” and “None known” are answers where the vocabulary has them.
        return options.vocabulary in (COUNTRY, LANGUAGE) or not options.is_known(text.strip())

    def _ditto(self, field: ImportField, column: Column, text: str) -> CellProblem:
        message = _("“%(text)s” points at another row.") % {"text": text[:60]}
        return CellProblem("ditto", message, _letter(column), _("Write the value itself."), field.name, text)

    def _no_name(self, field: ImportField, column: Column, text: str) -> CellProblem:
        message = _("“%(text)s” is no organisation's name.") % {"text": text[:60]}
        return CellProblem(
            "unclear-name", message, _letter(column), _("Write the name, or empty the cell."), field.name, text
        )

    def _read_consent(self, column: Column, text: str, row: ParsedRow) -> None:
        if read_consent_answer(text, Polarity(column.polarity)) is None:
            row.problems.append(
                CellProblem(
                    CONSENT_UNCLEAR,
                    _("It isn't clear whether this may be published: “%(text)s”.") % {"text": text[:60]}
                    if text
                    else _("It isn't said whether this may be published."),
                    column.letter,
                    _("Ask the respondent, then write yes or no."),
                )
            )

    def _read_field(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> None:
        for column, text in filled:
            if is_cut(text):
                message = _("The cell is longer than %(limit)d characters.") % {"limit": len(text) - 2}
                row.problems.append(CellProblem("too-long", message, _letter(column), _("Shorten it."), field.name))
                return
        value = self._readers[field.kind](field, filled, row)
        if value not in (None, "", (), []):
            row.values[field.name] = value

    # --- terms -----------------------------------------------------------------------------------------------------
    def _terms(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> list[str]:
        options = self.options[field.name]
        slugs: dict[str, None] = {}
        for column, text in filled:
            chosen = self._chosen(column, text)
            if not chosen:
                continue
            for option in options.split(options.without_nothing(self._without_other(field, chosen))):
                says_nothing = is_nothing(option.text) or self._is_told_elsewhere(field, option.text)
                is_question = options.has_codes and options.is_code(option.text)  # “NA” where codes stand
                if says_nothing and not option.is_known and not is_question:
                    continue
                self._note_use(field, column, option, row)
                if option.is_known:
                    slugs[option.slug] = None
        return [slug.upper() for slug in slugs] if options.vocabulary == COUNTRY else list(slugs)

    def _without_other(self, field: ImportField, text: str) -> str:
        """“workers other” → “workers”, where the other answer has a column of its own."""
        if LIST_SEPARATORS.search(text):
            return text
        words = text.split()
        rest = [word for word in words if not self._is_told_elsewhere(field, word)]
        return " ".join(rest) if rest and len(rest) < len(words) else text

    def _is_told_elsewhere(self, field: ImportField, text: str) -> bool:
        """“other” among joined choices: what is meant stands in the column for other answers."""
        return is_answer("other", text) and any(is_answer("other", one.option) for one in self.sources[field.name])

    def _chosen(self, column: Column, text: str) -> str:
        """The choice that a cell of a choice's own column makes; the text itself elsewhere and under “other”."""
        if not column.option:
            return text
        if is_answer("other", column.option):
            return "" if yes_or_no(text) is not None else text
        if is_same_wording(text, column.option):
            return column.option
        answer = yes_or_no(text)
        if answer is False or is_nothing(text):
            return ""
        return column.option if answer else text

    def _term(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> str:
        options = self.options[field.name]
        column, text = filled[0]
        text = next((chosen for one, cell in filled if (chosen := self._chosen(one, cell))), "")
        if not text:
            return ""
        text = options.without_nothing(text)
        readings = options.split(text)
        if len(readings) > 1 and len({option.slug for option in readings}) > 1:
            whole = options.read(text)
            readings = (whole,) if whole.is_known or not all(one.is_known for one in readings) else readings
        if len(readings) > 1:
            message = _("“%(text)s” names several; only one fits here.") % {"text": text[:80]}
            suggestion = _(" or ").join(option.text for option in readings[:3])
            row.problems.append(CellProblem("several", message, _letter(column), suggestion, field.name, text))
            return ""
        option = readings[0] if readings else ParsedOption(text)
        if not option.is_known and is_nothing(text):
            return ""
        self._note_use(field, column, option, row)
        return option.slug.upper() if options.vocabulary == COUNTRY else option.slug

    def _note_use(self, field: ImportField, column: Column, option: ParsedOption, row: ParsedRow) -> None:
        self.uses[(field.name, _letter(column), option.text)] += 1
        self._readings[(field.name, option.text)] = option
        if not option.is_known:
            row.problems.append(
                CellProblem(
                    "unknown-value",
                    _("“%(text)s” is not known as an answer for “%(field)s”.")
                    % {"text": option.text[:80], "field": field_question(field.name, active_language())},
                    _letter(column),
                    self._offer(field, option),
                    field.name,
                    option.text,
                )
            )
        elif option.score < _NEAR:
            row.problems.append(
                CellProblem(
                    "near-value",
                    _("“%(text)s” was read as “%(term)s”.")
                    % {"text": option.text[:80], "term": self._label(field, option.slug)},
                    _letter(column),
                    "",
                    field.name,
                    option.text,
                    is_warning=True,
                )
            )

    def _offer(self, field: ImportField, option: ParsedOption) -> str:
        if not option.suggestions:
            return ""
        return _(" or ").join(f"{self._label(field, slug)} ({slug})" for slug in option.suggestions)

    def _label(self, field: ImportField, slug: str) -> str:
        return self.options[field.name].index.label(field.vocabulary, slug)

    def value_uses(self) -> list[ValueUse]:
        """Every distinct text once with the number of its rows, unknown ones first."""
        uses = []
        for (name, column, text), rows in self.uses.items():
            reading = self._readings[(name, text)]
            certain = reading.score >= _NEAR
            uses.append(ValueUse(name, column, text, reading.slug, rows, reading.suggestions, certain))
        uses.sort(key=lambda use: (bool(use.term), use.is_certain, use.field, -use.rows, use.text))
        return uses

    # --- others ----------------------------------------------------------------------------------------------------
    def _year(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> int | None:
        column, text = filled[0]
        year = year_of(text, self.today)
        if year is None:
            message = _("“%(text)s” is not a possible year.") % {"text": text[:60]}
            suggestion = _("Write four digits, such as %(year)d.") % {"year": self.today.year}
            row.problems.append(CellProblem("bad-year", message, _letter(column), suggestion, field.name, text))
        return year

    def _date(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> PartialDate | None:
        column, text = filled[0]
        day = date_of(text)
        if day is None:
            message = _("“%(text)s” is not a date like 2026-01-31, 2026-01 or 2026.") % {"text": text[:60]}
            row.problems.append(CellProblem("bad-date", message, _letter(column), "", field.name, text))
        return day

    def _address(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> str:
        column, text = filled[0]
        address = address_of(text)
        if address:
            return address
        several = [address for part in addresses_in(text) if (address := address_of(part))]
        if len(several) == 1:
            return several[0]
        if several:
            message = _("The cell holds %(count)d addresses; the first was taken.") % {"count": len(several)}
            row.problems.append(
                CellProblem("several", message, _letter(column), several[0], field.name, text, is_warning=True)
            )
            return several[0]
        message = _("“%(text)s” is not a web address.") % {"text": text[:80]}
        suggestion = _("An address looks like https://example.org.")
        row.problems.append(CellProblem("bad-address", message, _letter(column), suggestion, field.name, text))
        return ""

    def _text(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> str:
        text = "\n".join(text for _column, text in filled)
        return text if field.name in ("summary", "notes") else " ".join(text.split())

    def _texts(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> list[str]:
        names = [name for _column, text in filled for name in names_in(text, with_commas=field.name == "tags")]
        named = [name for name in names if is_lost(name) or not _is_no_name(name, names)]
        if field.name != "tags":
            self._doubt_names(field, filled, named, row)
        return named

    def _doubt_names(
        self, field: ImportField, filled: list[tuple[Column, str]], names: Sequence[str], row: ParsedRow
    ) -> None:
        for name in names:
            if is_ditto(name):
                column = next(column for column, text in filled if name in " ".join(text.split()))
                row.problems.append(self._ditto(field, column, name))

    def _partners(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> list[Any]:
        return [partner_of(name) for name in self._texts(field, filled, row)]

    def _sources(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> list[Any]:
        return [source for text in self._texts(field, filled, row) if (source := source_of(text))]

    def _choice(self, field: ImportField, filled: list[tuple[Column, str]], row: ParsedRow) -> str:
        column, text = filled[0]
        if text.lower() in CONFIDENCES:
            return text.lower()
        message = _("“%(text)s” is not one of: %(choices)s.") % {"text": text[:60], "choices": ", ".join(CONFIDENCES)}
        row.problems.append(CellProblem("unknown-value", message, _letter(column), "", field.name, text))
        return ""


def _with_others(
    filled: list[tuple[Column, str]], columns: Sequence[Column], field: ImportField
) -> list[tuple[Column, str]]:
    """Where a column takes other answers, “Other” in the main one says nothing, and texts aren't joined."""
    if not any(is_answer("other", column.option) for column in columns if column.option):
        return filled
    main = [(column, text) for column, text in filled if not column.option and not is_answer("other", text)]
    others = [(column, text) for column, text in filled if column.option]
    if field.is_several or field.has_terms:
        return main + others
    return main or others


def _is_no_name(name: str, names: Sequence[str]) -> bool:
    """Whether it stands for nothing. Among others an ordinary word is a name: “Missing” is one's, “n/a” nobody's."""
    is_short = sum(map(str.isalpha, name)) <= _LONGEST_ABBREVIATION
    return (is_nothing(name) or is_denial(name)) and (len(names) == 1 or is_short)


def _at(cells: Sequence[str], column: Column) -> str:
    return cells[column.position] if 0 <= column.position < len(cells) else ""


def _letter(column: Column) -> str:
    return column.letter if column.position >= 0 else ""
