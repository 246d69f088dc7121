"""The PDF brings its own fonts: it says the same on a machine that has none."""

from datetime import date

import pytest
from django.utils import translation

from gaps.exports.report import FONT_FILES, FONTS, _Sheet, report_pdf
from gaps.idea_report import IdeaReport
from overlap import OverlapReport
from tests.overlap.test_report import judged
from tests.translations import translations

NOTHING = IdeaReport(OverlapReport((), (), True), ())


def unprinted(text: str, language: str = "en") -> bool:
    sheet = _Sheet(language)
    sheet.text(text)
    return sheet.has_unprinted


def test_the_fonts_and_their_licence_are_here() -> None:
    assert {file.name for file in FONTS.iterdir()} == {*FONT_FILES, "OFL.txt"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ar", "ru", "nl"])
def test_every_letter_of_the_interface_can_be_printed(language: str) -> None:
    forms = (form for entry in translations(language) for form in entry.forms)
    letters = "".join(sorted({letter for form in forms for letter in form if letter.isalnum()}))
    assert letters
    assert not unprinted(letters, language)


def test_ideas_in_the_languages_of_the_vocabularies_can_be_printed() -> None:
    for _language, idea, _grades in judged():
        assert not unprinted(idea)
    assert not unprinted("แอปช่วยแรงงานข้ามชาติ, বাংলা অ্যাপ, नेपाली एप, Ứng dụng tiếng Việt, Türkçe, українською")


def test_what_can_not_be_printed_is_said() -> None:
    assert unprinted("帮助外来务工人员")
    with translation.override("en"):
        whole, broken = (
            len(report_pdf(idea, NOTHING, date(2026, 1, 1), "en"))
            for idea in ("An idea in English", "帮助外来务工人员")
        )
    # The sentence that says so needs letters of its own.
    assert broken > whole


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_fonts_are_in_the_file(language: str) -> None:
    with translation.override(language):
        made = report_pdf("Приложение для рабочих: تطبيق للعمال", NOTHING, date(2026, 1, 1), language)
    assert made.startswith(b"%PDF")
    assert made.count(b"/FontFile2") >= 2
    assert b"NotoSansArabic" in made
