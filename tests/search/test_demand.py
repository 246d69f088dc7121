import datetime

import pytest

from search.demand import UnmetDemand, count_unmet, unmet
from search.engines.base import ReadAs

pytestmark = pytest.mark.django_db
TERMS = (ReadAs("tool_type", "reporting-hotlines", "hotline", 1.0), ReadAs("country", "to", "Tonga", 0.9))


def test_shown_only_from_five_on():
    for _time in range(4):
        count_unmet(TERMS)
    assert unmet() == []
    count_unmet(TERMS)
    assert {(found.key, found.value, found.count) for found in unmet()} == {
        ("tool_type", "reporting-hotlines", 5),
        ("country", "to", 5),
    }


def test_few_in_each_of_many_months_stay_hidden():
    for month in range(1, 8):
        UnmetDemand.objects.create(month=datetime.date(2026, month, 1), key="country", value="to", count=4)
    assert unmet() == []


def test_a_term_read_twice_counts_once_and_nothing_read_counts_nothing():
    count_unmet([*TERMS, *TERMS])
    count_unmet([])
    assert sorted(UnmetDemand.objects.values_list("value", "count")) == [("reporting-hotlines", 1), ("to", 1)]


def test_keeps_nothing_but_month_term_and_number():
    assert {field.name for field in UnmetDemand._meta.get_fields()} == {"id", "month", "key", "value", "count"}


def test_since_and_keys_narrow():
    UnmetDemand.objects.create(month=datetime.date(2025, 1, 1), key="country", value="to", count=9)
    UnmetDemand.objects.create(month=datetime.date(2026, 1, 1), key="region", value="oceania", count=7)
    assert [found.value for found in unmet(datetime.date(2025, 6, 15))] == ["oceania"]
    assert [found.value for found in unmet(keys=["country"])] == ["to"]
