"""What the index may still hold though it isn't public any more, and what is said of it meanwhile.

The catalogue notes each record that is taken out in the same transaction (``IndexDue``), and the index follows when it
can. Until then every search is asked without these records, and every suggestion is held against the database.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.models import IndexDue, Organisation, Tool
from search.engines.base import Suggestion

# A completion offers so much; the names among it are looked up at once.
TOOL, ORGANISATION = "tool", "organisation"


def hidden() -> frozenset[str]:
    """The addresses that the index may hold and that stand for no public record."""
    public = Tool.objects.public().values("slug")
    return frozenset(IndexDue.objects.exclude(slug__in=public).values_list("slug", flat=True))


def shown(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those that are true of the public records now: a tool by the name that it has, an organisation with a part."""
    slugs = [one.value for one in suggestions if one.kind == TOOL]
    makers = [one.value for one in suggestions if one.kind == ORGANISATION]
    names: dict[str, str] = {}
    known: set[str] = set()
    if slugs:
        names = dict(Tool.objects.public().filter(slug__in=slugs).values_list("slug", "name"))
    if makers:
        with_part = Organisation.objects.filter(name__in=makers, participations__tool__in=Tool.objects.public())
        known = set(with_part.values_list("name", flat=True))
    return [
        one
        for one in suggestions
        if (one.kind != TOOL or names.get(one.value) == one.text) and (one.kind != ORGANISATION or one.value in known)
    ]
