"""Nothing breaks because a registry is large: 1,100 organisations, 1,100 tags, 3,000 records, on both databases.

SQLite nests what a query names 1,000 levels deep at most, and takes a bounded number of values; a look-up by many
keys has to stay clear of both, whatever Django makes of it.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from catalogue.models import Organisation, Tool
from search import indexing
from search.configured import get_engine
from search.signal_handlers import held_back
from tests.snapshots import Snapshot

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("size")]
RECORDS = 3_000
ORGANISATIONS = 1_100  # and as many tags
LISTS = ["/en/tools/", "/en/tools/?sort=name&page=7", "/en/tools/?q=shelter", "/en/organisations/"]
PAGES = ["/en/", *LISTS, "/en/gaps/", "/en/tools/tool-7/", "/en/organisations/organisation-7/", "/sitemap.xml"]
ANSWERS = ["/en/feed/", "/api/v1/tools?per_page=100", "/api/v1/facets", "/api/v1/organisations", "/api/v1/gaps"]
FORMATS = ["json", "csv", "xlsx", "atom", "html-offline"]
BULK = ["/api/v1/tools.jsonl", "/api/v1/tools.csv"]


def line(number: int) -> dict[str, object]:
    organisation = f"Organisation {number % ORGANISATIONS}"
    return {
        "id": f"tool-{number}",
        "name": f"Tool number {number}",
        "organisation": organisation,
        "organisation_type": "ngo",
        "partners": [{"name": f"Organisation {(number * 7 + 1) % ORGANISATIONS}", "contribution": "funding"}],
        "url": f"https://t{number}.example.org/",
        "summary": f"Tool number {number} keeps a list of shelters for case workers and says which have a free place.",
        "tool_types": ["victim-case-management-support"],
        "target_users": ["civil-society"],
        "infrastructure": ["broadband", "computer"],
        "regions": ["global"],
        "status": "active",
        "confidence": "medium",
        "sources": [{"title": "List", "url": f"https://example.org/{number}", "seen": False}],
        "tags": [f"tag {number % ORGANISATIONS}"],
    }


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "initiatives.jsonl"
    path.write_text("".join(json.dumps(line(number)) + "\n" for number in range(RECORDS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def _large_snapshot(large_file: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshot]:
    def fill() -> None:
        with held_back():
            call_command("load_vocabularies", verbosity=0)
            call_command("load_catalogue", str(large_file), stdout=io.StringIO())

    with django_db_blocker.unblock():
        snapshot = Snapshot("large", fill)
    yield snapshot
    with django_db_blocker.unblock():
        snapshot.drop()


@pytest.fixture
def large(_large_snapshot: Snapshot, db: None, own_engine: None) -> Iterator[None]:
    with _large_snapshot.borrowed():
        yield


def test_every_public_page_answers(large: None, client: Client) -> None:
    assert (Tool.objects.public().count(), Organisation.objects.count()) == (RECORDS, ORGANISATIONS)
    call_command("reindex", stdout=io.StringIO())
    assert get_engine().health().documents == RECORDS
    broken = {}
    for address in [*PAGES, *ANSWERS, *(f"/en/tools/?format={name}" for name in FORMATS)]:
        response = client.get(address, follow=True)
        if response.status_code != 200:
            broken[address] = response.status_code
    assert broken == {}


@pytest.mark.parametrize("address", BULK)
def test_bulk_files_are_whole(large: None, client: Client, address: str) -> None:
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text))) if address.endswith("csv") else text.splitlines()
    assert len(rows) == RECORDS + address.endswith("csv")


def test_loading_again_and_health(large: None, large_file: Path, client: Client) -> None:
    printed = io.StringIO()
    call_command("load_catalogue", str(large_file), "--json", stdout=printed)
    assert json.loads(printed.getvalue())["counts"] == {"created": 0, "changed": 0, "same": RECORDS, "invalid": 0}
    indexing.rebuild()
    assert client.get("/health/").status_code == 200


def test_a_survey_is_imported(large: None, tmp_path: Path, settings) -> None:
    settings.IMPORT_FOLDER = tmp_path / "imports"
    survey = tmp_path / "survey.csv"
    with survey.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Name of the tool", "Organisation", "Description", "Type of tool", "Status"])
        for number in range(ORGANISATIONS):
            entry = line(number)
            writer.writerow([entry["name"], entry["organisation"], entry["summary"], "Reporting and hotlines", "Pilot"])
    printed = io.StringIO()
    call_command("import_survey", str(survey), "--apply", "--json", stdout=printed)
    counts = json.loads(printed.getvalue())["counts"]
    assert counts["invalid"] == 0
    assert counts["changed"] > 1_000  # a few have names so alike that they wait for a person
