"""What a hostile sheet's cells claim is known before a reader lays out a table of that size, however it is written."""

import io
import re
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from importers.readers import FileProblem, ImportLimits, read_bytes
from importers.readers.sheets import column_letter
from importers.readers.used_range import UsedRange

SHEET = "xl/worksheets/sheet1.xml"
SMALL = ImportLimits(rows=1_000, columns=50, area=20_000)
FIRST = b'<row r="1"><c r="A1"><v>1</v></c></row>'


def workbook(cells: bytes, **changes: bytes) -> bytes:
    """An XLSX with these rows. changes: a part's last name without its ending to what stands in it instead."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(["a"])
    book.save(plain)
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(made, "w") as out:
        for name in parts.namelist():
            content = parts.read(name)
            if name == SHEET:
                content = re.sub(rb"<sheetData.*</sheetData>", b"<sheetData>" + cells + b"</sheetData>", content)
            out.writestr(name, changes.get(name.rpartition("/")[2].partition(".")[0], content))
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def refused(content: bytes, limits: ImportLimits = SMALL) -> str:
    with pytest.raises(FileProblem) as problem:
        list(read_bytes(content, "survey.xlsx", limits=limits).sheets[0].rows())
    return problem.value.code


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="2"><c r="BA2"><v>1</v></c></row>',
        b"<row r='2'><c r='BA2'><v>1</v></c></row>",
        b'<row r = "2"><c\n r\t=\n"BA2"><v>1</v></c></row>',
        b'<row r="2"><c s="1"r="BA2"><v>1</v></c></row>',
        b'<row r="2"><c s=">" r="BA2"><v>1</v></c></row>',
        b"""<row r="2"><c s=' r="A2"' r="BA2"><v>1</v></c></row>""",
        b'<row r="2"><c r="ba2"><v>1</v></c></row>',
        b'<row r="2"><x:c r="BA2"><v>1</v></x:c></row>',
        b'<x:row r="2"><x:c r="BA2"><v>1</v></x:c></x:row>',
        b"""<row r="2"><!-- <c s=' --><c r="BA2"><v>1</v></c><!-- ' --></row>""",
        b'<row r="2"><c <c r="BA2"><v>1</v></c></row>',
        b"<row>" + b"<c/>" * 52 + b"<c><v>1</v></c></row>",
        b'<row r="2"><c ' + b" " * 3_000_000 + b'r="BA2"><v>1</v></c></row>',
    ],
)
def test_a_far_column_is_refused_however_it_is_written(cells: bytes) -> None:
    assert refused(workbook(FIRST + cells)) in {"too-many-columns", "damaged"}


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1001"><c r="A1001"><v>1</v></c></row>',
        b"<row r='1001'><c><v>1</v></c></row>",
        b'<row r="2"><c r="A1001"><v>1</v></c></row>',
        b'<row ht="3" r="1001"><c><v>1</v></c></row>',
        b"<row/>" * 1_000 + b"<row><c><v>1</v></c></row>",
        b'<row r="900"><c r="Z900"><v>1</v></c></row>',  # within both limits, but not within the area
    ],
)
def test_a_far_row_is_refused_however_it_is_written(cells: bytes) -> None:
    assert refused(workbook(FIRST + cells)) == "too-many-rows"


def test_more_cells_than_are_read_are_refused_though_all_stand_in_one_place() -> None:
    assert refused(workbook(b'<row r="1">' + b'<c r="A1"/>' * 20_001 + b"</row>")) == "too-large"


@pytest.mark.parametrize("target", ["xl/docProps/app.xml", "../docProps/app.xml", "/docProps/app.xml", "theme/x.bin"])
def test_a_sheet_under_a_strange_name_is_measured_too(target: str) -> None:
    relations = part(workbook(FIRST), "xl/_rels/workbook.xml.rels")
    away = re.sub(rb'Target="[^"]*sheet1.xml"', f'Target="{target}"'.encode(), relations)
    far = part(workbook(b'<row r="2"><c r="BA2"><v>1</v></c></row>'), SHEET)
    made = io.BytesIO(workbook(FIRST, workbook=part(workbook(FIRST), "xl/workbook.xml")))
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out := io.BytesIO(), "w") as copy:
        for name in parts.namelist():
            copy.writestr(name, away if name.endswith("workbook.xml.rels") else parts.read(name))
        for name in ("xl/docProps/app.xml", "xl/theme/x.bin"):
            copy.writestr(name, far)
    assert refused(out.getvalue()) == "too-many-columns"


def test_two_parts_of_one_name_are_refused() -> None:
    content = io.BytesIO(workbook(FIRST))
    with zipfile.ZipFile(content, "a") as parts, pytest.warns(UserWarning, match="Duplicate name"):
        parts.writestr(SHEET, part(content.getvalue(), SHEET))
    assert refused(content.getvalue()) == "damaged"


def test_a_sheet_in_another_encoding_is_no_way_around() -> None:
    far = part(workbook(b'<row r="2"><c r="BA2"><v>1</v></c></row>'), SHEET)
    far = b'<?xml version="1.0" encoding="UTF-16"?>' + far.partition(b"?>")[2]
    source = read_bytes(workbook(FIRST, sheet1=far.decode().encode("utf-16")), "survey.xlsx", limits=SMALL)
    assert list(source.sheets[0].rows()) == []  # the reader takes it for a blank sheet


def test_merged_cells_over_one_another_take_no_memory() -> None:
    merged = b"".join(b'<mergeCell ref="A1:B5000"/>' for _n in range(3_000))
    sheet = part(workbook(FIRST), SHEET).replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>"
    )
    assert refused(workbook(FIRST, sheet1=sheet), ImportLimits()) == "damaged"


REFERENCES = st.tuples(st.integers(0, 800), st.integers(1, 120_000))
QUOTES = st.sampled_from(['"', "'"])


@st.composite
def tags(draw: st.DrawFn) -> str:
    """A row of cells that name their places in one of many ways, or don't."""
    column, row = draw(REFERENCES)
    quote, prefix = draw(QUOTES), draw(st.sampled_from(["", "", "", "x:"]))
    blank = draw(st.sampled_from(["", "", " ", "\n"]))
    before = draw(st.sampled_from([" ", " ", ' s="1" ', " t='n'\n", ' s=">" ', " s='<>' "]))
    letters = column_letter(column)
    letters = letters.lower() if draw(st.booleans()) and draw(st.booleans()) else letters
    placed = f"{before}r{blank}={blank}{quote}{letters}{row}{quote}"
    cells = [placed if draw(st.booleans()) else "" for _n in range(draw(st.integers(0, 3)))]
    remark = draw(st.sampled_from(["", "", "<!-- <c s=' -->", '<!-- " -->']))
    inside = remark + "".join(f"<{prefix}c{where}><v>1</v></{prefix}c>" for where in cells)
    numbered = f" r={quote}{row}{quote}" if draw(st.booleans()) else ""
    return f"<{prefix}row{numbered}>{inside}</{prefix}row>"


