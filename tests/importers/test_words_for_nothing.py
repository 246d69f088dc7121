"""Words for nothing give nothing in every field; no code, no country and no organisation comes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.applying.sessions import ImportSession
from importers.columns import propose_columns
from importers.lexicon.answers import is_denial, is_ditto, is_nothing
from importers.lexicon.wordlists import entries_of
from importers.plan.make_plan import open_table
from importers.readers import read_pasted
from importers.values.options import VocabularyOptions
from tests.importers.surveys import as_csv

FAULTS = Path(__file__).parents[1] / "surveys" / "faults"
pytestmark = pytest.mark.usefixtures("registry")
HEADER = ["Name of the tool", "Description", "Organisation", "In which countries is it used?", "Languages",
          "Country of headquarters", "Year of launch", "Website", "Partners"]  # fmt: skip
QUESTIONS = ("0", "x", "same", '"', "idem", "see above")
LANGUAGES = frozenset(language for _kind, language, _words in entries_of("headers.tsv"))


def plan_of(path: Path, **options: Any) -> Any:
    return ImportSession.from_path(path, **options).plan()


def test_the_kept_file_is_new_without_countries_and_languages() -> None:
    plan = plan_of(FAULTS / "01-NA-and-No-become-Namibia-Nauruan-Norway.csv")
    assert [str(row.state) for row in plan.rows] == ["new"] * 3
    assert not [row.values for row in plan.rows if {"countries", "languages", "origin_country"} & set(row.values)]


@pytest.mark.parametrize("name", ["01b-words-for-nothing-in-countries", "01g-words-for-nothing-in-organisation"])
def test_only_unknown_words_are_questions(name: str) -> None:
    rows = [row for row in plan_of(FAULTS / f"{name}.csv").rows if row.number > 5]
    assert not [row.values for row in rows if {"countries", "organisation"} & set(row.values)]
    assert {row.raw.get("D") for row in rows if row.errors} == set(QUESTIONS)


def test_every_language_has_words_for_nothing_for_as_above_and_for_no() -> None:
    for kind in ("blank", "ditto", "denial"):
        assert {language for one, language, _words in entries_of("answers.tsv") if one == kind} == LANGUAGES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_words_of_a_language_give_nothing_in_any_field(language: str, tmp_path: Path) -> None:
    words = [text for kind, one, text in entries_of("answers.tsv") if (kind, one) == ("blank", language)]
    filled = ["Kenya", "Swahili", "Kenya", "2019", "https://a.example.net", "Kestrel Union"]
    rows = [HEADER, ["Lumenvia", "A line for crews.", "Brightwater", *filled]]
    rows += [[f"Ostrakon {'abcdefghijklmnopqrstuvwxyz'[n % 26] * (3 + n)}", f"Board game {n}.", *[word] * 7]
             for n, word in enumerate(words)]  # fmt: skip
    for row in plan_of(as_csv(tmp_path / "a.csv", rows)).rows[1:]:
        assert set(row.values) == {"name", "summary"}, row.raw
        assert not row.errors, row.errors


def test_a_list_loses_only_what_says_nothing(tmp_path: Path) -> None:
    cells = {"Kenya; N/A": ["KE"], "Kenya, -": ["KE"], "N/A, Uganda": ["UG"], "Kenya; No": ["KE"], "n/a; s/o": None}
    rows = [["Name of the tool", "Description", "In which countries is it used?"]]
    rows += [[f"Tool{'x' * n}", f"Text {n}.", cell] for n, cell in enumerate(cells)]
    assert [row.values.get("countries") for row in plan_of(as_csv(tmp_path / "a.csv", rows)).rows] == [*cells.values()]


def test_codes_count_only_where_the_column_consists_of_codes(tmp_path: Path) -> None:
    def read(cells: list[str]) -> list[tuple[Any, list[str]]]:
        rows = [["Name of the tool", "Description", "In which countries is it used?"]]
        rows += [[f"Tool{'x' * n}", f"Text {n}.", cell] for n, cell in enumerate(cells)]
        plan = plan_of(as_csv(tmp_path / "a.csv", rows))
        return [(row.values.get("countries"), [problem.code for problem in row.errors]) for row in plan.rows]

    assert read(["KE", "NO", "TZ, UG"]) == [(["KE"], []), (["NO"], []), (["TZ", "UG"], [])]
    assert read(["KE", "UG", "NA"])[2] == (None, ["unknown-value"])
    assert read(["Kenya", "IN", "KE/UG", "US"]) == [
        (["KE"], []), (None, ["unknown-value"]), (["KE", "UG"], []), (["US"], []),
    ]  # fmt: skip


def test_codes_alone_name_no_field() -> None:
    text = "Tool\tISO2\nLumenvia\tTN\nOstrakon\tDZ\nQuillfern\tPS"
    assert [column.field for column in propose_columns(open_table(read_pasted(text)))] == ["name", ""]


def test_yes_and_no_feed_no_places_languages_organisations_or_texts() -> None:
    plan = plan_of(FAULTS / "06-yes-no-questions-read-as-values.csv")
    assert [str(row.state) for row in plan.rows] == ["new"] * 4
    assert all(set(row.values) == {"name", "organisation", "url", "summary"} for row in plan.rows)


def test_no_stays_an_answer_where_it_is_one(tmp_path: Path) -> None:
    rows = [["Name of the tool", "Description", "Does it handle victims' data?"], ["Lumenvia", "A line.", "No"],
            ["Ostrakon", "A game.", "Yes"], ["Quillfern", "A map.", "Unknown"]]  # fmt: skip
    plan = plan_of(as_csv(tmp_path / "a.csv", rows), mapping={"columns": {"C": "handles_victim_data"}})
    assert [row.values.get("handles_victim_data") for row in plan.rows] == ["no", "yes", "unknown"]


OFFICIAL = {
    "Palestine, State of": "ps", "Venezuela, Bolivarian Republic of": "ve", "Micronesia, Federated States of": "fm",
    "Congo, Democratic Republic of the": "cd",
    "Korea, Republic of": "kr",
    "Moldova, Republic of": "md", "Virgin Islands, U.S.": "vi", "Taiwan, Province of China": "tw", "Korea, South": "kr",
    "Tanzania, United Republic of": "tz", "Egypt, Arab Rep.": "eg", "Bolivia, Plurinational State of": "bo",
    "KE - Kenya": "ke", "[KE] Kenya": "ke", "Kenya¹": "ke",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), OFFICIAL.items())
def test_official_names_are_read_whole_also_in_lists(text: str, code: str) -> None:
    options = VocabularyOptions("country")
    assert [reading.slug for reading in options.split(text)] == [code]
    assert {reading.slug for reading in options.split(f"{text}; Nepal")} == {code, "np"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Indonesia, United Kingdom", {"id", "gb"}), ("India, United States", {"in", "us"}),
     ("Slovakia, Czech Republic", {"sk", "cz"}), ("Kenya, United Arab Emirates.", {"ke", "ae"})],
)  # fmt: skip
def test_two_countries_are_no_inverted_name(text: str, codes: set[str]) -> None:
    assert {reading.slug for reading in VocabularyOptions("country").split(text)} == codes


@pytest.mark.parametrize("text", ["State of", "Republic of", "Islands of the", "United Republic of"])
def test_a_fragment_is_no_country(text: str) -> None:
    assert not VocabularyOptions("country").read(text).is_known


def test_every_row_with_a_known_country_keeps_it() -> None:
    rows = plan_of(FAULTS / "07-countries-official-names-and-containers.csv").rows
    found = {row.raw["D"]: row.values.get("countries") for row in rows}
    assert found["Palestine, State of"] == ["PS"]
    assert found["Kenya; N/A"] == ["KE"]
    assert found["Kenya;#12;#Uganda;#14"] == found["Kenya → Uganda"] == found["Kenya<br>Uganda"] == ["KE", "UG"]
    assert not [codes for codes in found.values() if codes and "NA" in codes]


@given(st.text(alphabet="nNaA/.-–—_ #?;,xX0\"'ноНsSoOkK", max_size=12))
def test_whatever_says_nothing_names_no_country_or_language(text: str) -> None:
    for vocabulary in ("country", "language"):
        reading = VocabularyOptions(vocabulary).read(text)
        assert not (is_nothing(text) and reading.is_known)
        if is_ditto(text) or is_denial(text):
            assert not reading.is_known
