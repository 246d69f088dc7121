"""What was tried and ended, by type and year; launches and endings over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.records import Record
from gaps.axes import make_axis
from gaps.formatting import not_recorded
from gaps.links import query_of
from gaps.map_titles import MAP_TITLES
from gaps.maps.map_tables import GapMap, MapContext, MapRow, MapTable, Number
from gaps.statistics import is_enough_recorded

ENDED, UNKNOWN = "discontinued", "unknown"


def ended_tools(context: MapContext) -> GapMap:
    table, index = context.registry.table, context.registry.index
    ended = replace(context.population, filters={**context.population.filters, "status": (ENDED,)})
    anything = replace(context.population, is_any_status=True)
    is_ended, is_any = ended.mask(table, index), anything.mask(table, index)
    gone = [record for record, is_gone in zip(context.registry.records, is_ended, strict=True) if is_gone]
    axis = make_axis(table, "tool_type", ended, index, context.language)
    # A tool of unknown status may have ended or not; it is out of the share, and said beside it.
    is_known = is_any & ~table.having("status", [UNKNOWN])
    known, total = int(is_known.sum()), int(is_any.sum())
    with_reason = sum(bool(record.ended_because) for record in gone)
    types = tuple(
        MapRow(
            line.slug,
            line.label,
            (
                Number(
                    int((is_ended & carries).sum()),
                    int((is_known & carries).sum()),
                    context.url(query_of(ended, index, {"tool_type": line.slug}, context.language)),
                    int((is_any & carries).sum()),
                ),
            ),
        )
        for at, line in enumerate(axis.lines)
        for carries in [axis.carried[:, [at]].toarray().ravel() > 0]
    )
    return GapMap(
        key="ended",
        title=str(MAP_TITLES["ended"]),
        finding=_ended_finding(len(gone), known, total),
        headline=Number(len(gone), known, context.url(query_of(ended, index, language=context.language)), total),
        tables=(
            MapTable(
                "types",
                _("Ended tools by type"),
                _("Type of tool"),
                (_("Ended, of those whose status is known"),),
                types,
            ),
            _years_table("ended-years", _("Endings by year"), gone, "ended"),
            MapTable(
                "tools",
                _("Each ended tool and what is known of the reason"),
                _("Tool"),
                (),
                tuple(
                    MapRow(
                        record.slug,
                        record.name,
                        (),
                        url=_tool_url(record.slug, context.language),
                        text=record.ended_because or _("No reason is recorded."),
                    )
                    for record in sorted(gone, key=lambda record: record.name.casefold())
                ),
                text_heading=_("Why it ended"),
            ),
        ),
        limits=(
            _("Endings are seldom announced: of many tools nothing recent is known, and those are not counted here."),
            not_recorded(_("Why tools ended"), with_reason, len(gone))
            if not is_enough_recorded(with_reason, len(gone))
            else _("A reason is given only where one is recorded; each record names its sources."),
        ),
    )


def _ended_finding(ended: int, known: int, total: int) -> str:
    if not is_enough_recorded(known, total):
        return not_recorded(_("Status of the recorded tools"), known, total)
    return ngettext(
        "%(count)d of the %(known)d tools whose status is known has ended; the status of %(unknown)d more is unknown.",
        "%(count)d of the %(known)d tools whose status is known have ended; the status of %(unknown)d more is unknown.",
        ended,
    ) % {"count": ended, "known": known, "unknown": total - known}


def _years_finding(busiest: tuple[int, int], known: int, total: int) -> str:
    if not is_enough_recorded(known, total):
        return not_recorded(_("Years of launch"), known, total)
    return _(
        "Most launches fall into %(year)d (%(count)d tools); the year is known for %(known)d of %(total)d tools."
    ) % {"year": busiest[1], "count": busiest[0], "known": known, "total": total}


def years(context: MapContext) -> GapMap:
    everything = replace(context.population, is_any_status=True).mask(context.registry.table, context.registry.index)
    records = [record for record, counts in zip(context.registry.records, everything, strict=True) if counts]
    launched, ended = Counter(r.launched for r in records), Counter(r.ended for r in records)
    known = sorted({year for year in (*launched, *ended) if year is not None})
    span = range(known[0], known[-1] + 1) if known else range(0)
    with_year = len(records) - launched[None]
    busiest = max(((count, year) for year, count in launched.items() if year is not None), default=(0, 0))
    return GapMap(
        key="years",
        title=str(MAP_TITLES["years"]),
        finding=_years_finding(busiest, with_year, len(records))
        if known
        else _("No year of launch or ending is known."),
        headline=Number(with_year, with_year, out_of=len(records)),
        tables=(
            MapTable(
                "years",
                _("Tools launched and ended in each year"),
                _("Year"),
                (_("Launched"), _("Ended")),
                tuple(MapRow(str(year), str(year), (Number(launched[year]), Number(ended[year]))) for year in span),
            ),
        ),
        limits=(
            _("The last years look emptier than they were: new tools take time to be noticed and recorded."),
            _("Tools of every status count here, and both years are unknown for many."),
        ),
    )


def _years_table(key: str, caption: str, records: list[Record], field: str) -> MapTable:
    tools_in = Counter(getattr(record, field) for record in records)
    known = sorted(year for year in tools_in if year is not None)
    dated = len(records) - tools_in[None]
    rows = [MapRow(str(year), str(year), (Number(tools_in[year], dated, out_of=len(records)),)) for year in known]
    rows.append(MapRow("unknown", _("Year not known"), (Number(tools_in[None]),)))
    return MapTable(key, caption, _("Year"), (_("Tools"),), tuple(rows))


def _tool_url(slug: str, language: str) -> str:
    with translation.override(language):
        return reverse("catalogue:tool", args=[slug])
