"""The record's fields under the data set's names, each declared once; what uses them is made from the declaration."""

from catalogue.fields.checks import ValueProblem, check_slug
from catalogue.fields.declared import CONFIDENCES, CONTRIBUTIONS, FIELDS, FieldKind, RecordField, Told
from catalogue.fields.values import check_values, detail_needs_level, plain, read_values

__all__ = [
    "CONFIDENCES",
    "CONTRIBUTIONS",
    "FIELDS",
    "FieldKind",
    "RecordField",
    "Told",
    "ValueProblem",
    "check_slug",
    "check_values",
    "detail_needs_level",
    "plain",
    "read_values",
]
