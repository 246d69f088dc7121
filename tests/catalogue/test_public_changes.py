"""A record's date is when readers could see another thing; private edits leave no trace in dates, feeds and headers."""

import re

import pytest
from django.test import Client

from catalogue.models import Organisation, Tool
from catalogue.public_changes import note_first_digests
from catalogue.publishing import mark_verified, restore, withdraw
from catalogue.writing import RecordChange, write_records
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db
ADDRESSES = ("/en/feed/", "/sitemap.xml?section=tools", "/api/v1/tools/safe-path", "/api/v1/tools.jsonl", "/en/")


def shown() -> dict[str, tuple[str, ...]]:
    """What a stranger can compare: bodies, entity tags and dates of everything that tells of changes."""
    found = {}
    for address in ADDRESSES:
        response = Client().get(address, follow=True)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = re.sub(rb"nonce-[^\"' ]+", b"", content).decode()
        found[address] = (text, response.get("ETag", ""), response.get("Last-Modified", ""))
    return found


@pytest.fixture
def tool(vocabularies, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return make_tool(disclosure="vetted", restricted_detail="Invented.")


def publish(tool: Tool, django_capture_on_commit_callbacks, **changes: object) -> Tool:
    tool = Tool.objects.get(pk=tool.pk)
    for name, value in changes.items():
        setattr(tool, name, value)
    with django_capture_on_commit_callbacks(execute=True):
        tool.save_revision().publish()
    return Tool.objects.get(pk=tool.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"restricted_detail": "Invented anew."},
        {"curator_notes": "Between us."},
        {"disclosure": "registered"},
        {"restricted_detail": "", "disclosure": "public"},
    ],
)
def test_an_edit_that_readers_cannot_see_moves_nothing(tool, changes, django_capture_on_commit_callbacks):
    before, day = shown(), Tool.objects.get().public_changed_at
    edited = publish(tool, django_capture_on_commit_callbacks, **changes)
    assert edited.public_changed_at == day
    assert edited.updated_at > tool.updated_at
    assert shown() == before


def test_the_loaders_private_edit_moves_nothing(tool, django_capture_on_commit_callbacks):
    before = shown()
    with django_capture_on_commit_callbacks(execute=True):
        write_records([RecordChange("safe-path", {"curator_notes": "Between us."})])
    assert Tool.objects.get().curator_notes
    assert shown() == before


def test_what_readers_can_see_moves_the_date(tool, django_capture_on_commit_callbacks):
    before = Tool.objects.get().public_changed_at
    after = publish(tool, django_capture_on_commit_callbacks, summary="Other words for readers.").public_changed_at
    assert after > before
    with django_capture_on_commit_callbacks(execute=True):
        organisation = Organisation.objects.get(name="Example Union")
        organisation.name = "Example Trade Union"
        organisation.save()
    assert Tool.objects.get().public_changed_at > after


def test_being_verified_and_coming_back_are_changes(tool, django_capture_on_commit_callbacks, django_user_model):
    dates = [Tool.objects.get().public_changed_at]
    with django_capture_on_commit_callbacks(execute=True):
        mark_verified(Tool.objects.get(), django_user_model.objects.create_user("reader"))
    dates.append(Tool.objects.get().public_changed_at)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(Tool.objects.get(), "Asked for.")
    with django_capture_on_commit_callbacks(execute=True):
        restore(Tool.objects.get())
    dates.append(Tool.objects.get().public_changed_at)
    assert dates == sorted(set(dates))


def test_an_older_revision_brings_its_words_back_not_its_date(tool, django_capture_on_commit_callbacks):
    first = Tool.objects.get().live_revision
    publish(tool, django_capture_on_commit_callbacks, summary="Other words for readers.")
    before = Tool.objects.get().public_changed_at
    with django_capture_on_commit_callbacks(execute=True):
        first.publish()
    assert Tool.objects.get().public_changed_at > before


def test_records_of_before_get_their_digest_without_a_date(tool, django_capture_on_commit_callbacks):
    Tool.objects.update(public_digest="")
    before = Tool.objects.get().public_changed_at
    assert (note_first_digests(), note_first_digests()) == (1, 0)
    publish(tool, django_capture_on_commit_callbacks, curator_notes="Between us.")
    assert Tool.objects.get().public_changed_at == before


def test_no_list_says_which_records_hold_something_back(tool):
    for address in ("/api/v1/tools.jsonl", "/api/v1/tools.csv", "/api/v1/tools", "/api/v1/tools/safe-path",
                    "/en/tools/?format=json", "/en/tools/?format=csv"):  # fmt: skip
        response = Client().get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"disclosure" not in content, address
        assert b"vetted" not in content, address
