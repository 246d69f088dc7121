"""Nobody is published against their word: polarity of question and answer, restrictions, guesses asked first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.applying.sessions import ImportSession
from importers.columns.consent import SURE, Polarity, read_consent_answer, read_consent_question
from importers.lexicon.wordlists import entries_of
from importers.models import Batch
from tests.importers.surveys import QUESTIONS, WORDINGS, as_csv
from tests.importers.test_samples import report_of
from tests.importers.test_wizard import confirm_columns, curator  # noqa: F401 (a fixture)

FAULTS = Path(__file__).parents[1] / "surveys" / "faults"
pytestmark = pytest.mark.usefixtures("registry")
REFUSES, GRANTS = Polarity.REFUSES, Polarity.GRANTS
LANGUAGES = frozenset(language for _kind, language, _words in entries_of("headers.tsv"))

OBJECTIONS = (
    "Do you object to publication?", "I do not want this entry to be published", "Opt out of publication", "Opt out",
    "Please tick if we must NOT publish your answers", "Publication refused", "Withhold from public reporting?",
    "Je m'oppose à la publication", "Nous ne souhaitons pas que ces informations soient publiées",
    "¿Se opone a la publicación?", "Opõe-se à publicação?", "Haben Sie Einwände gegen die Veröffentlichung?",
    "Ich möchte nicht, dass dieser Eintrag veröffentlicht wird", "Si oppone alla pubblicazione?",
    "Heeft u bezwaar tegen publicatie?", "Vă opuneți publicării?", "Возражаете ли вы против публикации?",
    "Чи заперечуєте ви проти публікації?", "Yayımlanmasına itiraz ediyor musunuz?", "هل تعترض على النشر؟",
    "প্রকাশে কি আপনার আপত্তি আছে?", "क्या आपको प्रकाशन पर आपत्ति है?", "के तपाईंलाई प्रकाशनमा आपत्ति छ?",
    "Keberatan dipublikasikan?", "Je, unapinga kuchapishwa?", "คุณคัดค้านการเผยแพร่หรือไม่",
    "Bạn có phản đối việc công bố không?", "您是否反对公开？",
)  # fmt: skip
RESTRICTIONS = (
    "Keep confidential?", "Should this entry be kept confidential?", "Internal use only?", "Do not publish", "Embargo",
    "Nicht veröffentlichen", "Vertraulich", "Ne pas publier", "Confidentiel ?", "No publicar", "Não publicar",
    "Riservato", "Niet publiceren", "A nu se publica", "Не публиковать", "Не публікувати", "Gizli", "سري", "গোপনীয়",
    "गोपनीय", "गोप्य", "Rahasia", "Siri", "ห้ามเผยแพร่", "Không công bố", "不公开", "保密",
)  # fmt: skip
PERMISSIONS = (
    "Consent", "May we publish this?", "Can this be made public?", "I have no objection to publication",
    "Please state whether or not you agree to publication", "May we publish information about your tool?",
)  # fmt: skip
ABOUT_OTHERS = (
    "Can the public access the tool?", "Can the tool share data with other agencies?", "Who can use it?",
    "Does the tool allow victims to share their story publicly?", "Do users have to consent to data collection?",
    "Is consent of victims obtained before data is shared?", "Können Nutzer anonym melden?",
    "Private or public sector?",
    "Does this AI use case disseminate information to the public?", "Is the data kept confidential?", "Publications",
    "¿El consentimiento de las víctimas se obtiene?", "Le public peut-il accéder à l'outil ?", "Year of publication",
    "Is there an established mechanism for individuals to opt-out from the AI functionality?", "Privacy policy",
)  # fmt: skip


@pytest.mark.parametrize("header", OBJECTIONS)
def test_a_question_that_objects_is_turned_round(header: str) -> None:
    asked = read_consent_question(header)
    assert asked is not None
    assert asked.polarity is REFUSES
    assert asked.confidence >= SURE


@pytest.mark.parametrize("header", [*RESTRICTIONS, "Visibility", "Sharing permission"])
def test_a_restriction_is_noticed_and_only_guessed(header: str) -> None:
    asked = read_consent_question(header)
    assert asked is not None
    assert asked.confidence < SURE


@pytest.mark.parametrize("header", [*PERMISSIONS, *(words[14] for words in QUESTIONS.values()),
                                    *(words["questions"][14] for words in WORDINGS.values())])  # fmt: skip
def test_a_question_for_consent_is_sure(header: str) -> None:
    asked = read_consent_question(header)
    assert asked is not None
    assert asked.polarity is GRANTS
    assert asked.confidence >= SURE


@pytest.mark.parametrize("header", ABOUT_OTHERS)
def test_a_question_about_the_tool_is_never_consent(header: str) -> None:
    assert read_consent_question(header) is None


UNCLEAR = (
    "Yes, but please do not publish", "Yes, but not public", "Yes, not to be published", "OK - not for publication",
    "Yes; confidential", "Oui, mais confidentiel", "Ja, aber nicht öffentlich", "Yes for internal use only",
    "OK for partners only", "Yes, but anonymously", "Yes, after our review", "Consent pending", "Consent missing",
    "pending", "No restrictions", "No concerns", "no answer", "Internal only", "private", "Sí, pero solo interno",
    "Sim, mas anonimamente", "Да, но анонимно", "Так, але не публічно", "نعم، لكن ليس للنشر", "可以，但不公开",
    "Evet, ama gizli", "Ya, tetapi rahasia", "Có, nhưng ẩn danh", "ใช่ แต่ไม่เปิดเผยชื่อ", "हाँ, लेकिन गुमनाम",
    "হ্যাঁ, কিন্তু গোপনে", "हो, तर गोप्य", "Ndiyo, lakini kwa siri", "Ja, maar anoniem", "Da, dar anonim",
    "Sì, ma riservato", "partially", "Yes until 2027", "allowed with restrictions", ".", "n/a",
)  # fmt: skip
REFUSALS = (
    "Consent withdrawn", "Consent revoked", "Einwilligung zurückgezogen", "Consentimiento retirado",
    "согласие отозвано", "No, thanks", "No thank you", "withheld", "Not public", "We object", "不同意",
)  # fmt: skip
PERMITS = (
    "Consent given", "Granted", "Yes, please publish", "Yes, of course", "Oui, bien sûr", "public", "no objections",
    "Yes, we agree", "You may publish this", "Yes - go ahead", "同意",
)  # fmt: skip


def test_answers_to_a_question_for_consent() -> None:
    assert [text for text in UNCLEAR if read_consent_answer(text) is not None] == []
    assert [text for text in REFUSALS if read_consent_answer(text) is not False] == []
    assert [text for text in PERMITS if read_consent_answer(text) is not True] == []


def test_answers_to_an_objection() -> None:
    refused = ("Yes", "x", "✓", "1", "Yes, I object", "Oui", "да", "是", "Please do not publish", "withdrawn")
    free = ("No", "", "no objection", "No, go ahead", "Non", "нет", "否", "No, I do not object")
    unclear = ("maybe", "pending", "partly", "No, but only internally", "n/a")
    assert [text for text in refused if read_consent_answer(text, REFUSES) is not False] == []
    assert [text for text in free if read_consent_answer(text, REFUSES) is not True] == []
    assert [text for text in unclear if read_consent_answer(text, REFUSES) is not None] == []


@pytest.mark.parametrize("idea", ["refuse", "limit", "withhold", "plain", "us", "others", "visibility", "withdrawn"])
def test_every_language_has_its_words(idea: str) -> None:
    assert {language for one, language, _words in entries_of("consent.tsv") if one == idea} == LANGUAGES


WITHHOLDING = sorted({text for kind, _lang, text in entries_of("consent.tsv") if kind in ("withhold", "withdrawn")})


@settings(max_examples=300)
@given(
    st.sampled_from(WITHHOLDING),
    st.sampled_from(("Yes, ", "Yes - ", "Oui, ", "Да, ", "نعم، ", "是，", "OK ", "")),
)  # fmt: skip
def test_no_word_that_withholds_is_ever_read_as_a_permission(words: str, beginning: str) -> None:
    assert read_consent_answer(beginning + words.removesuffix("$")) is not True


def states(name: str) -> tuple[dict[int, str], dict[str, Any]]:
    (path,) = FAULTS.glob(f"{name}-*.csv")
    report = report_of(path)
    (column,) = [column for column in report["columns"] if column["letter"] == "K"]
    return {row["row"]: row["state"] for row in report["rows"]}, column


@pytest.mark.parametrize("name", ["02a", "02b", "02e"])
def test_rows_that_object_are_skipped(name: str) -> None:
    found, column = states(name)
    assert found == {2: "new", 3: "new", 4: "skipped", 5: "new"}
    assert (column["field"], column["polarity"]) == ("consent", "refuses")


def test_withdrawn_is_skipped_and_pending_is_asked() -> None:
    found, column = states("02h")
    assert found == {2: "new", 3: "skipped", 4: "new", 5: "invalid"}
    assert (column["field"], column["polarity"]) == ("consent", "grants")


@pytest.mark.parametrize(("name", "restricted"), [("02i", 4), ("02k", 3)])
def test_a_restriction_waits_for_the_curator_and_nothing_of_the_row_is_kept(name: str, restricted: int) -> None:
    (path,) = FAULTS.glob(f"{name}-*.csv")
    report = report_of(path)
    waiting = [row for row in report["rows"] if row["state"] != "new"]
    assert [(row["row"], row["state"], row["values"]) for row in waiting] == [(restricted, "invalid", {})]
    assert [problem["code"] for problem in waiting[0]["problems"]] == ["consent-unclear"]
    assert any("1" in note and "K" in note for note in report["notes"])


@pytest.mark.parametrize("name", ["03a", "03d"])
def test_questions_about_the_tool_leave_all_rows(name: str) -> None:
    found, column = states(name)
    assert set(found.values()) == {"new"}
    assert column["field"] is None


HEADER = ["Name of the tool", "Description"]
NAMES = ("Lumenvia", "Ostrakon", "Quillfern")


def planned(tmp_path: Path, header: str, cells: list[str], **options: Any) -> Any:
    rows = [[*HEADER, header], *([NAMES[n], f"Text number {n}.", cell] for n, cell in enumerate(cells))]
    return ImportSession.from_path(as_csv(tmp_path / "a.csv", rows), **options).plan()


def test_a_clear_question_whose_answers_are_all_unclear_is_still_asked(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Consent to publication", ["pending", "in review", "asked again"])
    assert {str(row.state) for row in plan.rows} == {"invalid"}


def test_private_and_public_under_a_heading_of_visibility(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Visibility", ["public", "private", "internal only"])
    assert [str(row.state) for row in plan.rows] == ["new", "invalid", "invalid"]


@pytest.mark.parametrize(("choice", "wanted"), [("consent-refuses", "skipped"), ("consent-grants", "new"), ("", "new")])
def test_the_curators_word_decides(choice: str, wanted: str, tmp_path: Path) -> None:
    plan = planned(tmp_path, "Internal use only?", ["Yes", "Yes"], mapping={"columns": {"C": choice}})
    assert {str(row.state) for row in plan.rows} == {wanted}


def test_the_wizard_asks_first_and_says_how_many(curator: Client) -> None:  # noqa: F811
    table = [
        [*HEADER, "Keep confidential?"],
        ["Lumenvia", "Tells where shelters are.", "No"],
        ["Ostrakon", "Teaches by a game.", "Yes"],
    ]
    curator.post(reverse("importers:index"), {"pasted": "\n".join("\t".join(row) for row in table)})
    batch = Batch.objects.get()
    page = curator.get(reverse("importers:columns", args=[batch.pk])).content.decode()
    assert "Rows that it would leave out: 1." in page
    assert 'value="consent-unsure" selected' in page
    confirm_columns(curator, batch)
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["invalid"]) == (1, 1)
    confirm_columns(curator, batch, **{"column-C": "consent-refuses"})
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["skipped"]) == (1, 1)
