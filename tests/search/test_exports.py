"""Lists in other formats: whole, harmless, readable."""

import csv
import io

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.models import Tool
from catalogue.records import Record
from search.exports.feeds import ATOM
from search.exports.fields import HEADER, as_dict

pytestmark = pytest.mark.django_db
# Fields of a Record that leave under another name, or that say nothing to others.
RENAMED = {"parties": "partners"}
KEPT_BACK = {"pk", "restricted_detail", "disclosure"}


def test_every_field_of_a_record_leaves_or_is_kept_back_on_purpose():
    fields = set(Record.__dataclass_fields__)
    given_out = set(as_dict(Record(slug="a", name="A", summary="S")))
    named = {RENAMED.get(field, field) for field in fields - KEPT_BACK}
    assert named <= given_out
    assert not KEPT_BACK & given_out
    assert set(HEADER) <= given_out


def test_a_list_as_csv_is_the_whole_list(memory_engine):
    response = Client().get("/en/tools/?status=active&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    text = b"".join(response.streaming_content).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 240
    assert {row["status"] for row in rows} == {"active"}


@pytest.mark.parametrize("form", ["csv", "xlsx", "html-offline"])
def test_no_copy_of_what_was_taken_along_stays_on_a_shared_machine(memory_engine, form):
    response = Client().get(f"/en/tools/?region=africa&format={form}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"


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
