"""Where the table is and what its columns mean."""

from importers.columns.column import KEPT_ROLES, Column, ColumnRole, header_key
from importers.columns.proposal import propose_columns
from importers.columns.table_detection import ColumnHeading, SurveyTable, choose_sheet, find_table

__all__ = [
    "KEPT_ROLES",
    "Column",
    "ColumnHeading",
    "ColumnRole",
    "SurveyTable",
    "choose_sheet",
    "find_table",
    "header_key",
    "propose_columns",
]
