"""Surveys that nobody foresaw: questions in other words, cells as people fill them, columns that are about people."""

from __future__ import annotations

import io
import random
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from importers.columns import propose_columns
from importers.columns.consent import read_consent_answer
from importers.plan.make_plan import open_table
from importers.readers import read_bytes, read_pasted
from importers.values.options import VocabularyOptions
from importers.values.plain_values import address_of, year_of
from taxonomy.models import TermText
from tests.importers.surveys import FIELDS, VOCABULARIES, WORDINGS, Answer, answers, as_csv, as_xlsx, cell, survey
from tests.importers.test_languages_and_shapes import check, planned

pytestmark = [pytest.mark.usefixtures("registry"), pytest.mark.any_database]
KNOWN = ("report-remove", "project-arachnid", "apprise", "emin", "maltego", "eyewitness", "apricot", "memex")
PEOPLE = ("Maria Beispiel", "Jean Exemple", "Olga Primer", "Ahmed Mithal", "Ana Exemplo", "Li Shili", "Tom Voorbeeld")


@pytest.fixture
def given(registry: None) -> list[Answer]:
    found = answers(KNOWN)
    found[2].is_refused = True
    return found


def fields_of(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """{header: field or nature} for a pasted table."""
    text = "\n".join("\t".join(row) for row in [headers, *rows])
    return {column.header: column.field or column.nature for column in propose_columns(open_table(read_pasted(text)))}


@pytest.mark.parametrize("language", sorted(WORDINGS))
def test_questions_in_other_words_and_nothing_about_the_respondent(
    language: str, given: list[Answer], tmp_path: Path
) -> None:
    made = survey(language, given, joint=random.Random(language).choice([", ", "; ", "\n", " | "]),
                  wording=WORDINGS[language]["questions"])  # fmt: skip
    who, email, telephone = WORDINGS[language]["respondent"]
    rows = [[who, *made.header, email, telephone]]
    for n, cells in enumerate(made.rows[1:]):
        rows.append([PEOPLE[n % len(PEOPLE)], *cells, f"person{n}@example.org", f"+49 30 901820 {n:02}"])
    plan = planned(as_xlsx(tmp_path / "a.xlsx", rows))
    check(plan, made.expected)
    kept = str([(row.raw, row.values) for row in plan.rows])
    assert not [name for name in PEOPLE if name in kept]
    assert "@example.org" not in kept
    assert "901820" not in kept


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "vi", "de"])
def test_answers_in_synonyms_capitals_and_without_accents(language: str, given: list[Answer], tmp_path: Path) -> None:
    """As people type them: any word of the vocabulary, in any case, with stray blanks."""
    chance = random.Random(language)
    synonyms: dict[tuple[str, str], list[str]] = {}
    texts = TermText.objects.filter(kind="synonym", language=language)
    for vocabulary, slug, text in texts.values_list("term__vocabulary__slug", "term__slug", "text"):
        synonyms.setdefault((vocabulary, slug), []).append(text)

    def typed(name: str, slug: str) -> str:
        others = synonyms.get((VOCABULARIES[name], slug), [])
        text = chance.choice(others) if others and chance.random() < 0.5 else cell(name, slug, language, "")
        change = chance.randrange(4)
        if change == 0:
            return text.upper()
        if change == 1:
            return f"  {text.lower()} "
        if change == 2 and text[:1].isascii():
            return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
        return text

    made = survey(language, given, wording=WORDINGS[language]["questions"])
    for cells, answer in zip(made.rows[1:], given, strict=True):
        for n, name in enumerate(FIELDS):
            value = answer.values.get(name, "")
            if name in VOCABULARIES and value:
                cells[n] = "; ".join(typed(name, slug) for slug in (value if isinstance(value, list) else [value]))
    check(planned(as_xlsx(tmp_path / "a.xlsx", made.rows)), made.expected)


@pytest.mark.parametrize(
    ("language", "encoding", "delimiter", "joint"),
    [
        ("ar", "cp1256", ",", "؛ "),
        ("bn", "utf-16", "\t", " / "),
        ("ro", "cp1250", ";", "; "),
        ("fr", "utf-16-le", "\t", "; "),
        ("it", "cp1252", ";", " e "),
        ("zh", "gb18030", "\t", "、"),
    ],
)
def test_other_separators_and_encodings(
    language: str, encoding: str, delimiter: str, joint: str, given: list[Answer], tmp_path: Path
) -> None:
    """Where the code page lacks a letter (ș, ț), people and programs write its older form."""
    made = survey(language, given, joint=joint, wording=WORDINGS[language]["questions"])
    older = str.maketrans("șțȘȚ", "şţŞŢ")
    rows = [[text.translate(older) if encoding == "cp1250" else text for text in row] for row in made.rows]
    check(planned(as_csv(tmp_path / "a.csv", rows, encoding=encoding, delimiter=delimiter)), made.expected)


