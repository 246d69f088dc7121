"""Live blocks for the text of gap analyses: what an editor fills in. ``gaps.templatetags.gap_blocks`` counts for them.

Each is live, or frozen to a snapshot. Filters are written as in the address of a table, such as
``exploitation=labour&region=africa``, and checked on saving.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gaps.axes import AXIS_KEYS
from gaps.map_titles import DEMAND_MAP, MAP_TITLES
from search.facets import BY_KEY

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]
AXIS_CHOICES = [(key, BY_KEY[key].label) for key in AXIS_KEYS]
MAP_CHOICES = list(MAP_TITLES.items())
MOST_TOOLS = 100

# Called with a block's filters and the number of its snapshot; returns what is wrong, by field. Those who count
# register here, as a form needs nothing of how they do it.
filter_checks: list[Callable[[str, int | None], Mapping[str, str]]] = []


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
        cleaned = super().clean(value)
        problems: dict[str, str] = {}
        for check in filter_checks:
            problems |= check(cleaned["filters"] or "", cleaned["snapshot"])
        if problems:
            raise blocks.StructBlockValidationError(
                {field: ValidationError(problem) for field, problem in problems.items()}
            )
        return cleaned


class MatrixBlock(CountedBlock):
    rows = blocks.ChoiceBlock(label=_("Rows"), choices=AXIS_CHOICES, default="tool_type")
    columns = blocks.ChoiceBlock(label=_("Columns"), choices=AXIS_CHOICES, default="region")

    class Meta:
        label = _("Table of gaps")
        icon = "table"
        template = "gaps/blocks/matrix.html"


class RankingBlock(CountedBlock):
    axis = blocks.ChoiceBlock(label=_("Ranking of"), choices=AXIS_CHOICES, default="tool_type")
    ascending = blocks.BooleanBlock(label=_("The rarest first"), required=False, default=True)
    longest = blocks.IntegerBlock(label=_("At most"), default=10, min_value=1, max_value=50)

    class Meta:
        label = _("Ranking")
        icon = "list-ol"
        template = "gaps/blocks/ranking.html"


class FigureBlock(CountedBlock):
    """A number inside a sentence. ``before`` and ``after`` are the sentence around it."""

    before = blocks.CharBlock(label=_("Sentence up to the number"), required=False, max_length=300)
    after = blocks.CharBlock(label=_("Rest of the sentence"), required=False, max_length=300)
    as_share = blocks.BooleanBlock(label=_("As a share of all tools in use"), required=False)

    class Meta:
        label = _("Figure in a sentence")
        icon = "decimal"
        template = "gaps/blocks/figure.html"


class SparklineBlock(CountedBlock):
    class Meta:
        label = _("Launches over the years")
        icon = "history"
        template = "gaps/blocks/sparkline.html"


class RegionMapBlock(CountedBlock):
    class Meta:
        label = _("Tools by region")
        icon = "site"
        template = "gaps/blocks/regions.html"


class ToolsBlock(CountedBlock):
    longest = blocks.IntegerBlock(label=_("At most"), default=20, min_value=1, max_value=MOST_TOOLS)

    class Meta:
        label = _("List of tools")
        icon = "list-ul"
        template = "gaps/blocks/tools.html"


class MapBlock(blocks.StructBlock):
    key = blocks.ChoiceBlock(label=_("Map"), choices=MAP_CHOICES)

    class Meta:
        label = _("Further map")
        icon = "doc-full"
        template = "gaps/blocks/map.html"


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
