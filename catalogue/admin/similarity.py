"""Likely duplicates of a record that is being written, for people who work in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from catalogue.admin.finding import plain
from catalogue.models import Tool, ToolAlias

NEAR_ENOUGH = 85
SHOWN = 5


@dataclass(frozen=True)
class Likely:
    """A record that may be the same, and why."""

    pk: int
    name: str
    slug: str
    why: Any


def find_likely(
    name: str, aka: Iterable[str] = (), url: str = "", source_repo: str = "", exclude: int | None = None
) -> list[Likely]:
    """At most five, best first. Empty values say nothing."""
    tools = Tool.objects.exclude(pk=exclude) if exclude else Tool.objects.all()
    found: dict[int, tuple[float, Any]] = {}
    wanted = [plain(one) for one in (name, *aka) if len(plain(one)) >= 3]
    known = [*tools.values_list("pk", "name"), *ToolAlias.objects.exclude(tool=exclude).values_list("tool_id", "name")]
    for pk, known_name in known:
        likeness = max((fuzz.ratio(one, plain(known_name)) for one in wanted), default=0.0)
        if likeness >= NEAR_ENOUGH and likeness > found.get(pk, (0.0, ""))[0]:
            found[pk] = (likeness, _("the same name") if likeness == 100 else _("a similar name"))
    for field, value, why in (
        ("url", url, _("the same web address")),
        ("source_repo", source_repo, _("the same source code")),
    ):
        page = _page(value)
        if page:
            for pk, address in tools.exclude(**{field: ""}).values_list("pk", field):
                if _page(address) == page:
                    found[pk] = (101.0, why)
    best = sorted(found, key=lambda pk: -found[pk][0])[:SHOWN]
    rows = {tool.pk: tool for tool in Tool.objects.filter(pk__in=best).only("pk", "name", "slug")}
    return [Likely(pk, rows[pk].name, rows[pk].slug, found[pk][1]) for pk in best if pk in rows]


def _page(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}".lower()