def test_odk_with_groups_names_and_codes_of_two_letters(given: list[Answer], tmp_path: Path) -> None:
    names = dict(zip(FIELDS, ("g1-tool_name", "g1-organisation", "g1-website", "g1-description", "g2-tool_types",
                              "g2-users", "g2-technologies", "g2-infrastructure", "g2-country", "g2-languages",
                              "g3-status", "g3-year_started", "g3-access", "g3-victim_data"), strict=True))  # fmt: skip
    rows = [["SubmissionDate", "meta-instanceID", "SubmitterName", *names.values(), "consent", "KEY"]]
    expected = {}
    for n, answer in enumerate(given, start=2):
        cells = []
        for name in FIELDS:
            value = answer.values.get(name, "")
            several = value if isinstance(value, list) else [value]
            is_coded = name in VOCABULARIES
            cells.append(" ".join(str(one).replace("-", "_").lower() for one in several) if is_coded else str(value))
        key = f"uuid:b1b8b7a6-1111-4222-8333-{n:012}"
        rows.append(["2026-02-01T10:00:00Z", key, "Amina K.", *cells, "no" if answer.is_refused else "yes", key])
        expected[n] = answer
    plan = planned(as_csv(tmp_path / "odk.csv", rows))
    check(plan, expected)
    assert "Amina" not in str([row.raw for row in plan.rows])


def test_a_hand_made_sheet_with_groups_instructions_repeated_headers_and_a_total(
    given: list[Answer], tmp_path: Path
) -> None:
    """Titles and instructions over merged cells, groups over the header, a hidden row and column, blank rows."""
    made = survey("en", given, joint="\n", wording=WORDINGS["en"]["questions"])
    book = Workbook()
    book.active.title = "Mapping 2026"
    sheet = book.active
    book.create_sheet("READ ME").append(["Please fill in one row per tool.", "Country: use ISO codes."])
    sheet["A1"], sheet["A2"] = "Mapping of digital tools", "Instructions: one row per tool. Do not add columns."
    for area in ("A1:P1", "A2:P2", "A4:E4", "F4:I4", "J4:K4", "L4:P4"):
        sheet.merge_cells(area)
    sheet["A4"], sheet["F4"], sheet["J4"], sheet["L4"] = "The tool", "What it does", "Where", "Practicalities"
    expected = {}
    at = 5
    header = ["No.", *made.header]
    for n, cells in enumerate([None, *made.rows[1:]]):
        if n in (0, 4):
            for column, text in enumerate(header, start=1):
                sheet.cell(at, column, text)
            at += 1
        if cells is None:
            continue
        at += 2 if n == 6 else 0
        for column, text in enumerate([str(n), *cells], start=1):
            sheet.cell(at, column, text or None)
        expected[at] = made.expected[n + 1]
        at += 1
    sheet.cell(at, 1, "Total")
    sheet.cell(at, 2, len(expected))
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["P"].hidden = True
    book.save(tmp_path / "a.xlsx")
    plan = planned(tmp_path / "a.xlsx")
    assert plan.header_row == [4, 5]
    check(plan, expected)
    assert any("Hidden" in note for note in plan.notes)


def test_open_answers_under_any_name_are_no_choices(given: list[Answer]) -> None:
    """A second header row says “free answer” in words that no list holds, under every open question."""
    out = io.BytesIO()
    book = Workbook()
    top = ["Respondent ID", "Tên công cụ", "Tổ chức", "Mô tả", "Loại công cụ", None, None, "Quốc gia", None]
    bottom = [None, "Trả lời tự do nhé", "Trả lời tự do nhé", "Trả lời tự do nhé", "Cơ sở dữ liệu", "Bản đồ", "Khác",
              "Việt Nam", "Lào"]  # fmt: skip
    for row in (top, bottom, ["1", "Lumenvia", "Oxbow", "Ghi chép.", "Cơ sở dữ liệu", None, None, "Việt Nam", None]):
        book.active.append(row)
    book.save(out)
    table = open_table(read_bytes(out.getvalue(), "a.xlsx"))
    assert table.header_row == [1, 2]
    assert [heading.option for heading in table.headings[1:4]] == ["", "", ""]


