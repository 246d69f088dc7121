"""A declared field is a field of the record: whoever forgets to carry it learns it here, not from an empty page."""

import pytest

from catalogue.disclosure import Exposure, Level
from catalogue.fields import FIELDS, FieldKind, RecordField
from catalogue.models import Tool
from catalogue.records import SAFEGUARDS, Record, record_of

PUBLIC = [field for field in FIELDS.values() if field.exposure is Exposure.PUBLIC]
COLUMNS_OF_TEXT = [field for field in PUBLIC if field.attribute and field.kind is FieldKind.TEXT]


def carried(record: Record, field: RecordField) -> object:
    return record.safeguards.get(field.name) if field.name in SAFEGUARDS else getattr(record, field.name)


@pytest.mark.parametrize("field", PUBLIC, ids=lambda field: field.name)
def test_every_public_field_has_a_place_in_the_record(vocabularies: None, field: RecordField) -> None:
    carried(record_of(Tool(name="A", slug="a")), field)


@pytest.mark.parametrize("field", COLUMNS_OF_TEXT, ids=lambda field: field.name)
def test_what_a_column_holds_is_carried(vocabularies: None, field: RecordField) -> None:
    tool = Tool(name="A", slug="a")
    setattr(tool, field.attribute, "what it says")
    assert carried(record_of(tool, Level.PUBLIC), field) == "what it says"
