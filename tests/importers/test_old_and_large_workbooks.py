"""Workbooks of old programs (XLS), and sheets so large that they are read in slices."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from importers.columns import propose_columns
from importers.plan.make_plan import make_plan, open_table
from importers.readers import FileProblem, packages, read_bytes, read_path, slices

OLD = Path(__file__).with_name("survey.xls")


def test_an_xls_is_read_as_text_with_its_dates_and_leading_zeros() -> None:
    source = read_path(OLD)
    assert source.kind == "xls"
    assert [sheet.name for sheet in source.sheets] == ["Read me", "Réponses"]
    rows = {row.number: row.cells for row in source.sheets[1].rows()}
    assert rows[3][1] == "Nom de l'outil"
    assert rows[4][6:11] == ("Grèce", "2019", "2026-01-31", "00420", "a@example.org")
    assert rows[5][1] == "Хорижда иш"
    assert sorted(rows) == [1, 3, 4, 5, 8]


def test_a_damaged_xls_is_refused_in_a_sentence() -> None:
    content = OLD.read_bytes()
    for cut in (600, 2_000, len(content) // 2):
        with pytest.raises(FileProblem) as caught:
            _read_all(content[:cut])
        assert caught.value.code in ("damaged", "not-a-table", "empty")


def _read_all(content: bytes) -> None:
    for sheet in read_bytes(content, "survey.xls").sheets:
        list(sheet.rows())


@pytest.mark.usefixtures("registry")
def test_an_xls_is_planned_like_any_other_file() -> None:
    source = read_path(OLD)
    table = open_table(source)
    plan = make_plan(source, table, propose_columns(table))
    assert (plan.sheet, plan.header_row) == ("Réponses", 3)
    assert [str(row.state) for row in plan.rows] == ["new", "new", "skipped"]
    assert plan.rows[0].values["tool_types"] == ["awareness-education-training", "reporting-hotlines"]
    assert plan.rows[1].values["countries"] == ["CI", "SN"]
    assert plan.rows[1].values["url"] == "https://www.oxbow.example.net"
    assert "@example.org" not in str([row.raw for row in plan.rows])


def _large(rows: int) -> bytes:
    """Nothing in column A, gaps, dates, numbers, cells merged over the edge of a slice, padded zeros."""
    book = Workbook()
    sheet = book.active
    for n in range(2, rows):
        if n % 50 == 0:
            continue
        sheet.cell(n, 2, f"Name {n}")
        sheet.cell(n, 4, date(2026, 1, 1 + n % 28))
        sheet.cell(n, 5, n / 2)
        sheet.cell(n, 6, "Ünïcode\nline" if n % 7 == 0 else None)
        sheet.cell(n, 7, n).number_format = "00000"
    for top in range(100, rows - 100, 90):
        sheet.cell(top, 8, f"Both {top}")
        sheet.merge_cells(start_row=top, end_row=top + 60, start_column=8, end_column=8)
    sheet.row_dimensions[30].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_in_slices_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    content = _large(2_000)
    whole = read_bytes(content, "a.xlsx").sheets[0]
    expected = list(whole.rows())
    monkeypatch.setattr(packages, "LARGE", 10_000)
    monkeypatch.setattr(slices, "_SLICE", 8_000)
    monkeypatch.setattr(packages, "CHUNK", 3_000)
    sheet = read_bytes(content, "a.xlsx").sheets[0]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = list(slices.sliced(package, "xl/worksheets/sheet1.xml") or ())
    assert len(parts) > 10
    assert list(sheet.rows()) == expected
    assert list(sheet.rows()) == expected
    assert sheet.hidden_rows == whole.hidden_rows


def test_rows_without_numbers_are_read_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some programs leave the numbers out; then only the whole sheet says which row is which."""
    sheet = b"".join(b"<row><c t='inlineStr'><is><t>x%d</t></is></c></row>" % n for n in range(500))
    content = _with_sheet(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + sheet + b"</sheetData></worksheet>"
    )  # fmt: skip
    monkeypatch.setattr(packages, "LARGE", 1_000)
    rows = list(read_bytes(content, "a.xlsx").sheets[0].rows())
    assert (len(rows), rows[499].number, rows[499].cells) == (500, 500, ("x499",))


def _with_sheet(sheet: bytes) -> bytes:
    book = Workbook()
    book.active["A1"] = "x"
    first, out = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(out, "w") as package:
        for name in old.namelist():
            package.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def test_columns_keep_their_letters_where_the_first_is_empty() -> None:
    book = Workbook()
    book.active["C3"], book.active["D3"], book.active["C4"] = "Name of the tool", "Website", "Lumenvia"
    out = io.BytesIO()
    book.save(out)
    rows = list(read_bytes(out.getvalue(), "a.xlsx").sheets[0].rows())
    assert rows == [(3, ("", "", "Name of the tool", "Website")), (4, ("", "", "Lumenvia"))]
