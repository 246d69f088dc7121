"""Withdrawn records, as a plan needs to know them: an answer may be about one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from catalogue.models import Tool
from importers.models import BatchRow
from taxonomy.many import with_any_of


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``by_undo``: the import that made the record was taken back; nobody decided against the record itself."""

    name: str
    at: datetime
    because: str
    by_undo: bool

    @property
    def sentence(self) -> str:
        values = {"name": self.name, "date": formats.date_format(timezone.localtime(self.at), "DATE_FORMAT")}
        return _("“%(name)s” was withdrawn on %(date)s: %(why)s") % {**values, "why": self.because}


def withdrawals() -> dict[str, Withdrawal]:
    """{slug: its withdrawal}."""
    tools = Tool.objects.withdrawn().only("slug", "name", "withdrawn_at", "withdrawn_because")
    gone = {tool.slug: tool for tool in tools}
    undone: dict[str, list[object]] = {}
    rows = BatchRow.objects.filter(batch__status="undone", outcome="created").exclude(undone={})
    for part in with_any_of(rows, "written_slug", gone):
        for slug, note in part.values_list("written_slug", "undone"):
            undone.setdefault(slug, []).append(note.get("withdrawn"))
    return {
        slug: Withdrawal(
            tool.name,
            tool.withdrawn_at or timezone.now(),
            tool.withdrawn_because,
            by_undo=any(_is_that(moment, tool) for moment in undone.get(slug, ())),
        )
        for slug, tool in gone.items()
    }


def _is_that(moment: object, tool: Tool) -> bool:
    """Whether the record's withdrawal is the one that taking the import back made. Older rows keep no moment."""
    if moment is True:
        return True
    return tool.withdrawn_at is not None and moment == tool.withdrawn_at.isoformat()
