"""What nobody can see never makes two of one thing, nor an address that leads nowhere."""

import unicodedata

import pytest
from hypothesis import given

from tests import dangerous
from text.cleaning import clean_address, clean_line, clean_text, identity_of


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("Pol\u00adaris", "Polaris"),
        ("Of\ufb01ce", "Office"),
        ("e\u0301cole", "école"),
        ("\ufeffName\u200b", "Name"),
        ("abc\u202egnp\u202c", "abcgnp"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # without it, another word
        ("क्\u200dष", "क्\u200dष"),
        ("Pol\u200daris", "Polaris"),
        ("\u200dPolaris\u200c", "Polaris"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_text_is_cleaned(copied: str, kept: str) -> None:
    assert clean_text(copied) == kept


def test_a_line_is_one_line_and_an_address_leads_somewhere() -> None:
    assert clean_line(" Zqmail line\r\nBcc:\u2028x\u00a0y ") == "Zqmail line Bcc: x y"
    assert clean_address("https://example.org/net\ufb01nder\u200b") == "https://example.org/netfinder"
    assert clean_address(" https://example.org/a\u200cb ") == "https://example.org/ab"


def test_names_that_look_the_same_are_the_same() -> None:
    assert identity_of("Ｐｏｌａｒｉｓ") == identity_of("Pol\u00adaris ") == identity_of("Polaris")
    assert identity_of("Polaris") != identity_of("polaris")


@given(dangerous.texts())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_text, clean_line, clean_address, identity_of):
        assert clean(clean(text)) == clean(text)


@given(dangerous.texts())
def test_what_is_kept_can_be_seen(text: str) -> None:
    for letter in clean_text(text):
        if unicodedata.category(letter) == "Cf":
            assert letter in "\u200c\u200d" or ord(letter) > 0x2069 or 0x0600 <= ord(letter) < 0x0900, letter
