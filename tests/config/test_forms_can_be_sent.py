"""A browser sends "Origin: null" with a form when the policy is no-referrer; Django then refuses every form."""

from django.conf import settings


def test_the_referrer_stays_on_this_site_and_forms_keep_their_origin():
    assert settings.SECURE_REFERRER_POLICY == "same-origin"
