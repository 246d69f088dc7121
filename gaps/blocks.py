"""Live blocks for the text of gap analyses. Each says what it counts; each is live, or frozen to a snapshot.

Filters are written as in the address of a table, such as ``exploitation=labour&region=africa``, and checked on saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]
# The facets that can be an axis, as in gaps/axes.py; said here so that models need no other module at import.
AXIS_CHOICES = [
    ("tool_type", _("Type of tool")),
    ("region", _("Region")),
    ("infrastructure", _("What it needs")),
    ("target_user", _("Who uses it")),
    ("exploitation", _("Form of exploitation")),
    ("technology", _("Technology")),
    ("pillar", _("Part of the response")),
    ("access", _("Cost and access")),
    ("language", _("Language of the tool")),
    ("country", _("Country")),
    ("status", _("Status")),
    ("victim_data", _("Victims’ data")),
    ("evidence", _("Evidence of effect")),
    ("organisation_type", _("Type of organisation")),
    ("seeking", _("Looking for")),
]
DEMAND_MAP = "demand"
MAP_CHOICES = [
    ("infrastructure-fit", _("What runs on a basic phone without internet")),
    ("ended", _("What was tried and ended")),
    ("languages", _("Languages served")),
    ("victim-data", _("Safeguards for victims’ data")),
    ("evidence", _("What is known about effect")),
    ("years", _("Launches and endings by year")),
    (DEMAND_MAP, _("Looked for in vain")),
]
MOST_TOOLS = 100


def reader_language() -> str:
    return (get_language() or "en").split("-")[0]


def _snapshot(value: Mapping[str, Any]) -> Any:
    """The snapshot that a block's values name, if there is one."""
    from gaps.models.snapshots import Snapshot

    number = value.get("snapshot")
    return Snapshot.objects.filter(number=number).first() if number else None


class CountedBlock(blocks.StructBlock):
    """What every live block has: filters, and the snapshot that it is frozen to."""

    filters = blocks.CharBlock(
        label=_("Filters"),
        required=False,
        max_length=500,
        help_text=_(
            "As in the address of a table, such as: exploitation=labour&region=africa. Empty: all tools in use."
        ),
    )
    snapshot = blocks.IntegerBlock(
        label=_("Frozen to snapshot"),
        required=False,
        min_value=1,
        help_text=_("The number of a snapshot, for figures that must not change. Empty: live."),
    )

    def clean(self, value: Mapping[str, Any]) -> Any:
        from gaps.matrix_request import RequestError
        from gaps.matrix_service import read_request

        cleaned = super().clean(value)
        errors = {}
        frozen = _snapshot(cleaned)
        if cleaned["snapshot"] and frozen is None:
            errors["snapshot"] = ValidationError(_("There is no snapshot with this number."))
        try:
            read_request(QueryDict(cleaned["filters"] or ""), reader_language(), strict=True, snapshot=frozen)
        except RequestError as error:
            errors["filters"] = ValidationError(str(error))
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return cleaned

    def answer(self, value: Mapping[str, Any], **axes: str) -> Any:
        """The table that a block's values ask for."""
        from gaps.matrix_service import matrix_result, read_request

        params = QueryDict(value.get("filters") or "")
        matrix_request, frozen = read_request(params, reader_language(), snapshot=_snapshot(value))
        return matrix_result(matrix_request.changed(**axes), frozen)


class MatrixBlock(CountedBlock):
    rows = blocks.ChoiceBlock(label=_("Rows"), choices=AXIS_CHOICES, default="tool_type")
    columns = blocks.ChoiceBlock(label=_("Columns"), choices=AXIS_CHOICES, default="region")

    class Meta:
        label = _("Table of gaps")
        icon = "table"
        template = "gaps/blocks/matrix.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.presentation import MatrixView

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = self.answer(value, rows=value["rows"], columns=value["columns"])
        context["view"] = MatrixView(found, reverse("gaps:index"), has_controls=False)
        return context