@given(st.lists(tags(), min_size=1, max_size=6), st.integers(40, 4_000))
@example(  # a piece ends between a row's tag and its first cell
    ['<row r="1000">' + '<c r="AA1000"><v>1</v></c>' * 2 + "</row>", '<row r="1002"><c><v>1</v></c></row>'], 74
)
def test_no_sheet_reaches_further_than_was_measured(rows: list[str], piece: int) -> None:
    cells = "".join(rows).encode()
    content = workbook(cells)
    sheet_xml = part(content, SHEET)
    area = UsedRange(ImportLimits(rows=10**9, columns=10**9, area=10**18))
    for at in range(0, len(sheet_xml), piece):
        area.feed(sheet_xml[at : at + piece])
    area.close()
    # Laying out a table of so many cells is what the measuring is there to prevent.
    if area.rows * area.columns > 3_000_000:
        return
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except CalamineError:
        return
    assert sheet.total_height <= area.rows
    assert sheet.total_width <= area.columns
    assert (sheet.end or (0, 0)) <= (area.rows, area.columns)


@given(st.lists(st.tuples(REFERENCES, st.text("<>&r=\"' A1", max_size=9)), min_size=1, max_size=40))
def test_a_sheet_as_programs_write_it_is_measured_exactly(cells: list[tuple[tuple[int, int], str]]) -> None:
    book = Workbook(write_only=False)
    for (column, row), text in cells:
        book.active.cell(row, column + 1, text or "x")
    out = io.BytesIO()
    book.save(out)
    area = UsedRange(ImportLimits(rows=10**9, columns=10**9, area=10**18))
    area.feed(part(out.getvalue(), SHEET))
    assert (area.rows, area.columns) == (max(row for (_c, row), _t in cells), max(c for (c, _r), _t in cells) + 1)
