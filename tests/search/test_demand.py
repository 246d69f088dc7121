import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from search import demand
from search.demand import MOST_AN_HOUR, Noted, forget_marks, note_unmet, unmet
from search.engines.base import DetectedTerm
from search.models import DemandMark, UnmetDemand

pytestmark = pytest.mark.django_db
TERMS = (DetectedTerm("tool_type", "reporting-hotlines", "hotline", 1.0), DetectedTerm("country", "to", "Tonga", 0.9))


def look_in_vain(reader: int) -> None:
    """A reader of that mark finds nothing for the terms."""
    month = timezone.localdate().replace(day=1)
    demand._noted.extend(Noted(month, term.key, term.value, reader) for term in TERMS)
    demand.write_noted()


def test_shown_only_from_five_on():
    for reader in range(4):
        look_in_vain(reader)
    assert unmet() == []
    look_in_vain(4)
    assert {(found.key, found.value, found.count) for found in unmet()} == {
        ("tool_type", "reporting-hotlines", 5),
        ("country", "to", 5),
    }


def test_few_in_each_of_many_months_stay_hidden():
    for month in range(1, 8):
        UnmetDemand.objects.create(month=datetime.date(2026, month, 1), key="country", value="to", count=4)
    assert unmet() == []


def test_a_term_read_twice_counts_once_and_nothing_read_counts_nothing():
    search_from("203.0.113.7", terms=[*TERMS, *TERMS])
    search_from("203.0.113.8", terms=[])
    assert sorted(UnmetDemand.objects.values_list("value", "count")) == [("reporting-hotlines", 1), ("to", 1)]


def test_keeps_nothing_but_month_term_and_number():
    assert {field.name for field in UnmetDemand._meta.get_fields()} == {"id", "month", "key", "value", "count"}


def test_since_and_keys_narrow():
    UnmetDemand.objects.create(month=datetime.date(2025, 1, 1), key="country", value="to", count=9)
    UnmetDemand.objects.create(month=datetime.date(2026, 1, 1), key="region", value="oceania", count=7)
    assert [found.value for found in unmet(datetime.date(2025, 6, 15))] == ["oceania"]
    assert [found.value for found in unmet(keys=["country"])] == ["to"]


BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _a_new_hour():
    demand._hourly.clear()
    demand._noted.clear()


def search_from(address: str, agent: str = BROWSER, method: str = "get", terms=TERMS, **headers: str) -> None:
    headers = {name: value for name, value in {"User-Agent": agent, **headers}.items() if value}
    note_unmet(getattr(RequestFactory(headers=headers), method)("/en/tools/", REMOTE_ADDR=address), terms)


def counts() -> dict[str, int]:
    return dict(UnmetDemand.objects.values_list("value", "count"))


def test_one_reader_counts_once_however_often_the_page_is_asked_for():
    for _time in range(60):
        search_from("203.0.113.7")
    assert counts() == {"reporting-hotlines": 1, "to": 1}


def test_different_readers_count_and_neighbours_in_one_network_are_one():
    for number in range(1, 7):
        search_from(f"203.0.113.{number}")
    for number in range(1, 7):
        search_from(f"2001:db8::{number}")
    assert counts()["to"] in (6, 7)  # two of so few readers share a mark once in some hundred months


def test_many_addresses_make_no_demand_in_an_hour():
    for number in range(200):
        search_from(f"198.51.100.{number}")
    assert counts()["to"] <= MOST_AN_HOUR


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.5", "python-requests/2.32"]
)
def test_programs_do_not_count(agent):
    search_from("203.0.113.7", agent)
    assert counts() == {}


def test_what_a_browser_fetches_ahead_or_only_looks_at_does_not_count():
    search_from("203.0.113.7", **{"Sec-Purpose": "prefetch;prerender"})
    search_from("203.0.113.7", method="head")
    assert counts() == {}


def test_a_search_writes_nothing_itself_where_a_worker_is(settings, django_assert_num_queries, monkeypatch):
    settings.TASKS_MODE = "database"
    monkeypatch.setattr(demand, "_write_soon", lambda: None)
    with django_assert_num_queries(0):
        search_from("203.0.113.7")
    demand.write_noted()
    assert counts() == {"reporting-hotlines": 1, "to": 1}


def test_marks_are_shared_by_many_addresses_and_go_after_their_month():
    search_from("203.0.113.7")
    assert {field.name for field in DemandMark._meta.get_fields()} == {"id", "month", "key", "value", "mark"}
    assert all(0 <= mark < 4096 for mark in DemandMark.objects.values_list("mark", flat=True))
    DemandMark.objects.update(month=datetime.date(2020, 1, 1))
    forget_marks()
    assert not DemandMark.objects.exists()
    assert counts() == {"reporting-hotlines": 1, "to": 1}
