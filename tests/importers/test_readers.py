"""Files as they come, and files that mean harm: read as text, or refused in a sentence with bounded memory."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import numbers

from importers.columns.table_detection import find_table
from importers.readers import FileProblem, ImportLimits, read_bytes, read_pasted, read_path
from importers.readers.sheets import column_letter, column_position


def workbook(fill: Any) -> bytes:
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(content: bytes, name: str = "a.xlsx") -> dict[int, tuple[str, ...]]:
    return {row.number: row.cells for row in read_bytes(content, name).sheets[0].rows()}


def read_all(content: bytes, name: str, limits: ImportLimits | None = None) -> None:
    for sheet in read_bytes(content, name, limits=limits).sheets:
        list(sheet.rows())


def code_of(content: bytes, name: str = "survey.xlsx", limits: ImportLimits | None = None) -> str:
    with pytest.raises(FileProblem) as caught:
        read_all(content, name, limits)
    assert caught.value.message.strip()
    return caught.value.code


def test_text_in_nothing_guessed() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["007", 12345678901, 3.5, True, date(2026, 1, 31), datetime(2026, 1, 31, 9, 5), "1/2", "3E5"])
        sheet["A2"] = 42
        sheet["A2"].number_format = "00000"
        sheet["B2"] = "=1+1"
        sheet["C2"].number_format = numbers.FORMAT_TEXT
        sheet["C2"] = "0044"

    found = cells(workbook(fill))
    assert found[1] == ("007", "12345678901", "3.5", "TRUE", "2026-01-31", "2026-01-31 09:05:00", "1/2", "3E5")
    assert found[2][0] == "00042"
    assert found[2][2] == "0044"


def test_row_numbers_hidden_rows_and_merged_cells() -> None:
    def fill(sheet: Any) -> None:
        sheet["A3"], sheet["B3"] = "Name", "Organisation"
        sheet["A5"], sheet["A6"], sheet["B5"] = "One", "Two", "Both"
        sheet.merge_cells("B5:B6")
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["B"].hidden = True

    source = read_bytes(workbook(fill), "a.xlsx")
    assert {row.number: row.cells for row in source.sheets[0].rows()} == {
        3: ("Name", "Organisation"),
        5: ("One", "Both"),
        6: ("Two", "Both"),
    }
    assert source.sheets[0].hidden_rows == (6,)
    assert any("6" in note for note in source.sheets[0].notes)


def test_direction_marks_and_control_characters_go_html_stays() -> None:
    assert cells("Name,Note\n\u200fأداة\u200e,<b>x</b>\x07\n".encode(), "a.csv")[2] == ("أداة", "<b>x</b>")


def test_records_of_a_text_file_count_as_excel_counts_rows() -> None:
    content = b'sep=;\nname;note\n"two\nlines";a\n\n\nlast;b\n'
    assert cells(content, "a.csv") == {1: ("name", "note"), 2: ("two\nlines", "a"), 5: ("last", "b")}


def test_an_open_document_is_read_with_its_repeats(tmp_path: Path) -> None:
    content = """<?xml version="1.0"?><office:document-content
     xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
     xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
     xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
     <table:table table:name="S"><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>
     <table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row>
     <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
     <table:table-row><table:table-cell office:value-type="float"><text:p>007</text:p></table:table-cell>
     </table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell
     table:number-columns-repeated="16000"/></table:table-row></table:table></office:spreadsheet></office:body>
     </office:document-content>"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", content)
    assert cells(out.getvalue(), "a.ods") == {1: ("Name", "x", "x"), 4: ("007",)}


# --- harm ----------------------------------------------------------------------------------------------------------
def package_with(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(lambda sheet: sheet.append(["Name", "x"])))) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**kept, **parts}.items():
            package.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n" * 50_000, "empty"),
        (b"%PDF-1.7 ...", "not-a-table"),
        (b"\x89PNG\r\n", "not-a-table"),
        (b"<html><table></table></html>", "not-a-table"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_truncated_workbook_is_refused() -> None:
    content = workbook(lambda sheet: [sheet.append([f"row {n}", n]) for n in range(2000)])
    assert code_of(content[: len(content) // 2]) == "damaged"


def test_a_zip_bomb_is_refused() -> None:
    assert code_of(package_with({"xl/media/bomb.bin": b"\0" * 60_000_000})) == "too-large"
    limits = ImportLimits(unpacked=2_000_000)
    assert code_of(package_with({SHEET: HEAD + b" " * 3_000_000 + TAIL}), limits=limits) == "too-large"


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + TAIL
    assert code_of(package_with({SHEET: bomb})) == "entities"


def test_cells_in_far_corners_cost_no_memory() -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code_of(package_with({SHEET: HEAD + far + TAIL})) == "too-many-columns"
    deep = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="B900000"><v>1</v></c></row>'
    assert code_of(package_with({SHEET: HEAD + deep + TAIL})) == "too-many-rows"


def test_limits_of_rows_columns_and_bytes() -> None:
    assert code_of(b"a,b\n" * 200, "a.csv", ImportLimits(rows=100)) == "too-many-rows"
    assert code_of(b"a," * 3000 + b"b\n", "a.csv") == "too-many-columns"
    assert code_of(b"a,b\n" * 200, "a.csv", ImportLimits(size=100)) == "too-large"


def test_a_cell_of_forty_thousand_characters_is_cut_and_said() -> None:
    from importers.readers.cells import is_cut

    found = cells(("name,note\nx," + "y" * 40_000).encode(), "a.csv")[2][1]
    assert is_cut(found)
    assert len(found) < 33_000


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="can't be read"):
        read_path(tmp_path / "nothing.xlsx")


# --- any text ------------------------------------------------------------------------------------------------------
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(FileProblem):
        read_all(content, "a.csv")


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=8))
def test_any_pasted_table_is_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    with contextlib.suppress(FileProblem):
        find_table(read_pasted(text).sheets[0])


@given(st.integers(min_value=0, max_value=20_000))
def test_letters_of_columns(position: int) -> None:
    assert column_position(column_letter(position)) == position