class RankingBlock(CountedBlock):
    axis = blocks.ChoiceBlock(label=_("Ranking of"), choices=AXIS_CHOICES, default="tool_type")
    ascending = blocks.BooleanBlock(label=_("The rarest first"), required=False, default=True)
    longest = blocks.IntegerBlock(label=_("At most"), default=10, min_value=1, max_value=50)

    class Meta:
        label = _("Ranking")
        icon = "list-ol"
        template = "gaps/blocks/ranking.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.formatting import share_word
        from gaps.links import query_of

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # A second axis would leave out the tools of which nothing is known on it.
        found = self.answer(value, rows=value["axis"], columns=value["axis"])
        totals = sorted(
            found.matrix.row_totals,
            key=lambda total: (total.count if value["ascending"] else -total.count, total.line.slug),
        )[: value["longest"]]
        rows = []
        for total in totals:
            query = query_of(found.matrix.population, found.index, {value["axis"]: total.line.slug}, reader_language())
            word = share_word(total.judgement) if total.judgement.is_tested else ""
            rows.append((total, word, query.url() if query else ""))
        context.update(found=found, rows=rows, largest=max((total.count for total in totals), default=0))
        return context


class FigureBlock(CountedBlock):
    """A number inside a sentence. ``before`` and ``after`` are the sentence around it."""

    before = blocks.CharBlock(label=_("Sentence up to the number"), required=False, max_length=300)
    after = blocks.CharBlock(label=_("Rest of the sentence"), required=False, max_length=300)
    as_share = blocks.BooleanBlock(label=_("As a share of all tools in use"), required=False)

    class Meta:
        label = _("Figure in a sentence")
        icon = "decimal"
        template = "gaps/blocks/figure.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.maps.map_tables import Number
        from gaps.matrix_request import MatrixRequest
        from gaps.matrix_service import matrix_result

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = self.answer(value)
        whole = matrix_result(MatrixRequest(language=reader_language()), found.snapshot).matrix
        known = whole.population.mask(found.table, found.index)
        for key in (*found.matrix.population.filters, *(["infrastructure"] if found.matrix.population.have else [])):
            known = known & found.table.known(key)
        number = Number(found.matrix.counted, int(known.sum()), found.links.whole(), whole.counted)
        context.update(found=found, number=number)
        return context


class SparklineBlock(CountedBlock):
    class Meta:
        label = _("Launches over the years")
        icon = "history"
        template = "gaps/blocks/sparkline.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from collections import Counter

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = self.answer(value)
        counted = found.matrix.population.mask(found.table, found.index)
        launched = Counter(
            record.launched for record, counts in zip(found.table.records, counted, strict=True) if counts
        )
        known = sorted(year for year in launched if year is not None)
        points = [(str(year), launched[year]) for year in range(known[0], known[-1] + 1)] if known else []
        context.update(found=found, points=points, unknown=launched[None])
        return context


class RegionMapBlock(CountedBlock):
    class Meta:
        label = _("Tools by region")
        icon = "site"
        template = "gaps/blocks/regions.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.presentation import MatrixView

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = self.answer(value, rows="region", columns="region")
        view = MatrixView(found, reverse("gaps:index"), has_controls=False)
        largest = max((total.count for total, _word, _url in view.columns), default=0)
        context.update(found=found, view=view, largest=largest)
        return context


class ToolsBlock(CountedBlock):
    longest = blocks.IntegerBlock(label=_("At most"), default=20, min_value=1, max_value=MOST_TOOLS)

    class Meta:
        label = _("List of tools")
        icon = "list-ul"
        template = "gaps/blocks/tools.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.snapshots.naming import nameable

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = self.answer(value)
        counted = found.matrix.population.mask(found.table, found.index)
        tools = [record for record, counts in zip(found.table.records, counted, strict=True) if counts]
        shown = sorted(nameable(tools), key=lambda record: (record.name.casefold(), record.slug))
        context.update(
            found=found,
            tools=[
                (record.name, reverse("catalogue:tool", args=[record.slug])) for record in shown[: value["longest"]]
            ],
            more=len(tools) - len(shown[: value["longest"]]),
            url=found.links.whole(),
        )
        return context


class MapBlock(blocks.StructBlock):
    key = blocks.ChoiceBlock(label=_("Map"), choices=MAP_CHOICES)

    class Meta:
        label = _("Further map")
        icon = "doc-full"
        template = "gaps/blocks/map.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from gaps.maps import make_map

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["map"] = make_map(value["key"], reader_language())
        return context


def shows_demand(body: Any) -> bool:
    """Whether the text has the map of what was looked for in vain, which changes all day."""
    return any(block.block_type == "map" and block.value["key"] == DEMAND_MAP for block in body)


LIVE_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Text"), features=FEATURES, template="gaps/blocks/text.html")),
    ("figure", FigureBlock()),
    ("matrix", MatrixBlock()),
    ("ranking", RankingBlock()),
    ("regions", RegionMapBlock()),
    ("sparkline", SparklineBlock()),
    ("tools", ToolsBlock()),
    ("map", MapBlock()),
]
