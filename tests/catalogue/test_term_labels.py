"""A term's label is looked up once a process, and anew when a vocabulary changed."""

import pytest
from django.utils import translation

from catalogue.presentation.formatting import term_label
from taxonomy.models import TermText

pytestmark = pytest.mark.django_db


def test_a_label_is_the_readers_and_of_today(vocabularies):
    before = term_label("tool_type", "reporting-hotlines")
    with translation.override("fr"):
        french = term_label("tool_type", "reporting-hotlines")
    assert french.label != before.label
    assert (before.url, french.url) == tuple(f"/{code}/tools/?tool_type=reporting-hotlines" for code in ("en", "fr"))
    assert term_label("tool_type", "reporting-hotlines") is before

    text = TermText.objects.get(
        term__vocabulary__slug="tool_type", term__slug="reporting-hotlines", language="en", kind="label"
    )
    text.text = "Ways to report"
    text.save()
    assert term_label("tool_type", "reporting-hotlines").label == "Ways to report"


def test_a_country_keeps_the_code_that_it_was_asked_by(vocabularies):
    assert [term_label("country", code).slug for code in ("NP", "np", "NP")] == ["NP", "np", "NP"]
    assert term_label("country", "NP").label == "Nepal"


def test_what_is_no_term_stands_for_itself(vocabularies):
    assert term_label("region", "atlantis").label == "atlantis"
