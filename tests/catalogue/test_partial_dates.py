"""A date says as much as its source did: a year, a month or a day, and never more."""

import json
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields import FIELDS, ValueProblem, plain, read_values
from catalogue.models import Tool
from catalogue.partial_dates import PartialDate
from catalogue.quality import problems_of
from catalogue.records import record_of
from catalogue.writing import RecordChange, WriteMode, write_records
from importers.values.plain_values import date_of
from search.exports.fields import as_cells, as_dict
from tests import dangerous
from tests.catalogue.admin_forms import TOOLS, errors_of, fields_of, send, signed_in
from tests.catalogue.factories import make_tool

dates = st.one_of(
    st.builds(PartialDate, st.integers(1950, 2100)),
    st.builds(PartialDate, st.integers(1950, 2100), st.integers(1, 12)),
    st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(PartialDate.of),
)
REFUSED = ["31/12/2025", "12.03.2025", "May 2026", "sometime in May", "2026-13", "2026-02-30", "26", "2026-05-", "1800"]


@given(dates)
def test_what_is_written_is_read_again(known):
    assert PartialDate.read(str(known)) == known
    assert date_of(str(known)) == known
    assert FIELDS["status_date"].check(plain(known)) == known


@given(dates, dates)
def test_dates_sort_as_their_texts_do(one, other):
    assert (one < other) == (str(one) < str(other))
    assert (one == other) == (str(one) == str(other))
    assert one != other or hash(one) == hash(other)


@given(dangerous.texts(max_size=12))
def test_any_other_text_is_refused_whole(text):
    try:
        known = PartialDate.read(text)
    except ValueError:
        return
    assert text.strip().count("-") == str(known).count("-")


def test_a_whole_date_is_the_day():
    assert PartialDate(2026, 5, 12) == date(2026, 5, 12)
    assert PartialDate(2026, 5) != date(2026, 5, 1)
    assert PartialDate(2026, 5) < date(2026, 5, 1) < PartialDate(2026, 6)
    assert PartialDate.read("٢٠٢٦-٠٥") == PartialDate(2026, 5)


@pytest.mark.parametrize("text", REFUSED)
def test_a_date_in_another_form_is_refused_with_a_sentence(text):
    with pytest.raises(ValueProblem, match="is not a date like"):
        FIELDS["status_date"].check(text)


@pytest.mark.django_db
class TestRecords:
    @pytest.fixture
    def tool(self, vocabularies):
        source = {"title": "Report", "url": "https://example.org/r", "seen": True, "seen_on": "2026"}
        values = {"name": "Lamp", "summary": "Lights the way.", "status": "active", "status_date": "2026-05"}
        write_records([RecordChange("lamp", values | {"sources": [source], "last_verified_on": "2025"})])
        return Tool.objects.with_children().get()

    def test_only_what_is_known_is_kept_and_handed_out(self, tool):
        record = record_of(tool)
        assert (str(record.status_date), str(record.sources[0].seen_on)) == ("2026-05", "2026")
        given_out = as_dict(record)
        assert (given_out["status_date"], given_out["last_verified_on"]) == ("2026-05", "2025")
        assert json.loads(json.dumps(given_out["sources"]))[0]["seen_on"] == "2026"
        assert "2025" in as_cells(record)
        again = {name: plain(value) for name, value in read_values(tool).items()}
        [answer] = write_records([RecordChange("lamp", again)], mode=WriteMode.DRAFT)
        assert answer.outcome == "same"

    def test_a_draft_keeps_it(self, tool):
        write_records([RecordChange("lamp", {"status_date": "2024"})], mode=WriteMode.DRAFT)
        tool.refresh_from_db()
        assert (str(tool.status_date), str(tool.get_latest_revision_as_object().status_date)) == ("2026-05", "2024")

    def test_a_year_counts_as_verified_from_its_first_day(self, tool):
        assert "stale" in {problem.code for problem in problems_of(tool)} or problems_of(tool)
        assert Tool.objects.filter(last_verified_on__lt=date(2025, 6, 1)).exists()
        assert not Tool.objects.filter(last_verified_on__lt=date(2024, 12, 31)).exists()

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", ("as of May 2026", "read in 2026")),
            ("fr", ("en mai 2026", "lu en 2026")),
            ("ar", ("مايو 2026", "2026")),
            ("ru", ("май 2026", "2026")),
        ],
    )
    def test_the_page_says_no_more_than_is_known(self, client, tool, language, words):
        with translation.override("en"):
            page = client.get(f"/{language}/tools/lamp/").content.decode()
        for word in words:
            assert word in page, page[page.find("<dt>Statut") :][:300]
        assert "May 1, 2026" not in page

    def test_the_form_takes_a_month_and_refuses_other_forms_without_changing_them(self, vocabularies):
        tool = make_tool("lamp")
        client = signed_in("Editors", "Curators")
        url = f"{TOOLS}edit/{tool.pk}/"
        fields = fields_of(client.get(url))
        fields["status_date"] = ["2026-05"]
        assert send(client, url, fields, "publish").status_code == 302
        tool.refresh_from_db()
        assert str(tool.status_date) == "2026-05"
        for text in REFUSED:
            fields["status_date"], fields["last_verified_on"] = [text], [text]
            answer = send(client, url, fields)
            assert f"“{text}” is not a date that the registry understands." in errors_of(answer)
            assert fields_of(answer)["last_verified_on"] == [text]
        tool.refresh_from_db()
        assert (str(tool.status_date), tool.last_verified_on) == ("2026-05", None)
