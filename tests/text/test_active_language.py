"""The reader's language, without its region."""

import pytest
from django.utils import translation

from text.active_language import active_language, base_language


@pytest.mark.parametrize(("code", "language"), [("pt-br", "pt"), ("zh-Hans", "zh"), ("EN", "en"), ("fr", "fr")])
def test_a_region_is_left_out(code, language):
    assert base_language(code) == language


def test_the_reader_s_language_is_the_active_one():
    with translation.override("pt-br"):
        assert active_language() == "pt"


def test_english_stands_in_where_no_language_is_active():
    with translation.override(None):
        assert active_language() == "en"
