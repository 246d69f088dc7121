"""The one analysis: properties that hold for any text, and the traps of single scripts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.languages import INDEXED
from tests import dangerous
from tests.starting import documents
from text import analyse, fold, guess_language, normalise, stems, words
from text.function_words import FUNCTION_WORDS

TEXT = dangerous.texts(max_size=80)
LANGUAGE = st.sampled_from([*INDEXED, "km", "my", "ja", "ur", "tl", "xx", ""])


@given(TEXT, LANGUAGE)
def test_tokens_lie_in_the_text_in_order(text, language):
    normal = normalise(text)
    last = -1
    for place, token in enumerate(analyse(text, language)):
        assert token.position == place
        assert 0 <= token.start < token.end <= len(normal)
        assert token.start > last
        last = token.start
        assert token.text
        assert " " not in token.text


@given(TEXT, LANGUAGE)
def test_stems_and_words_are_those_of_the_tokens(text, language):
    assert stems(text, language) == [token.text for token in analyse(text, language)]
    assert words(text) == [token.word for token in analyse(text, "")]


@given(TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["L", "N"], max_codepoint=0x024F), max_size=40))
def test_case_and_accents_make_no_difference_in_latin(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert fold(text) == fold(plain)


@given(TEXT, st.sampled_from([None, *INDEXED]))
def test_a_language_is_always_guessed(text, hint):
    assert 2 <= len(guess_language(text, hint)) <= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gestión", "gestion"),
        ("ＰＤＦ", "pdf"),
        ("हिन्दी", "हिंदी"),
        ("अफ़्रीका", "अफ्रीका"),
        ("१३४३", "1343"),
        ("أفريقيا", "افريقيا"),
        ("العَرَبِيَّة", "العربيه"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_spellings_of_one_word_fold_together(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["स्त्री", "श्रमिक", "कर्मचारी", "মানুষ", "পাচার", "ক্ষতিগ্রস্ত", "മനുഷ്യ", "மனித"])
def test_indic_words_are_neither_split_nor_stripped_of_vowels(word):
    assert words(word) == [fold(word)]
    assert "\u094d" not in word or "\u094d" in fold(word)
    assert sum(unicodedata.category(c) in {"Mc", "Mn"} for c in fold(word)) >= 1


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ระบบติดตามผู้เสียหาย", "ผู้เสียหาย"),
        ("举报人口贩运的热线", "热线"),
        ("ការជួញដូរមនុស្ស", "មនុស្ស"),
        ("人身売買の被害者", "被害者"),
    ],
)
def test_a_part_of_unspaced_text_shares_its_groups(text, part):
    assert set(words(part)) <= set(words(text))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("recruiters", "recruiter")),
        ("es", ("víctimas", "víctima")),
        ("ru", ("мигрантов", "мигранты")),
        ("uk", ("послугами", "послуги")),
        ("sw", ("wafanyakazi", "mfanyakazi")),
        ("bn", ("শ্রমিকদের", "শ্রমিকের")),
        ("tr", ("işçileri", "işçiler")),
        ("fr", ("l'exploitation", "exploitation")),
    ],
)
def test_forms_of_a_word_share_a_stem(language, forms):
    assert len({stems(form, language)[0] for form in forms}) == 1


def test_the_language_of_the_taglines_is_recognised():
    wrong = total = 0
    for made in documents():
        for language, text in made.taglines.items():
            total += 1
            wrong += guess_language(text) != language
    assert wrong / total < 0.02


def test_function_words_are_folded():
    for listed in FUNCTION_WORDS.values():
        assert all(word == fold(word) for word in listed)
