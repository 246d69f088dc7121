"""Surveys in the vocabularies' languages and in the shapes of survey tools: nothing lost, nothing invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from importers.columns import propose_columns
from importers.plan.existing_records import ExistingRecords
from importers.plan.import_plan import ImportPlan
from importers.plan.make_plan import make_plan, open_table
from importers.readers import read_path
from tests.importers.shapes import kobo_labels, lime_survey, microsoft_forms, survey_monkey
from tests.importers.surveys import FIELDS, QUESTIONS, Answer, answers, as_csv, as_xlsx, survey

pytestmark = [pytest.mark.usefixtures("registry"), pytest.mark.any_database]
KNOWN = ("maltego", "chocolate-list", "primero", "ulula", "protect-u", "khoya-paya", "apprise", "clearview-ai")


@pytest.fixture
def given(registry: None) -> list[Answer]:
    found = answers(KNOWN)
    found[3].is_refused = True
    return found


@lru_cache(maxsize=1)
def known_registry() -> ExistingRecords:
    """The starting data doesn't change while this module runs."""
    return ExistingRecords()


def planned(path: Path) -> ImportPlan:
    source = read_path(path)
    table = open_table(source)
    return make_plan(source, table, propose_columns(table), existing=known_registry())


def check(plan: ImportPlan, expected: dict[int, Answer], fields: Sequence[str] = FIELDS) -> None:
    rows = {row.number: row for row in plan.rows}
    wrong: list[Any] = []
    for number, answer in expected.items():
        row = rows[number]
        if answer.is_refused:
            if row.state != "skipped" or row.raw or row.values:
                wrong.append((number, "refused", row.state))
            continue
        if row.tool != (answer.match or "") or row.state not in (("same", "changed") if answer.match else ("new",)):
            wrong.append((number, row.state, row.tool, [problem.message for problem in row.errors]))
        for name in set(fields) | set(row.values):
            wanted, got = answer.values.get(name, ""), row.values.get(name, "")
            if _set(wanted) != _set(got):
                wrong.append((number, name, _set(wanted) ^ _set(got)))
    assert wrong == []


def _set(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else {value} - {"", None}


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_a_survey_in_any_language(language: str, given: list[Answer], tmp_path: Path) -> None:
    made = survey(language, given)
    check(planned(as_xlsx(tmp_path / "a.xlsx", made.rows)), made.expected)


@pytest.mark.parametrize(
    ("language", "encoding", "delimiter", "joint", "label"),
    [
        ("ru", "cp1251", ";", "; ", "Windows-1251"),
        ("uk", "cp1251", "\t", "\n", "Windows-1251"),
        ("ar", "cp1256", ",", "، ", "Windows-1256"),
        ("fr", "cp1252", ";", " | ", "Windows-1252"),
        ("tr", "cp1254", ";", ", ", "Windows-1254"),
        ("zh", "gb18030", ",", "；", "GB 18030"),
        ("es", "utf-16", "\t", ", ", "UTF-16"),
        ("hi", "utf-8-sig", ",", ", ", "UTF-8"),
    ],
)
def test_encodings_and_delimiters_are_found(
    language: str, encoding: str, delimiter: str, joint: str, label: str, given: list[Answer], tmp_path: Path
) -> None:
    made = survey(language, given, joint=joint)
    plan = planned(as_csv(tmp_path / "a.csv", made.rows, encoding=encoding, delimiter=delimiter))
    assert plan.encoding == label
    check(plan, made.expected)


@pytest.mark.parametrize(
    ("language", "own"),
    [
        ("de", ("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name")),
        ("fr", ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom")),
    ],
)
def test_microsoft_forms(language: str, own: Sequence[str], given: list[Answer], tmp_path: Path) -> None:
    rows, expected = microsoft_forms(language, given, own)
    plan = planned(as_xlsx(tmp_path / "a.xlsx", rows))
    check(plan, expected)
    assert not any("Beispiel" in text for row in plan.rows for text in row.raw.values())


def test_survey_monkey_in_german(given: list[Answer], tmp_path: Path) -> None:
    rows, expected = survey_monkey("de", given, "Offene Antwort", "Sonstiges (bitte angeben)")
    plan = planned(as_xlsx(tmp_path / "a.xlsx", rows))
    assert plan.header_row == [1, 2]
    check(plan, expected)


@pytest.mark.parametrize(("language", "yes", "no", "codes"), [("de", "Ja", "Nein", False), ("es", "Y", "N", True)])
def test_lime_survey(language: str, yes: str, no: str, codes: bool, given: list[Answer], tmp_path: Path) -> None:
    rows, expected = lime_survey(language, given, yes, no, codes=codes)
    check(planned(as_csv(tmp_path / "a.csv", rows)), expected)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_kobo_with_labels(language: str, given: list[Answer], tmp_path: Path) -> None:
    rows, expected = kobo_labels(language, given)
    plan = planned(as_xlsx(tmp_path / "a.xlsx", rows))
    check(plan, expected)
    assert "enumerator7" not in str([row.raw for row in plan.rows])


def test_titles_above_the_header_and_a_second_sheet(given: list[Answer], tmp_path: Path) -> None:
    made = survey("pt", given, joint="; ")
    above = [["Inventário de ferramentas"], ["Atualizado em 2026"], [], ["Preencha uma linha por ferramenta."]]
    plan = planned(as_xlsx(tmp_path / "a.xlsx", [*above, *made.rows], "Respostas"))
    assert plan.header_row == 5
    check(plan, {number + 4: answer for number, answer in made.expected.items()})
