"""Invisible signs stay out of the registry by every way in: bulk writing, forms, look-ups."""

import pytest
from django.core.management import call_command
from django.forms import modelform_factory

from catalogue.admin.organisations import OrganisationForm
from catalogue.models import Organisation, Tool
from catalogue.writing import RecordChange, write_records
from tests.catalogue.factories import make_tool, values

pytestmark = pytest.mark.django_db


def test_a_second_spelling_that_looks_the_same_finds_the_organisation(vocabularies: None) -> None:
    make_tool("safe-path", organisation="Polaris", partners=[])
    for number, name in enumerate(("Pol\u00adaris", "Polaris\u200b", "Ｐｏｌａｒｉｓ", " Polaris")):
        [written] = write_records(
            [RecordChange(f"tool-{number}", values(organisation=name, partners=[]))], reason="test"
        )
        assert not written.problems
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Polaris"]


def test_two_new_spellings_in_one_go_make_one_organisation(vocabularies: None) -> None:
    drafts = [
        RecordChange("one", values(name="One", organisation="O\ufb03ce Ｘ", partners=[])),
        RecordChange("two", values(name="Two", organisation="Office X", partners=[])),
    ]
    assert not [written.problems for written in write_records(drafts, reason="test") if written.problems]
    assert Organisation.objects.count() == 1


def test_a_record_is_stored_clean(vocabularies: None) -> None:
    tool = make_tool(
        "finder",
        name="Net\ufb01nder\u200b",
        url="https://example.org/net\ufb01nder\u200b",
        summary="First line, cop\u00adied from a page.\nSecond line with de\u0301tail.",
    )
    assert tool.name == "Netfinder"
    assert tool.url == "https://example.org/netfinder"
    assert tool.summary == "First line, copied from a page.\nSecond line with détail."


def test_rows_saved_past_the_writer_are_clean_too(vocabularies: None) -> None:
    organisation = Organisation.objects.create(name="Pol\u00adaris\r\nProject", slug="polaris")
    assert organisation.name == "Polaris Project"
    Tool.objects.bulk_create([Tool(slug="x", name="A\u200bB", summary="s")])
    assert Tool.objects.get(name="AB").slug == "x"
    assert Tool.objects.filter(name="A\u200bB").exists()


def test_the_form_names_the_twin(vocabularies: None) -> None:
    Organisation.objects.create(name="Polaris", slug="polaris")
    form_class = modelform_factory(Organisation, form=OrganisationForm, fields=["name", "slug"])
    form = form_class(data={"name": "Ｐｏｌａｒｉｓ", "slug": ""})
    assert not form.is_valid()
    assert "Polaris" in form.errors["name"][0]


def test_the_column_is_what_it_was() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
