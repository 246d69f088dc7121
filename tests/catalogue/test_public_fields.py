"""Nobody adds a field without deciding who may read it."""

import pytest
from django.apps import apps
from django.db.models import Field
from modelcluster.models import get_all_child_relations

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.public_fields import EXPOSURES, Exposure, exposure_of
from catalogue.records import record_of


def own_fields(model) -> set[str]:
    fields = [field for field in model._meta.get_fields() if not (field.auto_created and not field.concrete)]
    return {field.name for field in fields}


@pytest.mark.parametrize("label", EXPOSURES)
def test_every_field_is_declared_and_every_declaration_is_a_field(label):
    assert own_fields(apps.get_model(label)) == set(EXPOSURES[label])


def test_every_model_of_the_room_with_record_data_is_declared():
    children = {relation.related_model._meta.label for relation in get_all_child_relations(Tool)}
    declared = set(EXPOSURES)
    assert children <= declared
    assert {"catalogue.Tool", "catalogue.Organisation", "catalogue.FormerSlug", "catalogue.LinkCheck"} <= declared


def test_what_only_curators_may_read_is_not_part_of_a_public_record(vocabularies):
    """A canary in every text field that isn't public: it must not be anywhere in the public Record."""
    tool = Tool(name="A", slug="a", summary="S", disclosure="vetted")
    canaries = []
    for field in Tool._meta.get_fields():
        hidden = isinstance(field, Field) and exposure_of("catalogue.Tool", field.name) in (
            Exposure.RESTRICTED,
            Exposure.CURATOR,
        )
        if hidden and field.get_internal_type() in ("CharField", "TextField"):
            canaries.append(f"canary-{field.name}")
            setattr(tool, field.name, canaries[-1])
    assert canaries == ["canary-restricted_detail", "canary-curator_notes"]
    assert "canary" not in repr(record_of(tool, Level.PUBLIC))
    assert "canary-curator_notes" not in repr(record_of(tool, Level.VETTED))


def test_a_field_that_nobody_declared_is_nobodys_to_show():
    with pytest.raises(KeyError):
        exposure_of("catalogue.Tool", "shoe_size")
