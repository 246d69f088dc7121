"""Where the table is and what its columns mean."""

from importers.columns.fields import IMPORT_FIELDS, ImportField, Kind
from importers.columns.proposal import Column, Role, header_key, propose_columns
from importers.columns.tables import Heading, Table, choose_sheet, find_table

__all__ = [
    "IMPORT_FIELDS",
    "Column",
    "Heading",
    "ImportField",
    "Kind",
    "Role",
    "Table",
    "choose_sheet",
    "find_table",
    "header_key",
    "propose_columns",
]
