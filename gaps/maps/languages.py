"""Which languages tools speak."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gaps.axes import make_axis
from gaps.formatting import not_recorded
from gaps.links import query_of
from gaps.map_titles import MAP_TITLES
from gaps.maps.map_tables import GapMap, MapContext, MapRow, MapTable, Number
from gaps.statistics import is_enough_recorded


def languages(context: MapContext) -> GapMap:
    table, index = context.registry.table, context.registry.index
    counted = context.counted
    axis = make_axis(table, "language", context.population, index, context.language)
    total, known = int(counted.sum()), int((counted & context.known("language")).sum())
    rows = []
    for at, line in enumerate(axis.lines):
        count = int((counted & (axis.carried[:, [at]].toarray().ravel() > 0)).sum())
        number = Number(count)
        if line.is_coded:
            query = query_of(context.population, index, {"language": line.slug}, context.language)
            number = Number(count, known, context.url(query), total)
        rows.append(MapRow(line.slug, line.label, (number,)))
    rows.sort(key=lambda row: (row.key == "not-coded", -row.numbers[0].count, row.label))
    spoken = [row for row in rows if row.key != "not-coded"]
    english_only = sum(
        record.languages == ("en",) for record, counts in zip(context.registry.records, counted, strict=True) if counts
    )
    named = sum(row.numbers[0].count > 0 for row in spoken)
    return GapMap(
        key="languages",
        title=str(MAP_TITLES["languages"]),
        finding=_finding(named, english_only, known, total),
        headline=Number(english_only, known, out_of=total),
        tables=(
            MapTable("languages", _("Tools in use by language"), _("Language"), (_("Tools in use"),), tuple(rows)),
        ),
        limits=(
            _("A language that no record names may still be served; those of many tools are not known."),
            _("English sources dominate the registry, so tools in other languages are less often found."),
        ),
    )


def _finding(named: int, english_only: int, known: int, total: int) -> str:
    if not is_enough_recorded(known, total):
        return not_recorded(_("Languages of the tools in use"), known, total)
    return _(
        "%(languages)d languages are named; of the %(known)d tools in use whose languages are recorded, %(english)d "
        "speak English only."
    ) % {"languages": named, "known": known, "english": english_only}
