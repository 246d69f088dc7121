"""A version of a record is read and published in few queries, and what it says is stored all the same."""

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from catalogue.models import Organisation, Tool, ToolClassification
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db
MOST_QUERIES = 120


@pytest.fixture
def tool(vocabularies: None) -> Tool:
    languages = ("en", "fr", "es", "pt", "ar", "ru", "sw", "hi", "ne", "bn", "vi", "id", "uk", "th")
    return make_tool(taglines={language: f"Words in {language}." for language in languages})


def publish(tool: Tool) -> Tool:
    tool.save_revision().publish()
    return Tool.objects.get(pk=tool.pk)


def test_publishing_asks_as_much_for_many_children_as_for_few(tool: Tool) -> None:
    tool.summary = "Other words."
    revision = tool.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    assert Tool.objects.get().summary == "Other words."
    assert len(queries) <= MOST_QUERIES


def test_children_that_changed_are_stored(tool: Tool) -> None:
    rows = list(tool.classifications.all())
    first, second = (row for row in rows if row.term.vocabulary.slug == "tool_type")
    first.sort_order, second.sort_order = second.sort_order, first.sort_order
    tool.classifications.set(rows)
    kept = tool.countries.all()[0]
    tool.languages.set([])
    tool.texts.set([row for row in tool.texts.all() if row.language != "fr"])
    after = publish(tool)
    types = after.classifications.filter(term__vocabulary__slug="tool_type")
    assert [row.pk for row in types] == [second.pk, first.pk]
    assert [row.pk for row in after.countries.all()] == [kept.pk]
    assert not after.languages.exists()
    assert not after.texts.filter(language="fr").exists()


def test_a_child_alone_that_changed_is_stored(tool: Tool) -> None:
    [country] = tool.countries.all()
    country.code = "GH"
    tool.countries.set([country])
    assert [row.code for row in publish(tool).countries.all()] == ["GH"]


def test_an_older_version_brings_back_what_was_deleted_since(tool: Tool) -> None:
    first = tool.save_revision()
    tool.languages.set([])
    assert not publish(tool).languages.exists()
    first.publish()
    assert [row.code for row in Tool.objects.get().languages.all()] == ["ne", "en"]


def test_a_version_that_names_somebody_who_is_gone_can_be_read(
    tool: Tool, django_user_model: type[AbstractUser]
) -> None:
    tool.last_verified_by = django_user_model.objects.create_user("reader")
    revision = tool.save_revision()
    django_user_model.objects.all().delete()
    assert revision.as_object().last_verified_by is None


def test_wagtail_knows_where_terms_are_used(tool: Tool) -> None:
    dropped = tool.classifications.all()[0]
    tool.classifications.set([row for row in tool.classifications.all() if row.pk != dropped.pk])
    publish(tool)
    known = {int(pk) for pk in ReferenceIndex.get_references_for_object(tool).values_list("to_object_id", flat=True)}
    assert dropped.term_id not in known & set(ToolClassification.objects.values_list("term_id", flat=True))
    assert set(ToolClassification.objects.values_list("term_id", flat=True)) <= known


def test_a_new_organisation_is_saved_with_its_names(db: None) -> None:
    organisation = Organisation(name="Example Union", slug="example-union")
    organisation.aliases.create(name="EU of workers")
    organisation.save()
    assert [alias.name for alias in Organisation.objects.get().aliases.all()] == ["EU of workers"]
