"""What a query denies is never read as asked for: a table of sentences in twenty languages, and a property."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.languages import INDEXED
from search.negation import FOLDER, all_rules, meanings
from search.ranking.concepts import concept_index
from search.ranking.query_parser import parse_text
from search.ranking.understanding import understand
from tests import dangerous
from tests.starting import vocabulary

OFFLINE = ("infrastructure", "works-offline")
BASIC = ("infrastructure", "feature-phone")
SMART = ("infrastructure", "smartphone")
POLICE = ("target_user", "law-enforcement")
# ruff: noqa: E501
# Language: sentences that deny the internet, a smartphone and the police, and one that asks for the police.
SENTENCES = {
    "ar": ("تقديم شكوى بدون إنترنت", "خط مساعدة لا يحتاج إلى هاتف ذكي", "أداة ليست للشرطة", "أداة للشرطة"),
    "bn": ("ইন্টারনেট ছাড়া অভিযোগ", "স্মার্টফোন ছাড়া হেল্পলাইন", "পুলিশের জন্য নয় এমন অ্যাপ", "পুলিশের জন্য অ্যাপ"),
    "de": ("Fälle verwalten ohne Internetverbindung", "Hotline ohne Smartphone", "nicht für die Polizei", "für die Polizei"),
    "en": ("keep case notes with no connection", "smartphone-free hotline", "hotline not for the police", "for the police"),
    "es": ("denunciar sin conexión a internet", "línea que no necesita teléfono inteligente", "no para la policía", "para la policía"),
    "fr": ("signaler sans accès à internet", "numéro sans smartphone", "pas pour la police", "outil pour la police"),
    "hi": ("बिना इंटरनेट के शिकायत", "स्मार्टफोन के बिना शिकायत", "पुलिस के लिए नहीं", "पुलिस के लिए ऐप"),
    "id": ("lapor tanpa internet", "hotline tidak perlu ponsel pintar", "bukan untuk polisi", "aplikasi untuk polisi"),
    "it": ("segnalare senza connessione a internet", "numero senza smartphone", "non per la polizia", "app per la polizia"),
    "ne": ("इन्टरनेट बिना उजुरी", "स्मार्टफोन नचाहिने उजुरी", "प्रहरीको लागि होइन", "प्रहरीको लागि एप"),
    "nl": ("dossiers zonder internetverbinding", "meldpunt zonder smartphone", "niet voor de politie", "app voor de politie"),
    "pt": ("denunciar sem acesso à internet", "linha que não precisa de smartphone", "não para a polícia", "ferramenta para os investigadores policiais"),
    "ro": ("raportare fără conexiune la internet", "linie fără smartphone", "nu pentru poliție", "aplicație pentru poliție"),
    "ru": ("учёт дел без подключения к интернету", "горячая линия без смартфона", "не для полиции", "приложение для полиции"),
    "sw": ("kuripoti bila intaneti", "namba isiyohitaji simu janja", "si kwa polisi", "programu kwa polisi"),
    "th": ("แจ้งเหตุโดยไม่ต้องใช้อินเทอร์เน็ต", "สายด่วนไม่ต้องใช้สมาร์ทโฟน", "ไม่ใช่สำหรับตำรวจ", "แอปสำหรับตำรวจ"),
    "tr": ("internet olmadan ihbar", "akıllı telefonsuz ihbar hattı", "polis için değil", "polis için uygulama"),
    "uk": ("облік справ без доступу до інтернету", "гаряча лінія без смартфона", "не для поліції", "застосунок для поліції"),
    "vi": ("báo cáo không cần mạng", "đường dây không cần điện thoại thông minh", "không dành cho cảnh sát", "ứng dụng cho cảnh sát"),
    "zh": ("不需要网络的案件管理", "不用智能手机举报", "不是给警察用的工具", "给警察用的工具"),
}  # fmt: skip


def understood(text, hint="en"):
    return understand(parse_text(text, hint, vocabulary().lexicon), concept_index(vocabulary()))


def reading_of(text, hint="en"):
    return {(concept.key, concept.value) for concept in understood(text, hint).concepts}


def test_every_language_has_rules_and_sentences():
    assert set(SENTENCES) == set(INDEXED) == {path.stem for path in FOLDER.glob("*.json")} - {"meant"}
    for language, rules in all_rules().items():
        assert rules.negators, language
        assert set(rules.classes) == set(meanings()[0]), language


def test_what_is_meant_are_values_of_the_vocabularies():
    known = {(wording.key, wording.value) for wording in vocabulary().wordings}
    classes, terms = meanings()
    assert {(meant.key, value) for meant in classes.values() for value in meant.values} <= known
    assert terms.keys() <= known
    assert set(terms.values()) <= classes.keys()


def test_no_list_of_the_data_names_a_word_twice():
    for path in Path(FOLDER).glob("[a-z][a-z].json"):
        for key, listed in json.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(listed, list):
                assert len(listed) == len(set(listed)), (path.name, key)


@pytest.mark.parametrize("language", INDEXED)
class TestEveryLanguage:
    def test_without_internet_is_offline(self, language):
        found = reading_of(SENTENCES[language][0], language)
        assert OFFLINE in found
        assert not found & {("infrastructure", value) for value in ("broadband", "mobile-data", "low-bandwidth")}

    def test_without_a_smartphone_is_a_basic_phone(self, language):
        found = reading_of(SENTENCES[language][1], language)
        assert BASIC in found
        assert SMART not in found

    def test_what_is_not_for_the_police_is_not_read_as_theirs(self, language):
        text = SENTENCES[language][2]
        assert POLICE not in reading_of(text, language)
        assert POLICE in {(concept.key, concept.value) for concept in understood(text, language).denied}

    def test_what_is_for_the_police_is(self, language):
        assert POLICE in reading_of(SENTENCES[language][3], language)


@pytest.mark.parametrize(
    "text",
    [
        "not only for the police",
        "nicht nur für die Polizei, auch für Beratungsstellen",
        "niet alleen voor de politie maar ook voor hulporganisaties",
        "pas seulement pour la police",
        "no solo para la policía",
        "доступне не лише поліції",
        "не только для полиции",
        "सिर्फ पुलिस के लिए नहीं",
        "mafunzo si ya polisi pekee",
        "不只给警察用",
    ],
)
def test_not_only_takes_nothing_away(text):
    assert POLICE in reading_of(text)


@pytest.mark.parametrize(
    ("text", "meant", "never"),
    [
        ("no smartphone needed report abuse", {BASIC}, {SMART}),
        ("hotline without internet or a smartphone", {OFFLINE, BASIC}, {SMART}),
        ("hotline without internet, phone or computer", {OFFLINE, ("infrastructure", "no-device")}, {SMART}),
        ("sin teléfono inteligente", {BASIC}, {SMART, ("infrastructure", "no-device")}),
        ("no internet hotline for workers in Kenya", {OFFLINE, ("country", "ke")}, set()),
        ("report without going to the police", set(), {POLICE}),
        ("hotline NOT police", set(), {POLICE}),
        ("tools, but not in Kenya", set(), {("country", "ke")}),
        ("app without registration", {("infrastructure", "open-access")}, {("infrastructure", "registration")}),
        ("training tool that keeps no personal data of victims", {("victim_data", "no")}, {("victim_data", "yes")}),
        ("kostenlos melden", {("access", "free")}, {("access", "commercial")}),
        # A wording of the vocabularies that holds the negator stays what it is.
        ("gestión de casos sin internet", {OFFLINE, ("tool_type", "victim-case-management-support")}, set()),
        ("非政府组织热线", {("organisation_type", "ngo")}, set()),
        ("非洲的热线", {("region", "africa")}, set()),
        # Denied twice isn't denied, nor read as its absence.
        ("not without internet case management", {("tool_type", "victim-case-management-support")}, {OFFLINE}),
        ("pas sans internet", set(), {OFFLINE}),
        # People's own lack of something is no wish of theirs.
        ("workers without papers in Lebanon", {("country", "lb"), ("target_user", "workers")}, set()),
    ],
)
def test_how_far_a_negator_reaches(text, meant, never):
    found = reading_of(text)
    assert meant <= found
    assert not never & found


def test_a_chip_names_the_negator_with_what_it_denies():
    phrases = {
        concept.value: concept.phrase for concept in understood("hotline without a smartphone in Kenya").concepts
    }
    assert phrases["feature-phone"] == "without a smartphone"


def test_denied_words_are_looked_for_neither_as_words_nor_by_meaning():
    found = understood("case management without an internet connection").reading
    assert {word.folded for word in found.words} == {"case", "management"}
    assert found.meaning == "case management Works offline"
    found = understood("hotline not for the police").reading
    assert "police" not in found.meaning
    assert [word.folded for word in found.words] == ["hotline"]


def test_what_people_work_against_stays_what_the_text_is_about():
    found = understood("chocolate without child labour")
    assert "labour" in {word.folded for word in found.reading.words}
    assert not {concept.key for concept in found.concepts} & {"exploitation"}


_KEYS = {"target_user", "tool_type", "technology", "infrastructure", "country"}


@st.composite
def _denials(draw):
    """A wording of the vocabularies behind or before a negator of its language, with the term that it names."""
    language = draw(st.sampled_from(INDEXED))
    rules = all_rules()[language]
    listed = [
        each
        for each in vocabulary().wordings
        if each.language == language and each.key in _KEYS and len(each.text.split()) < 5 and "," not in each.text
    ]
    wording = draw(st.sampled_from(listed))
    negator = draw(st.sampled_from([each for each in rules.negators if not each.is_own]))
    is_joined = language in {"th", "zh"}
    said = [wording.text, " ".join(negator.parts)] if negator.is_after else [" ".join(negator.parts), wording.text]
    return language, ("" if is_joined else " ").join(said), wording


@settings(max_examples=400)
@given(_denials())
def test_no_reading_ever_comes_from_words_inside_a_negators_scope(denial):
    language, text, wording = denial
    found = understood(text, language)
    for concept in found.concepts:
        if concept.is_need or concept.phrase == text:
            continue  # says what is needed instead, or is a wording that holds its negator
        assert (concept.key, concept.value) != (wording.key, wording.value), (text, concept)


@given(dangerous.texts(max_size=120))
def test_any_text_can_be_understood(text):
    found = understood(text)
    assert set(found.reading.words) <= set(found.reading.all_words)
