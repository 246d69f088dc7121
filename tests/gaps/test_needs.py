"""Indicators load whole and twice without effect, keep what people edited, and stand beside the tools of their area."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from gaps.models.needs import Area, AreaGroup, Indicator, IndicatorValue
from gaps.needs.layers import INTERNET_KEY, PEOPLE_KEY, layers, supply_beside_need
from gaps.needs.loading import STARTING_FILE, load_needs
from gaps.needs.translations import in_reader_words, marked
from gaps.population import Population
from tests.gaps.loaded import WithStartingRegistry


@pytest.fixture
def entry() -> dict[str, Any]:
    return {
        "key": "people-reached",
        "label": "People reached",
        "unit": "people",
        "year": 2022,
        "publisher": "An office",
        "title": "A report",
        "url": "https://example.org/report",
        "seen": True,
        "note": "",
        "area_group": "office",
        "values": [{"area": "south", "area_label": "South", "value": 200_000, "seen": True}],
    }


def file_of(path: Path, *entries: dict[str, Any]) -> Path:
    groups = {"office": {"south": ["asia-southern", "oceania"]}}
    path.write_text(json.dumps({"indicators": entries, "area_groups": groups}), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first = load_needs()
    assert len(first.created) == len(json.loads(STARTING_FILE.read_text())["indicators"]) == 19
    values = IndicatorValue.objects.count()
    second = load_needs()
    assert second.created == second.updated == second.edited_here == []
    assert IndicatorValue.objects.count() == values


@pytest.mark.django_db
def test_every_value_of_the_file_is_kept_as_it_is() -> None:
    load_needs()
    for found in json.loads(STARTING_FILE.read_text())["indicators"]:
        indicator = Indicator.objects.get(key=found["key"])
        assert (indicator.year, indicator.unit, indicator.url) == (found["year"], found["unit"], found["url"])
        for value in found["values"]:
            kept = indicator.values.get(area__slug=value["area"], year=None)
            assert (kept.value, kept.is_seen) == (value["value"], value["seen"])


@pytest.mark.django_db
def test_an_edited_indicator_stays(tmp_path: Path, entry: dict[str, Any]) -> None:
    file = file_of(tmp_path / "needs.json", entry)
    load_needs(file)
    Indicator.objects.update(label="People reached by anybody")
    assert load_needs(file).edited_here == ["people-reached"]
    file_of(file, {**entry, "year": 2023})
    assert load_needs(file).edited_here == ["people-reached"]
    assert Indicator.objects.get().label == "People reached by anybody"
    assert load_needs(file, overwrite=True).updated == ["people-reached"]
    assert Indicator.objects.get().year == 2023


@pytest.mark.django_db
def test_an_unedited_indicator_follows_the_file(tmp_path: Path, entry: dict[str, Any]) -> None:
    file = file_of(tmp_path / "needs.json", entry)
    load_needs(file)
    entry["values"][0]["value"] = 300_000
    assert load_needs(file_of(file, entry)).updated == ["people-reached"]
    assert IndicatorValue.objects.get().value == 300_000


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", "{", '{"indicators": [{}], "area_groups": {}}'])
def test_a_file_that_is_no_needs_file_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(CommandError, match=r"bad\.json"):
        call_command("load_needs", tmp_path / "bad.json")


@pytest.mark.django_db
def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("load_needs", tmp_path / "none.json")


@pytest.mark.django_db
def test_series_end_with_the_present_value() -> None:
    load_needs()
    [layer] = layers(["tip-victims-identified"])
    assert layer.series[-1] == (2024, 102_027)
    assert [year for year, _value in layer.series] == sorted({year for year, _value in layer.series})
    assert layer.series[0][0] == 2017


class TestNeedBesideSupply(WithStartingRegistry):
    def test_an_area_is_made_of_known_regions_that_are_in_no_other(self) -> None:
        for area in Area.objects.all():
            area.clean()
        area = Area.objects.get(group__slug="ilo", slug="africa")
        area.regions = ["africa-northern", "asia-western"]
        with pytest.raises(ValidationError, match="asia-western"):
            area.clean()
        area.regions = ["atlantis"]
        with pytest.raises(ValidationError, match="atlantis"):
            area.clean()

    def test_a_value_needs_an_area_of_its_own_division(self) -> None:
        indicator = Indicator.objects.get(key=PEOPLE_KEY)
        elsewhere = Area.objects.exclude(group=indicator.group).first()
        with pytest.raises(ValidationError, match="another division"):
            IndicatorValue(indicator=indicator, area=elsewhere, value=1).clean()
        assert AreaGroup.objects.count() == 6

    def test_a_region_has_the_figure_of_its_area(self) -> None:
        people, internet = layers([PEOPLE_KEY, INTERNET_KEY])
        assert people.of_region("oceania").value == people.of_region("asia-eastern").value == 29_300_000
        assert people.of_region("africa-eastern").is_seen is False
        assert people.of_region("global").value == 49_600_000
        assert internet.of_region("asia-central").label == "Commonwealth of Independent States"
        as_dict = people.as_dict(["oceania", "africa-eastern", "global"])
        assert as_dict["values"] == {"oceania": 29_300_000, "africa-eastern": 7_000_000, "global": 49_600_000}
        assert as_dict["unconfirmed"] == ["africa-eastern"]

    def test_tools_for_each_million_people(self) -> None:
        from gaps.live_data import current_registry

        state = current_registry()
        people, internet = layers([PEOPLE_KEY, INTERNET_KEY])
        found = {
            supply.area.area: supply
            for supply in supply_beside_need(people, state.table, Population(), state.index, internet)
        }
        africa = found["africa"]
        inside = [
            record
            for record in state.records
            if record.is_counted and any(region.startswith("africa-") for region in record.regions)
        ]
        assert africa.tools == len(inside)
        assert africa.per_million == pytest.approx(len(inside) / 7.0)
        assert africa.internet is not None
        assert africa.internet.value == 36
        assert set(found) == {"africa", "americas", "arab-states", "asia-pacific", "europe-central-asia"}


def test_all_words_of_the_starting_indicators_can_be_translated() -> None:
    found = json.loads(STARTING_FILE.read_text())["indicators"]
    words = {word for entry in found for word in (entry["label"], entry["unit"])}
    words |= {value["area_label"] for entry in found for value in entry["values"]}
    with translation.override("fr"):
        assert [word for word in words if 'lang="en"' in marked(in_reader_words(word), word)] == []
