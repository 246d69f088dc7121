"""Formulas are text in every spreadsheet that the admin gives, Wagtail's own included.

Wagtail writes CSV as it finds the values, and a name that a stranger suggested may be one that a spreadsheet
calculates. All its exports (site history, locked pages, users and so on) write their cells by one method, so that is
where it is mended; a test fails when Wagtail does it by itself, and this can go.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from common.spreadsheets import neutral

_original = SpreadsheetExportMixin.preprocess_field_value


def neutralise_exports() -> None:
    """Replace Wagtail's method; called once when the room's application is ready."""
    SpreadsheetExportMixin.preprocess_field_value = _neutral_value


def _neutral_value(view: Any, field: str, value: Any, export_format: str) -> Any:
    written = _original(view, field, value, export_format)
    return neutral(written) if isinstance(written, str) else written