# --- columns -------------------------------------------------------------------------------------------------------
def test_columns_that_no_field_is_about_are_left_out() -> None:
    headers = ["Name of the tool", "Survey round", "How satisfied are you (1-5)", "Users per month", "Annual budget",
               "Would you recommend it?", "May we contact you again?", "Can this be made public?"]  # fmt: skip
    rows = [[name, "2", str(1 + n), str(100 * n), str(1000 * n), "Yes", "No", "Yes"]
            for n, name in enumerate(("Lumenvia", "Ostrakon", "Quillfern"))]  # fmt: skip
    found = fields_of(headers, rows)
    assert {header: found[header] for header in headers[1:]} == {
        "Survey round": "", "How satisfied are you (1-5)": "", "Users per month": "", "Annual budget": "",
        "Would you recommend it?": "", "May we contact you again?": "private", "Can this be made public?": "consent",
    }  # fmt: skip


def test_cells_speak_where_headers_are_silent() -> None:
    headers = ["Q1", "Q2", "Q3", "Q4", "Q5"]
    rows = [
        ["Lumenvia", "https://lumenvia.example.net", "1998", "Kenya", "Pocket guide on wages. " * 8],
        ["Ostrakon", "https://ostrakon.example.net", "2009", "Nepal", "Register of recruiters. " * 8],
        ["Quillfern", "https://quillfern.example.net", "2021", "Ghana", "Line for seafarers. " * 8],
    ]
    assert fields_of(headers, rows) == {
        "Q1": "name", "Q2": "url", "Q3": "launched", "Q4": "countries", "Q5": "summary"
    }  # fmt: skip


def test_a_column_of_terms_feeds_no_text_and_a_survey_year_is_no_launch() -> None:
    headers = ["Tool", "Sector of the organization that owns it", "Vague"]
    rows = [["Lumenvia", "Government", "2026"], ["Ostrakon", "Academia", "2026"], ["Quillfern", "Government", "2025"]]
    assert fields_of(headers, rows) == {
        "Tool": "name", "Sector of the organization that owns it": "organisation_type", "Vague": ""
    }  # fmt: skip


def test_who_pays_is_no_region_and_one_word_in_all_rows_says_too_little() -> None:
    headers = ["Nom de l'outil", "Bailleur", "Zzz"]
    rows = [["Lumenvia", "UE", "Europe"], ["Ostrakon", "UE", "Europe"], ["Quillfern", "USAID", "Europe"]]
    assert fields_of(headers, rows) == {"Nom de l'outil": "name", "Bailleur": "partners", "Zzz": ""}


def test_names_of_people_in_columns_that_nobody_needs_are_not_kept() -> None:
    headers = ["Tool name", "Point person", "Verantwortlich", "负责人"]
    rows = [
        ["Lumenvia", "Maria Beispiel", "Jean Exemple", "李示例"],
        ["Ostrakon", "T. Voorbeeld", "Ana Exemplo", "王示例"],
    ]
    found = fields_of(headers, rows)
    assert found["Point person"] == found["Verantwortlich"] == found["负责人"] == "private"


# --- cells ---------------------------------------------------------------------------------------------------------
ANSWERS = {
    True: (
        "Yes",
        "Sí, lo permito",
        "允许",
        "อนุญาต",
        "Allowed",
        "Autorisé",
        "yes but without my e-mail",
        "Einverstanden",
        "نعم، أسمح",
        "Разрешаю",
        "Дозволяю",
        "Boleh",
        "Cho phép",
        "同意公开",
        "No objection",
        "1",
        "TRUE",
    ),
    False: (
        "No",
        "不允许",
        "ไม่อนุญาต",
        "Not allowed",
        "Please do not publish",
        "Publication interdite",
        "Não autorizo",
        "Keine Veröffentlichung",
        "Nein, bitte nicht",
        "Не разрешаю",
        "публикация запрещена",
        "لا أسمح",
        "Tidak boleh",
        "jangan dipublikasikan",
        "अनुमति नहीं",
        "siruhusu kuchapishwa",
        "không đồng ý",
        "拒绝公开",
        "geen toestemming",
        "I would rather not have this published",
        "izin vermiyorum",
        "0",
        "FALSE",
    ),
    None: (
        "ask me first",
        "Only parts of it",
        "depends",
        "vielleicht",
        "",
        "à voir",
        "Only with prior written agreement of the ministry and after a review",
    ),
}


@pytest.mark.parametrize("wanted", list(ANSWERS))
def test_a_refusal_is_heard_in_any_words_and_a_permission_only_when_it_is_clear(wanted: bool | None) -> None:
    assert [text for text in ANSWERS[wanted] if read_consent_answer(text) is not wanted] == []


