"""Which languages tools speak."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gaps.axes import make_axis
from gaps.links import query_of
from gaps.maps.tables import Asked, GapMap, Number, Row, Table


def languages(asked: Asked) -> GapMap:
    columns, index = asked.state.columns, asked.state.index
    counted = asked.counted
    axis = make_axis(columns, "language", asked.population, index, asked.language)
    total = int(counted.sum())
    rows = []
    for at, line in enumerate(axis.lines):
        count = int((counted & (axis.carried[:, [at]].toarray().ravel() > 0)).sum())
        query = query_of(asked.population, index, {"language": line.slug}, asked.language) if line.is_coded else None
        rows.append(Row(line.slug, line.label, (Number(count, total, asked.url(query)),)))
    rows.sort(key=lambda row: (row.key == "not-coded", -row.numbers[0].count, row.label))
    spoken = [row for row in rows if row.key != "not-coded"]
    is_english_only = [
        record.languages == ("en",) for record, counts in zip(asked.state.records, counted, strict=True) if counts
    ]
    return GapMap(
        key="languages",
        title=_("Languages served"),
        finding=_(
            "%(languages)d languages are named; %(english)d of %(total)d tools in use are known to speak English only."
        )
        % {
            "languages": sum(row.numbers[0].count > 0 for row in spoken),
            "english": sum(is_english_only),
            "total": total,
        },
        headline=Number(sum(is_english_only), total),
        tables=(Table("languages", _("Tools in use by language"), _("Language"), (_("Tools in use"),), tuple(rows)),),
        limits=(
            _("A language that no record names may still be served; those of many tools are not known."),
            _("English sources dominate the registry, so tools in other languages are less often found."),
        ),
    )
