"""Addresses that are remembered are those that Django would work out now."""

from django.urls import reverse, set_script_prefix
from django.utils import translation

from common.addresses import address_of


def test_an_address_is_that_of_the_active_language():
    for language in ("en", "ar", "en"):
        with translation.override(language):
            assert address_of("search:tools") == reverse("search:tools") == f"/{language}/tools/"
            assert address_of("catalogue:tool", "unseen-app") == f"/{language}/tools/unseen-app/"


def test_an_address_can_be_asked_for_in_another_language():
    with translation.override("en"):
        assert address_of("search:tools", language="fr") == "/fr/tools/"
        assert translation.get_language() == "en"


def test_a_site_below_a_path_has_its_own_addresses():
    assert address_of("search:tools", language="en") == "/en/tools/"
    try:
        set_script_prefix("/registry/")
        assert address_of("search:tools", language="en") == "/registry/en/tools/"
    finally:
        set_script_prefix("/")
    assert address_of("search:tools", language="en") == "/en/tools/"
