import json

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.disclosure import Level, level_of

pytestmark = pytest.mark.django_db


def test_the_demo_account_may_curate_and_edit(settings, capsys):
    settings.DEBUG = True
    for created in (True, False):
        call_command("ensure_demo_curator", "--password", "try me", "--json")
        assert json.loads(capsys.readouterr().out) == {"username": "curator", "created": created}
    user = authenticate(username="curator", password="try me")
    assert user.has_perm("wagtailadmin.access_admin")
    assert user.has_perm("catalogue.publish_tool")
    assert level_of(user) == Level.CURATOR
    assert not user.is_superuser


def test_it_is_not_made_in_production():
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("ensure_demo_curator", "--password", "try me")
    assert not User.objects.exists()
