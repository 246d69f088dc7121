"""Every kind of column is read by somebody: one that was only declared would fail on a curator's file."""

from importers.lexicon.fields import IMPORT_FIELDS, CellKind
from importers.plan.cells import RowReader


def test_every_kind_has_a_reader() -> None:
    assert set(RowReader([])._readers) == set(CellKind)


def test_every_kind_feeds_a_field() -> None:
    assert {field.kind for field in IMPORT_FIELDS.values()} == set(CellKind)
