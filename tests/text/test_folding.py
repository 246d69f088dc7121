"""One folding for vocabularies, search and matching: what becomes one word, and what holds for any text."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.folding import caseless, compact, fold, plain, unify
from text.scripts import script_of
from text.segmentation import spans
from text.stemming import light_stem, name_stem, stem
from text.tokens import stems, words
from text.transliteration import latin_words, name_key, phonetic_key, romanised

# Letters that casing, composing or compatibility turn into others, marks, joiners, digits and signs of many scripts.
DANGEROUS = (
    "aeiıİIßſŉŋŧøæœðþÅÄÖñçǆǈẚẞΐΰς́̀̈ͅҐґёйїўأإآٱىةؤئکیہۀےـًٌَُّْٰ۱۲٣"
    "कंँन्ही़क़अआ१२ড়ঁংক্য়০১ગજமாதഅംമ్ಕ್ไทยเด็กๅຳກမြန်က្ខ中人がはゔｶﾞ㍿가각ᄀ"
    "ʻʼ’‘`´'·-–_/.,।॥؟،（）【】&№²½①Ⅳ１ａﬁ�"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u202e\U000e0100😀\u0085\u00a0\u3000 \t\n"
)
TEXT = st.text(alphabet=DANGEROUS, max_size=12) | st.text(max_size=30)
LANGUAGE = st.sampled_from(["ar", "bn", "en", "fr", "hi", "ne", "ru", "sw", "tl", "tr", "uk", "ur", "xx", ""])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Côte dʼIvoire", "Cote d`Ivoire"),
        ("Oʻzbekiston", "O’zbekiston"),
        ("हिन्दी", "हिंदी"),
        ("अफ़्रीका", "अफ्रीका"),
        ("१२", "12"),
        ("٣٤", "34"),
        ("ŋ", "n"),
        ("ŧ", "t"),
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("ایران", "إيران"),
        ("العَرَبِيَّة", "العربيه"),
    ],
)
def test_spellings_of_one_word_are_one_for_every_caller(one, other):
    assert fold(one) == fold(other)
    assert plain(one) == plain(other)
    assert words(one) == words(other)
    assert [span.plain for span in spans(one)] == [span.plain for span in spans(other)]
    assert latin_words(one) == latin_words(other)
    assert name_key(one) == name_key(other)
    assert phonetic_key(one) == phonetic_key(other)


@pytest.mark.parametrize(("one", "other"), [("कि", "की"), ("มา", "มี"), ("か", "が"), ("কি", "কী"), ("é", "a")])
def test_vowels_and_voices_of_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@settings(deadline=None)
@given(TEXT)
def test_every_depth_twice_is_that_depth_once(text):
    for form in (caseless, unify, fold, plain, compact, romanised):
        assert form(form(text)) == form(text)


@settings(deadline=None)
@given(TEXT)
def test_composed_and_decomposed_letters_are_one(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    for form in (caseless, unify, fold, plain, compact, romanised, name_key, phonetic_key):
        assert form(composed) == form(decomposed)


@settings(deadline=None)
@given(st.text(alphabet=DANGEROUS, max_size=12))
def test_each_depth_joins_at_least_what_the_one_before_joins(text):
    assert fold(caseless(text)).split() == fold(text).split()
    assert plain(fold(text)) == plain(text)
    assert fold(unify(text)) == fold(text)
    assert name_key(unify(text)) == name_key(text)


@settings(deadline=None)
@given(TEXT, LANGUAGE)
def test_no_form_grows_beyond_what_compatibility_spells_out(text, language):
    bound = 2 * len(unicodedata.normalize("NFKD", text)) + 2
    assert len(caseless(text)) <= bound
    assert len(fold(text)) <= bound
    assert len(plain(text)) <= bound
    assert all(len(form) <= bound for form in stems(text, language))


@settings(deadline=None)
@given(TEXT, LANGUAGE)
def test_plain_text_is_letters_digits_and_single_spaces(text, language):
    assert plain(text) == " ".join(plain(text).split())
    assert all(c == " " or unicodedata.category(c)[0] in "LMN" for c in plain(text))
    assert all(" " not in form for form in stems(text, language))


@settings(deadline=None)
@given(TEXT)
def test_spans_lie_in_the_text_in_order(text):
    last = 0
    for span in spans(text):
        assert last <= span.start < span.end <= len(text)
        assert span.caseless == caseless(text[span.start : span.end])
        assert " " not in span.plain
        last = span.end


@settings(deadline=None)
@given(TEXT, LANGUAGE)
def test_stems_are_never_empty_for_a_word(text, language):
    for word in words(text):
        assert stem(word, language)
        assert name_stem(word, language)
        assert light_stem(word)


def test_every_character_folds_to_one_form_by_itself():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) not in ("Cs", "Cn", "Co"):
            assert fold(fold(character)) == fold(character)


def test_a_long_text_is_folded_like_its_words():
    word = "Côte d’Ivoire "
    assert fold(word * 100) == fold(word) * 100


def test_tamil_is_a_script_of_its_own():
    assert script_of("த") == "tamil"
    assert script_of("త") == "indic"