COUNTRIES = {
    "DRC": "cd",
    "Congo, Democratic Republic of the; Rwanda": "cd rw",
    "Ivory Coast": "ci",
    "Viet Nam": "vn",
    "404": "ke",
    "404, 800": "ke ug",
    "KEN UGA": "ke ug",
    "Kenya, Uganda and Tanzania": "ke ug tz",
    "UK & Ireland": "gb ie",
    "Côte d'Ivoire, Mali et Burkina Faso": "ci ml bf",
    "Bosnia and Herzegovina and Serbia": "ba rs",
    "Trinidad and Tobago, Guyana": "tt gy",
    "Kenya (Nairobi)": "ke",
    "Kenya - Uganda": "ke ug",
    "1. Kenya 2. Uganda": "ke ug",
    "Kenya + Uganda": "ke ug",
    "Niger": "ne",
    "Guinea-Bissau": "gw",
    "Türkiye": "tr",
    "日本": "jp",
    "P.R. China": "",
    "Worldwide": "",
    "40 countries": "",
    "EU": "",
    "India, Nepal, Bangladesh (pilot)": "in np bd",
    "Iran (Islamic Republic of)": "ir",
}
LANGUAGES = {
    "Français": "fr",
    "Castellano": "es",
    "Bahasa Indonesia": "id",
    "Persian (Farsi)": "fa",
    "Chinese (simplified)": "zh",
    "pt-BR": "pt",
    "EN, FR, ES": "en fr es",
    "en hi": "en hi",
    "fr pt en": "fr pt en",
    "eng; fra": "en fr",
    "English/French": "en fr",
    "Inglés y español": "en es",
    "Deutsch, Englisch": "de en",
    "українська": "uk",
    "15 languages": "",
    "Multilingual": "",
}


@pytest.mark.parametrize(("vocabulary", "cells"), [("country", COUNTRIES), ("language", LANGUAGES)])
def test_countries_and_languages_as_people_write_them(vocabulary: str, cells: dict[str, str]) -> None:
    options = VocabularyOptions(vocabulary)
    found = {text: " ".join(reading.slug for reading in options.split(text) if reading.slug) for text in cells}
    assert {text: found[text] for text in cells if found[text] != cells[text]} == {}


def test_a_number_for_a_country_is_told_to_the_curator() -> None:
    """It may count something as well."""
    assert VocabularyOptions("country").split("404")[0].score < 0.84
    assert VocabularyOptions("country").split("Kenya")[0].score > 0.84


def test_years_and_addresses_as_people_write_them() -> None:
    from datetime import date

    years = {
        "01/06/2019": 2019,
        "June 2019": 2019,
        "c. 2019": 2019,
        "2019年": 2019,
        "٢٠١٩": 2019,
        "FY2019": 2019,
        "2019-06-01 00:00:00": 2019,
        "19": None,
        "1/6/19": None,
        "2019-2021": None,
        "3000": None,
        "43617": None,
    }
    assert {text: year_of(text, date(2026, 11, 25)) for text in years} == years
    addresses = {
        "example.org": "https://example.org",
        "HTTP://Example.ORG/": "http://example.org/",
        "n/a": "",
        "mailto:a@example.org": "",
        "@handle": "",
        "https://例え.jp": "https://例え.jp",
    }
    assert {text: address_of(text) for text in addresses} == addresses


# --- one file ------------------------------------------------------------------------------------------------------
def test_the_same_initiative_twice_in_a_file_is_seen_under_a_mistyped_name_and_in_another_script(
    tmp_path: Path,
) -> None:
    told = "Pocket guide on wages for pickers of olives, printed on cloth and read aloud at dawn in the valley."
    other = "Register of crews on long-line vessels for inspectors in harbours, kept by a union of deck hands."
    header = ["Name of the tool", "Organisation", "Description", "Countries"]
    rows = [
        ["Lumenvia Harvest", "Brightwater Collective", told, "Greece"],
        ["Quillfern Deck Register", "Oxbow Seafarers Union", other, "Ghana"],
        ["Lumenvai Harvest", "Brightwater Colective", "Guide on wages for olive pickers.", "Greece"],
        ["Люменвиа Харвест", "Брайтвотер Коллектив", "Карманная книга о плате сборщикам.", "Greece"],
        ["Brightwater Wage Line", "Brightwater Collective", "Telephone line that recovers unpaid wages.", "Greece"],
        ["Lumenvia Harvest", "Another Group", "Recipes with olives for school kitchens.", "Peru"],
    ]
    plan = planned(as_xlsx(tmp_path / "a.xlsx", [header, *rows]))
    assert [(row.number, row.repeats) for row in plan.rows if row.repeats] == [(4, 2), (5, 2)]
    assert [str(row.state) for row in plan.rows] == ["new", "new", "duplicate", "duplicate", "new", "new"]
    assert "row 2" in plan.rows[2].problems[-1].message.lower()
