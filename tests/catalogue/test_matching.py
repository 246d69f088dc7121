"""The same initiative under another description: what matching must reach, and the traps it must not fall into."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from benchmarks.matching import measure
from catalogue.loading import STARTING_DATA
from catalogue.matching import MatchCandidate, Matcher
from catalogue.matching.addresses import host_key, page_key, repository_key, site_key
from catalogue.matching.entries import prepare
from catalogue.matching.names import forms_of, numbers_in
from tests import dangerous
from text.transliteration import name_key

SURVEYS = Path(__file__).parents[1] / "surveys"


@pytest.fixture(scope="module")
def registry() -> list[dict]:
    return [json.loads(line) for line in STARTING_DATA.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def matcher(registry: list[dict]) -> Matcher:
    return Matcher([prepare(MatchCandidate.from_values(row), row["id"]) for row in registry])


def decided(matcher: Matcher, row: dict, skip: tuple[str, ...] = ()) -> str | None:
    found = matcher.matches(MatchCandidate.from_values(row), skip=skip)
    return found[0].key if found and found[0].is_likely else None


def test_independent_descriptions_are_recognised_and_unknown_initiatives_are_not(matcher: Matcher) -> None:
    rows = [json.loads(line) for line in (SURVEYS / "duplicates.jsonl").read_text(encoding="utf-8").splitlines()]
    right = sum(row["same_as"] is not None and decided(matcher, row) == row["same_as"] for row in rows)
    claimed = sum(decided(matcher, row) is not None for row in rows)
    assert right / sum(row["same_as"] is not None for row in rows) >= 0.95
    assert right / claimed >= 0.95


def test_descriptions_by_rule_from_held_out_records_are_recognised_and_others_like_them_are_not() -> None:
    """Other scripts, acronyms, typing errors, partners…; siblings, other countries' hotlines, names one letter away."""
    measured = measure(held_out=True)
    assert measured["same"] > 1500
    assert measured["recall"] >= 0.95, measured["rules"]
    assert measured["precision"] >= 0.95, measured["rules"]
    assert sum(found["sure_and_wrong"] for found in measured["rules"].values()) <= 1


def test_the_same_name_in_another_country_is_never_taken_without_a_person(matcher: Matcher) -> None:
    row = {"name": "Childline India 1098", "organisation": "Ministry of Women, Peru", "countries": ["PE"]}
    assert not any(match.is_sure for match in matcher.matches(MatchCandidate.from_values(row)))


def test_a_second_version_is_shown_to_a_curator_and_not_merged(matcher: Matcher) -> None:
    row = {"name": "Primero v2", "organisation": "UNICEF"}
    found = matcher.matches(MatchCandidate.from_values(row))
    assert found[0].key == "primero"
    assert not found[0].is_sure


def test_no_record_is_taken_for_its_sibling(matcher: Matcher, registry: list[dict]) -> None:
    """Every record against all others: initiatives of one organisation, on one site, are the hardest negatives."""
    wrong = [row["id"] for row in registry if decided(matcher, row, skip=(row["id"],))]
    assert len(wrong) <= 0.02 * len(registry), wrong


def test_typing_errors_and_case_in_the_name_do_not_hide_a_record(matcher: Matcher, registry: list[dict]) -> None:
    missed = []
    for row in registry[::3]:
        middle = max(len(row["name"]) // 2, 1)
        name = row["name"][: middle - 1] + row["name"][middle:]
        if decided(matcher, {**row, "name": name.upper(), "aka": []}) != row["id"]:
            missed.append(row["id"])
    assert len(missed) <= 2, missed


def test_a_name_in_another_script_is_the_same_name(matcher: Matcher) -> None:
    row = {"name": "宝贝回家", "organisation": "Baobei Huijia", "countries": ["CN"]}
    found = matcher.matches(MatchCandidate.from_values(row))[0]
    assert found.key == "baby-come-home"
    assert "the same name" in found.reasons


def test_hotlines_with_different_numbers_are_different(matcher: Matcher) -> None:
    row = {"name": "Disque 180", "organisation": "Ministry of Women, Brazil", "countries": ["BR"]}
    assert decided(matcher, row) is None


def test_a_generic_name_alone_matches_nothing(matcher: Matcher) -> None:
    for name in ("Anti-trafficking hotline", "Safe migration app", "Human trafficking database", "Hotline"):
        assert decided(matcher, {"name": name, "organisation": "Some Other Foundation", "countries": ["NZ"]}) is None


def test_a_decision_that_two_are_different_is_kept(matcher: Matcher) -> None:
    row = {"name": "Maltego", "organisation": "Maltego Technologies", "url": "https://www.maltego.com"}
    assert decided(matcher, row) == "maltego"
    assert decided(matcher, row, skip=("maltego",)) is None


def test_addresses_compare_without_decoration() -> None:
    assert page_key("http://www.Example.org/en/about/") == page_key("https://example.org/about?utm_source=x")
    assert site_key("https://www.ireporter.naptip.gov.ng/") == "naptip.gov.ng"
    assert host_key("https://play.google.com/store/apps/details?id=x") == ""
    assert repository_key("https://github.com/Owner/Name.git") == "github.com/owner/name"
    assert page_key("not an address") == ""


def test_names_are_compared_with_and_without_what_stands_in_brackets() -> None:
    assert [name_key(form) for form in forms_of("Cri-MAC (Crime Multi Agency Centre)")] == [
        "crimaccrimemultiagencycentre",
        "crimac",
        "crimemultiagencycentre",
    ]
    assert numbers_in("1343 Actionline 2016") == {"1343"}


@given(dangerous.texts(max_size=80), dangerous.texts(max_size=80), dangerous.texts(max_size=120))
def test_any_text_can_be_matched(name: str, organisation: str, url: str) -> None:
    candidate = MatchCandidate(name=name, organisation=organisation, url=url, summary=name * 3)
    matcher = Matcher([prepare(candidate, "same"), prepare(MatchCandidate(name="Other"), "other")])
    for match in matcher.matches(candidate):
        assert 0 <= match.score <= 1
