"""What a spreadsheet program lost or never made: letters, results of formulas; and a header that is really a header."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from catalogue.models import Tool
from importers.applying.sessions import ImportSession
from importers.columns.table_detection import find_table
from importers.readers import read_bytes, read_pasted
from importers.values.damage import is_damaged, is_worn, mended
from tests.importers.surveys import as_csv

FAULTS = Path(__file__).parents[1] / "surveys" / "faults"


def plan_of(path: Path, **options: Any) -> Any:
    return ImportSession.from_path(path, **options).plan()


# --- letters -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["??????? ?????", "T?ng ?ài 112", "Caf\ufffd Segur\ufffd", "????", "Pan?evo"])
def test_names_with_lost_letters_are_damaged(text: str) -> None:
    assert is_damaged(text, is_name=True)


@pytest.mark.parametrize("text", ["Who? Where?", "What now?", "https://example.org/?q=a", "Safe?", "¿Dónde?"])
def test_questions_are_not(text: str) -> None:
    assert not is_damaged(text, is_name=True)


def test_a_wrong_encoding_is_mended() -> None:
    assert mended("LÃ\u00adnea segura") == "Línea segura"
    assert mended("Zdravé město") is None
    assert mended("Горячая линия") is None


def test_a_value_that_lost_letters_is_the_records() -> None:
    assert is_worn("宝贝回家", "????")
    assert is_worn("Tổng đài 111", "T?ng ?ài 111")
    assert is_worn(("Baobei Huijia", "宝贝回家"), ("Baobei Huijia", "????"))
    assert not is_worn("What?", "What!")
    assert not is_worn("Tổng đài 111", "T?ng ?ài 112")


@pytest.mark.usefixtures("registry")
def test_new_rows_with_lost_letters_wait_and_the_file_is_told_once(tmp_path: Path) -> None:
    rows = [["Name of the tool", "Organisation", "Description"], ["??????? ?????", "Kestrel", "Line one for crews."],
            ["Ostrakon", "T?ng ?ài 112", "Line two for pupils."], ["LÃ\u00adnea segura", "Brook", "Line three."],
            ["Quillfern", "Fennel", "Where is it? Here."]]  # fmt: skip
    plan = plan_of(as_csv(tmp_path / "a.csv", rows))
    assert [str(row.state) for row in plan.rows] == ["invalid", "invalid", "invalid", "new"]
    assert {problem.code for row in plan.rows for problem in row.errors} == {"damaged-letters"}
    assert plan.rows[2].errors[0].offer == "Línea segura"
    assert sum("CSV UTF-8" in note for note in plan.notes) == 1


@pytest.mark.usefixtures("registry")
def test_an_export_that_lost_letters_changes_nothing(tmp_path: Path) -> None:
    tool = next(tool for tool in Tool.objects.all() if any(not row.name.isascii() for row in tool.aliases.all()))
    aka = [row.name.encode("ascii", "replace").decode() for row in tool.aliases.all()]
    rows = [["slug", "name", "aka"], [tool.slug, tool.name, "; ".join(aka)]]
    plan = plan_of(as_csv(tmp_path / "a.csv", rows))
    assert [str(row.state) for row in plan.rows] == ["same"]
    assert not plan.rows[0].changes
    assert sum("CSV UTF-8" in note for note in plan.notes) == 1


# --- formulas ------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("registry")
def test_errors_are_named_and_the_target_of_a_link_is_taken() -> None:
    plan = plan_of(FAULTS / "16-formula-errors-vanish.xlsx")
    found = {f"{p.column}{row.number}": p.code for row in plan.rows for p in row.errors}
    assert found == dict.fromkeys(("G2", "I4", "D5", "J5"), "cell-error")
    assert plan.rows[1].values["url"] == "https://ostrakon.example.net/start"


@pytest.mark.usefixtures("registry")
def test_a_curator_may_write_or_empty_such_a_cell() -> None:
    fixes = {"2": {"G": ""}, "4": {"I": "Active"}}
    plan = plan_of(FAULTS / "16-formula-errors-vanish.xlsx", mapping={"fixes": fixes})
    assert [str(row.state) for row in plan.rows[:3]] == ["new"] * 3


@pytest.mark.usefixtures("registry")
def test_a_formula_that_was_never_calculated_says_so(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Name of the tool", "Description"])
    book.active.append(['=CONCATENATE("Lumen","via")', "A line for crews."])
    book.save(tmp_path / "a.xlsx")
    (row,) = plan_of(tmp_path / "a.xlsx").rows
    assert "uncalculated" in [problem.code for problem in row.errors]
    assert row.raw["A"].startswith("=CONCATENATE")


def test_errors_of_an_ods_are_found() -> None:
    namespaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in namespaces.items())
    content = (
        f"<office:document-content {declared}><office:body><office:spreadsheet>"
        '<table:table table:name="A"><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    (sheet,) = read_bytes(out.getvalue(), "a.ods").sheets
    assert sheet.errors == {(1, 1): "#DIV/0!"}


@pytest.mark.usefixtures("registry")
def test_errors_written_as_text_are_errors_too(tmp_path: Path) -> None:
    rows = [["Name of the tool", "Description", "Year of launch"], ["Lumenvia", "A line.", "#REF!"],
            ["Ostrakon", "A game.", "#N/A"]]  # fmt: skip
    mapping = {"columns": {"B": "summary", "C": "launched"}}
    plan = plan_of(as_csv(tmp_path / "a.csv", rows), mapping=mapping)
    found = [[p.code for p in row.errors] for row in plan.rows]
    assert found == [["cell-error"], []]


# --- header --------------------------------------------------------------------------------------------------------
def test_a_row_of_data_is_no_header() -> None:
    lines = ["A list of public goods", "", "#\tstatus\tname\tcategory\torigin"]
    lines += [f"{n}\tdone\tThing {n}\tkind {n}\tplace {n}" for n in range(1, 10)]
    lines += ["10\tStatus\tAid Management Platform\tDevelopment organisation\tCountries and languages"]
    lines += [f"{n}\tdone\tThing {n}\tkind {n}\tplace {n}" for n in range(11, 20)]
    table = find_table(read_pasted("\n".join(lines)).sheets[0])
    assert table.header_row == 3
    assert len(list(table.rows())) == 19
