"""Every column of numbers, in every CSV and Excel file of the product, can be added up by the programs of readers."""

import csv
import io
import math

import openpyxl
import pandas
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from catalogue.models import Tool
from gaps import live_data as registry_in_memory
from tests.catalogue.admin_forms import TOOLS

STATISTICS = ("count", "active", "discontinued", "expected", "ic", "ic_low", "ic_high", "p", "q")
YEARS = ("launched", "ended")
TABLES_OF_GAPS = (
    "/en/gaps/",
    "/en/gaps/?rows=target_user&columns=language",
    "/fr/gaps/?rows=exploitation&columns=target_user&global=excluded",
    "/ar/gaps/?rows=pillar&columns=technology",
)
LISTS = {
    "/en/tools/": YEARS,
    "/api/v1/tools.csv": YEARS,
    f"{TOOLS}?export=csv": (*YEARS, "completeness"),
}


@pytest.fixture
def client(registry: None) -> Client:
    Tool.objects.filter(slug="unseen-app").update(launched=2015, ended=2020)
    registry_in_memory.note_change()
    client = Client()
    user = User.objects.create_user("curator", password="long enough 2041")
    user.groups.add(Group.objects.get(name="Curators"))
    client.force_login(user)
    return client


def body_of(client: Client, address: str, kind: str) -> bytes:
    if "export=" in address:
        address = address.replace("export=csv", f"export={kind}")
    elif not address.endswith(".csv"):
        address += f"{'&' if '?' in address else '?'}format={kind}"
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content) if response.streaming else response.content


def check_csv(body: bytes, names: tuple[str, ...]) -> None:
    lines = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    frame = pandas.read_csv(io.BytesIO(body), encoding="utf-8-sig")
    for name in names:
        numbers = [float(line[name]) for line in lines if line[name]]
        assert numbers, name
        assert all(map(math.isfinite, numbers))
        assert pandas.api.types.is_numeric_dtype(frame[name]), name


def check_workbook(body: bytes, names: tuple[str, ...]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body))
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        if set(names) <= set(rows[0]):
            break
    else:
        pytest.fail("No sheet has the columns.")
    for row in rows[1:]:
        for name in names:
            assert row[rows[0].index(name)] is None or isinstance(row[rows[0].index(name)], int | float)


def test_numbers_of_gaps_are_numbers(client: Client) -> None:
    for address in TABLES_OF_GAPS:
        body = body_of(client, address, "csv")
        check_csv(body, STATISTICS)
        assert (pandas.read_csv(io.BytesIO(body))["ic_low"] < 0).any()
    check_workbook(body_of(client, TABLES_OF_GAPS[0], "xlsx"), STATISTICS)


def test_numbers_of_lists_are_numbers(client: Client, memory_engine: object) -> None:
    for address, names in LISTS.items():
        check_csv(body_of(client, address, "csv"), names)
        if not address.endswith(".csv"):
            check_workbook(body_of(client, address, "xlsx"), names)
