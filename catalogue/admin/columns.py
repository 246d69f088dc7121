"""Columns of the list of tools. They print what ``ToolIndexView`` has put on each row: no query of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from taxonomy.current import vocabulary_index


class TermsColumn(Column):
    """Labels of a vocabulary's terms; the first in bold where it is the primary one. ``shown`` limits how many."""

    cell_template_name = "catalogue/admin/terms_cell.html"

    def __init__(
        self, name: str, vocabulary: str, *, with_primary: bool = False, shown: int = 3, **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self.vocabulary = vocabulary
        self.with_primary = with_primary
        self.shown = shown

    def get_value(self, instance: Any) -> list[str]:
        by_pk = vocabulary_index().by_pk
        terms = [by_pk[row.term_id] for row in instance.classifications.all() if row.term_id in by_pk]
        return [term.label() for term in terms if term.vocabulary == self.vocabulary]

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        labels = context["raw_value"]
        context["first"] = labels[:1] if self.with_primary else []
        context["labels"] = labels[len(context["first"]) : self.shown]
        context["more"] = max(0, len(labels) - self.shown)
        return context


class TermColumn(Column):
    """The label of a single term."""

    cell_template_name = "catalogue/admin/plain_cell.html"

    def get_value(self, instance: Any) -> str:
        return vocabulary_index().label_of(getattr(instance, f"{self.name}_id") or 0)


class CountryColumn(Column):
    """The name of a country in the reader's language."""

    def get_value(self, instance: Any) -> str:
        code = getattr(instance, self.name)
        return vocabulary_index().label("country", code.lower()) if code else ""


class CompletenessColumn(BaseColumn):
    cell_template_name = "catalogue/admin/completeness_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["completeness"] = instance.assessment.completeness
        return context


class ProblemsColumn(BaseColumn):
    cell_template_name = "catalogue/admin/problems_cell.html"
    shown = 3

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        problems = instance.assessment.problems
        context["problems"] = problems[: self.shown]
        context["more"] = max(0, len(problems) - self.shown)
        return context


class VerifiedColumn(Column):
    cell_template_name = "catalogue/admin/verified_cell.html"
    empty_value_display = _("never")


class StateColumn(BaseColumn):
    """Live, draft or withdrawn. Wagtail's own status asks the database for scheduled revisions, row by row."""

    cell_template_name = "catalogue/admin/state_cell.html"
