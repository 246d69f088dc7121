"""A record's two layers, what readers see and the draft above it, and what an import left in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from catalogue.drafts import waiting_draft
from catalogue.fields import FIELDS, check_values, plain
from catalogue.models import Tool
from catalogue.writing import Outcome, RecordChange, WriteMode, write_records
from importers.applying.refusals import ImportRefused
from importers.models import BatchRow
from importers.plan.existing_records import values_of
from importers.plan.policies import equals

Values = dict[str, Any]
# Words in other languages are made by machine after an import; that isn't somebody's edit.
_NOT_EDITS = frozenset(("taglines", "summaries"))


@dataclass
class Layers:
    """``live`` is what readers see, None for a record that isn't published; ``draft`` what waits above it."""

    tool: Tool
    live: Tool | None
    draft: Tool | None

    @classmethod
    def of(cls, tool: Tool) -> Layers:
        draft = waiting_draft(tool)
        return cls(tool, tool if tool.live or draft is None else None, draft)

    @property
    def top(self) -> Tool:
        """As an editor sees it: an edit that isn't published yet is an edit."""
        return self.draft or self.live or self.tool


@dataclass
class Swap:
    """For each layer the fields that still say one thing and are to say another, as JSON keeps values."""

    live: Values = field(default_factory=dict)
    draft: Values = field(default_factory=dict)

    @classmethod
    def of(cls, layers: Layers, present: Mapping[str, Any], wanted: Mapping[str, Any]) -> Swap:
        """``present`` is what a field must say for it to get the value in ``wanted``."""
        return cls(
            _to_swap(layers.live, present, wanted) if layers.live is not None else {},
            _to_swap(layers.draft, present, wanted) if layers.draft is not None else {},
        )

    def __bool__(self) -> bool:
        return bool(self.live or self.draft)

    @property
    def fields(self) -> list[str]:
        return sorted({*self.live, *self.draft})


def _to_swap(tool: Tool, present: Mapping[str, Any], wanted: Mapping[str, Any]) -> Values:
    expected, _problems = check_values({name: present[name] for name in wanted if name in present})
    now = values_of(tool, expected)
    return {
        name: wanted[name]
        for name, value in expected.items()
        if is_still(now[name], value) and plain(now[name]) != wanted[name]
    }


def is_still(now: Any, written: Any) -> bool:
    if isinstance(now, tuple) and now and isinstance(now[0], tuple):
        return bool(plain(now) == plain(written))
    return equals(now, written)


def becomes_as_live(layers: Layers, swap: Swap) -> bool:
    """Whether nothing is left of the draft: it would say what readers see."""
    if layers.draft is None or layers.live is None:
        return False
    draft, live = (
        {name: plain(value) for name, value in values_of(tool, FIELDS).items()} | changes
        for tool, changes in ((layers.draft, swap.draft), (layers.live, swap.live))
    )
    return draft == live


def edits_of(row: BatchRow, layers: Layers, revision: Revision | None) -> dict[str, tuple[Any, Any]]:
    """{field: (as imported, now)} of what people changed since, as canonical values.

    ``revision``: the one that the import made, where it is still known; it tells edits of fields that the import left.
    """
    imported, _problems = check_values(row.after)
    top = layers.top
    if revision is not None and layers.tool.latest_revision_id != revision.pk and row.outcome == "created":
        imported = values_of(revision.as_object(), [name for name in FIELDS if name not in _NOT_EDITS]) | imported
    now = values_of(top, imported)
    before, _problems = check_values(row.before)
    return {
        name: (value, now[name])
        for name, value in imported.items()
        if not is_still(now[name], value) and not (name in before and is_still(now[name], before[name]))
    }


def write_layers(swaps: Mapping[str, Swap], user: Any, reason: str) -> None:
    """Readers' layers first: their drafts stay above them. Raises ImportRefused, and then nothing may be kept."""
    for mode in (WriteMode.LIVE, WriteMode.DRAFT):
        wanted = {slug: swap.live if mode is WriteMode.LIVE else swap.draft for slug, swap in swaps.items()}
        _write(((slug, values) for slug, values in wanted.items() if values), user, reason, mode)


def _write(values: Iterable[tuple[str, Values]], user: Any, reason: str, mode: WriteMode) -> None:
    drafts = []
    for slug, fields in values:
        canonical, problems = check_values(fields)
        if problems:
            raise ImportRefused(_("The record “%(slug)s” can't be restored: %(why)s") % {"slug": slug, "why": problems})
        drafts.append(RecordChange(slug, canonical))
    answers = write_records(drafts, user=user, reason=reason, mode=mode, beneath_drafts=True)
    refused = [answer for answer in answers if answer.outcome is Outcome.REFUSED]
    if refused:
        why = "; ".join(f"{answer.slug}: {' '.join(answer.problems.values())}" for answer in refused[:10])
        raise ImportRefused(_("Nothing was taken back: %(why)s") % {"why": why})
