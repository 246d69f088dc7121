"""Lists in other formats: whole, harmless, readable."""

import csv
import io

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalogue.models import Tool
from catalogue.records import Record
from catalogue.spreadsheets import csv_lines, neutral, without_neutraliser, xlsx_bytes
from importers.readers.cells import as_texts
from search.exports.feeds import ATOM
from search.exports.fields import COLUMNS, as_dict

pytestmark = pytest.mark.django_db
# Fields of a Record that leave under another name, or that say nothing to others.
RENAMED = {"parties": "partners"}
KEPT_BACK = {"pk", "restricted_detail", "disclosure"}


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@given(text=st.text(max_size=60) | st.text(alphabet="=+-@\t\r\n '0123456789.,eE()ab\u00a0\uff1d", max_size=12))
def test_no_cell_can_be_a_formula(text):
    cell = neutral(text)
    assert cell in (text, f"'{text}")
    if cell.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        # Only what is nothing but a negative number.
        assert cell == text
        assert float(cell) <= 0
        assert set(cell) <= set("-+.eE0123456789")
    assert without_neutraliser(cell) == text or text.startswith("'")


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


def test_every_field_of_a_record_leaves_or_is_kept_back_on_purpose():
    fields = set(Record.__dataclass_fields__)
    given_out = set(as_dict(Record(slug="a", name="A", summary="S")))
    named = {RENAMED.get(field, field) for field in fields - KEPT_BACK}
    assert named <= given_out
    assert not KEPT_BACK & given_out
    assert {name for name, _read in COLUMNS} - given_out == set()


def test_a_list_as_csv_is_the_whole_list(memory_engine):
    response = Client().get("/en/tools/?status=active&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    text = b"".join(response.streaming_content).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 240
    assert {row["status"] for row in rows} == {"active"}


def test_a_list_as_workbook_opens_and_says_what_was_asked(memory_engine):
    response = Client().get("/en/tools/?region=oceania&format=xlsx")
    book = load_workbook(io.BytesIO(response.content))
    assert book.worksheets[0].max_row > 10
    assert book.worksheets[0]["A1"].value == "slug"
    about = [cell.value for cell in book["About"]["A"]]
    assert any("Region: Oceania" in text for text in about)
    assert any("/en/tools/?region=oceania" in text for text in about)


def test_a_list_as_json_is_the_search_result(memory_engine):
    answer = Client().get("/en/tools/?region=oceania&format=json&per_page=5").json()
    assert len(answer["results"]) == 5
    # Where it stopped stands in it, so that nothing is skipped when a record goes meanwhile.
    assert "/en/tools/?region=oceania&page=2&per_page=5&after=" in answer["next"]
    assert answer["next"].endswith("&format=json")


@pytest.mark.parametrize("address", ["/en/tools/?region=asia&format=atom", "/en/feed/", "/ar/tools/?q=app&format=atom"])
def test_feeds_are_atom(memory_engine, address):
    response = Client().get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{{{ATOM}}}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{{{ATOM}}}{name}") is not None
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert entries
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert len(ids) == len(set(ids))
    assert all(found.startswith("tag:testserver,") for found in ids)


def test_a_feed_survives_what_xml_cannot_carry(memory_engine):
    Tool.objects.filter(slug="primero").update(public_changed_at=timezone.now())
    with connection.cursor() as cursor:  # the column itself would clean it; a feed of older rows must hold as well
        cursor.execute("UPDATE catalogue_tool SET name = %s WHERE slug = 'primero'", ["Prim\x0bero \ufffe <b>&"])
    feed = ElementTree.fromstring(Client().get("/en/feed/").content)
    assert "Primero  <b>&" in [title.text for title in feed.iter(f"{{{ATOM}}}title")]


def test_a_list_to_take_along_needs_nothing_else(memory_engine):
    response = Client().get("/en/tools/?region=oceania&format=html-offline")
    html = response.content.decode()
    assert "attachment" in response["Content-Disposition"]
    for part in ("<link", "<script", "<img", " src=", "url("):
        assert part not in html
    assert "<style>" in html
    assert "/en/tools/?region=oceania" in html


def test_a_feed_of_changes_without_a_language_leads_to_the_readers(memory_engine):
    assert Client().get("/feed/", headers={"accept-language": "fr"})["Location"] == "/fr/feed/"
