"""An XLSX to fill in: a guide, a sheet of answers with drop-downs from the live vocabularies, and their lists."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from importers.forms.questions import ASKED, NEEDED, choices
from importers.lexicon.fields import IMPORT_FIELDS
from importers.lexicon.questions import consent_question, field_question, yes_and_no

_HEADER = PatternFill("solid", fgColor="1F3A5F")
_NEEDED = PatternFill("solid", fgColor="7A1F3D")
_WHITE = Font(bold=True, color="FFFFFF")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_ROWS = 1_000
_LONGEST_MESSAGE = 250


def write_spreadsheet(target: Path | str | IO[bytes], language: str = "en") -> None:
    """Labels and answers in ``language``; the guide in it too where the interface speaks it, else in English."""
    with translation.override(language):
        book = Workbook()
        guide = book.active
        answers = book.create_sheet(_("Answers")[:31])
        lists = book.create_sheet(_("Lists")[:31])
        _write_guide(guide, language)
        _write_answers(answers, lists, language)
        lists.sheet_state = "hidden"
        book.active = 1
        book.save(target)


def _write_guide(sheet: Any, language: str) -> None:
    sheet.title = _("Guide")[:31]
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 90
    example = {"example": _example(language)}
    lines: list[tuple[str, str]] = [
        (_("How to fill in this file"), ""),
        ("", _("One row for each initiative, on the sheet “%(sheet)s”.") % {"sheet": _("Answers")}),
        ("", _("Columns with a dark red heading are needed for a new record.")),
        ("", _("Where several answers fit, part them by a semicolon (;), such as: %(example)s") % example),
        ("", _("Leave a cell empty when you don't know. Don't write about persons who were harmed.")),
        ("", ""),
        (_("Column"), _("Answers")),
    ]  # fmt: skip
    for name in ASKED:
        offered = [choice.label(language) for choice in choices(name)]
        shown = "; ".join(offered) if len(offered) <= 40 else _("Choose from the list.")
        lines.append((field_question(name, language), shown if offered else _example_of(name)))
    yes, no = yes_and_no(language)
    lines.append((consent_question(language), f"{yes}; {no}"))
    for row, (first, second) in enumerate(lines, start=1):
        sheet.cell(row, 1, first).font = _BOLD
        sheet.cell(row, 1).alignment = sheet.cell(row, 2, second).alignment = _WRAPPED


def _example(language: str) -> str:
    return "; ".join(choice.label(language) for choice in choices("technologies")[:2])


def _example_of(name: str) -> str:
    return {
        "name": _("As the initiative calls itself."),
        "aka": _("Former names, abbreviations, names in other languages."),
        "url": "https://example.org",
        "source_repo": "https://example.org/code",
        "summary": _("What it does, for whom, how: two to four neutral sentences that may be published."),
        "launched": _("Four digits, such as 2019."),
        "ended": _("Four digits, only when it has ended."),
        "partners": _("Name (funding); Name (expertise)"),
        "sources": _("Web pages that describe it."),
        "licence": "MIT",
    }.get(name, "")


def _write_answers(sheet: Any, lists: Any, language: str) -> None:
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32
    for column, name in enumerate(ASKED, start=1):
        cell = sheet.cell(1, column, field_question(name, language))
        cell.font, cell.alignment = _WHITE, _WRAPPED
        cell.fill = _NEEDED if name in NEEDED else _HEADER
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 46 if name == "summary" else 24
        offered = [choice.label(language) for choice in choices(name)]
        if offered:
            _add_list(sheet, lists, letter, column, offered, is_several=IMPORT_FIELDS[name].is_several)
        for row in range(2, 12):
            sheet.cell(row, column).alignment = _WRAPPED
    column = len(ASKED) + 1
    cell = sheet.cell(1, column, consent_question(language))
    cell.font, cell.fill, cell.alignment = _WHITE, _NEEDED, _WRAPPED
    sheet.column_dimensions[get_column_letter(column)].width = 28
    _add_list(sheet, lists, get_column_letter(column), column, list(yes_and_no(language)), is_several=False)


def _add_list(sheet: Any, lists: Any, letter: str, column: int, offered: list[str], *, is_several: bool) -> None:
    for row, text in enumerate(offered, start=1):
        lists.cell(row, column, text)
    rule = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(lists.title)}!${letter}$1:${letter}${len(offered)}",
        allow_blank=True,
        showErrorMessage=not is_several,
        errorTitle=_("Not in the list")[:32],
        error=_("Choose an answer from the list.")[:_LONGEST_MESSAGE],
    )
    if is_several:
        rule.showInputMessage = True
        rule.prompt = _("Several answers: part them by a semicolon (;).")[:_LONGEST_MESSAGE]
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")
