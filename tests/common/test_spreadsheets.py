"""What a spreadsheet would calculate is written as text, and read back as it was."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.spreadsheets import csv_lines, may_be_neutralised, neutral, without_neutraliser, xlsx_bytes
from importers.readers.cells import as_texts
from tests import dangerous

STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"
BLANKS = " \u00a0\u2003\u202f\u3000\t\r\n\x0b\x0c\x85\u2028"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u2066"
CONTROL = "\x00\x01\x07\x08\x1b\x1f\x7f\x9f"
DANGEROUS = st.text(alphabet=STARTS + BLANKS + UNSEEN + CONTROL + "'0123456789.,eE()ab", max_size=12)


def as_programs_read(text: str) -> str:
    """The text without what spreadsheet programs may drop before they decide whether it is a formula."""
    while text and (text[0].isspace() or text[0] in UNSEEN or unicodedata.category(text[0]) == "Cc"):
        text = text[1:]
    return text


@given(text=DANGEROUS | dangerous.texts(max_size=60) | dangerous.formulas())
def test_no_cell_can_be_a_formula(text):
    cell = neutral(text)
    assert cell in (text, f"'{text}")
    if as_programs_read(cell).startswith(tuple(STARTS)) or cell.startswith(("\t", "\r", "\n")):
        # Only what is nothing but a negative number.
        assert cell == text
        assert float(cell) <= 0
        assert set(cell) <= set("-+.eE0123456789")
    assert without_neutraliser(cell) == text or text.startswith("'")
    assert cell == text or may_be_neutralised(f"a cell before {cell} and one behind")


@given(blank=st.text(alphabet=BLANKS + UNSEEN + CONTROL, max_size=4), start=st.sampled_from(STARTS), rest=DANGEROUS)
def test_a_formula_is_known_behind_whatever_hides_it(blank, start, rest):
    text = f"{blank}{start}1+{rest}"
    assert neutral(text) == f"'{text}"
    assert as_texts([neutral(text)], 100) == as_texts([text], 100)


@given(number=st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_never_touched(number):
    assert neutral(repr(number)) == repr(number)
    line = "".join(csv_lines(["n"], [[number]])).removeprefix("\ufeff").splitlines()[1]
    assert float(line) == float(number)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+49 30 1234", "+4930123456", "-rm", "-2+3", "-1,5", "-", "--2", "- 2", "-1e", "-.5.", "-0x1", "@x",
        "\t-2", "\r-2", "\n-2", "\uff1d1+1", "\uff0d2", "  =1+1", "\u00a0@x", " -2+3", "-\u0662",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_calculate_is_text_and_comes_back(text):
    assert neutral(text) == f"'{text}"
    assert as_texts([neutral(text)], 100) == as_texts([text], 100)


def test_formulas_are_harmless_in_both_kinds_of_table():
    rows = [["=1+1", "ok"], ["@SUM(A1)", "-2+3"], ["\x07=cmd|' /C calc'!A0", "x"]]
    lines = list(csv.reader(io.StringIO("".join(csv_lines(["a", "b"], rows)).removeprefix("\ufeff"))))
    assert lines[1] == ["'=1+1", "ok"]
    assert lines[2] == ["'@SUM(A1)", "'-2+3"]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("T", ["a", "b"], rows))).worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type == "s"
            assert not str(cell.value).startswith(("=", "@"))
