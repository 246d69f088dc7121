"""How two revisions differ in what is picked from lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.admin.compare import TextDiff

from taxonomy.current import vocabulary_index

if TYPE_CHECKING:
    from catalogue.models import Tool


class PickComparison:
    """Made by Wagtail's compare view with two tools; ``name`` is a picking field of ``ToolForm``."""

    is_field = True
    is_child_relation = False

    def __init__(self, name: str, label: Any, vocabulary: str, before: Tool, after: Tool) -> None:
        self.name = name
        self.label = label
        self.before = _labels(vocabulary, before)
        self.after = _labels(vocabulary, after)

    def field_label(self) -> str:
        return str(capfirst(str(self.label)))

    def has_changed(self) -> bool:
        return self.before != self.after

    def htmldiff(self) -> SafeString:
        if sorted(self.before) == sorted(self.after):
            changes = [("deletion", ", ".join(self.before)), ("addition", ", ".join(self.after))]
        else:
            changes = [("equal" if one in self.after else "deletion", one) for one in self.before]
            changes += [("addition", one) for one in self.after if one not in self.before]
        diff: SafeString = TextDiff(changes, separator=", ").to_html()
        return diff


def _labels(vocabulary: str, tool: Tool) -> list[str]:
    index = vocabulary_index()
    if vocabulary == "country":
        return [index.label("country", row.code.lower()) for row in tool.countries.all()]
    if vocabulary == "language":
        return [index.label("language", row.code) for row in tool.languages.all()]
    terms = [index.by_pk[row.term_id] for row in tool.classifications.all() if row.term_id in index.by_pk]
    return [term.label() for term in terms if term.vocabulary == vocabulary]
