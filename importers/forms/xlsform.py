"""An XLSForm for KoboToolbox, ODK or SurveyCTO; its exports import by themselves, with names or with labels."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from babel import Locale
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from importers.forms.questions import ASKED, GROUPS, NEEDED, choices, languages
from importers.lexicon.fields import IMPORT_FIELDS, CellKind
from importers.lexicon.questions import consent_question, field_question, yes_and_no

_BOLD = Font(bold=True)
_FORM_ID = "anti_trafficking_tech"
_FIRST_YEAR = 1950


def write_xlsform(target: Path | str | IO[bytes]) -> None:
    book = Workbook()
    _write_survey(book.active)
    _write_choices(book.create_sheet("choices"))
    settings = book.create_sheet("settings")
    for row in (
        ("form_title", "form_id", "default_language", "version"),
        (_("Technology against human trafficking"), _FORM_ID, _named("en"), "1"),
    ):
        settings.append(row)
    book.save(target)


def _named(language: str) -> str:
    """“French (fr)”, as XLSForm names languages."""
    return f"{Locale('en').languages.get(language, language)} ({language})"


def choice_name(slug: str) -> str:
    """Names of choices hold no hyphens in some tools."""
    return slug.replace("-", "_")


def _write_survey(sheet: Any) -> None:
    sheet.title = "survey"
    spoken = languages()
    header = ["type", "name", *(f"label::{_named(code)}" for code in spoken), "required", "constraint", "appearance"]
    sheet.append(header)
    for cell in sheet[1]:
        cell.font = _BOLD
    blank = ["", "", ""]
    sheet.append(["start", "start", *[""] * len(spoken), *blank])
    sheet.append(["end", "end", *[""] * len(spoken), *blank])
    for group, names in GROUPS.items():
        labels = [group.capitalize()] * len(spoken)
        sheet.append(["begin_group", group, *labels, "", "", "field-list"])
        for name in names:
            sheet.append(_question_row(name, spoken))
        sheet.append(["end_group", "", *[""] * len(spoken), *blank])
    sheet.append(["select_one yes_no", "consent", *map(consent_question, spoken), "yes", "", ""])


def _question_row(name: str, spoken: tuple[str, ...]) -> list[str]:
    field = IMPORT_FIELDS[name]
    kind, constraint, appearance = "text", "", ""
    if field.has_terms:
        kind = f"{'select_one' if field.kind is CellKind.TERM else 'select_multiple'} {field.vocabulary}"
        appearance = "minimal" if field.vocabulary in ("country", "language") else ""
    elif field.kind is CellKind.YEAR:
        kind, constraint = "integer", f". >= {_FIRST_YEAR} and . <= 2100"
    elif name in ("summary", "notes"):
        appearance = "multiline"
    required = "yes" if name in NEEDED else ""
    return [kind, name, *(field_question(name, code) for code in spoken), required, constraint, appearance]


def _write_choices(sheet: Any) -> None:
    spoken = languages()
    sheet.append(["list_name", "name", *(f"label::{_named(code)}" for code in spoken)])
    written: set[str] = set()
    for name in ASKED:
        vocabulary = IMPORT_FIELDS[name].vocabulary
        if vocabulary and vocabulary not in written:
            written.add(vocabulary)
            for choice in choices(name):
                sheet.append([vocabulary, choice_name(choice.slug), *(choice.label(code) for code in spoken)])
    for n, name in enumerate(("yes", "no")):
        sheet.append(["yes_no", name, *(yes_and_no(code)[n] for code in spoken)])
