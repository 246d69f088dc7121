"""Indicators by region, and need beside supply by area. Two layers side by side, never one score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from common.rounding import significant
from gaps.models.needs import Indicator, IndicatorValue
from gaps.needs.translations import in_reader_words
from gaps.population import Population
from gaps.tool_table import ToolTable
from search.facets import GLOBAL
from taxonomy.index import VocabularyIndex

# Beside the default matrix: a rate of people, and connectivity.
DEFAULT_KEYS = ("gems-modern-slavery-per-1000", "gems-forced-labour-per-1000", "itu-internet-use")
PEOPLE_KEY = "gems-modern-slavery-people"
INTERNET_KEY = "itu-internet-use"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class AreaValue:
    """A figure for an area of the publisher. Not seen means: unconfirmed, and shown as such."""

    area: str
    label: str
    regions: tuple[str, ...]
    value: float
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One indicator. ``areas`` leaves the world figure out; ``series`` are (year, value) of the world."""

    key: str
    label: str
    unit: str
    year: int
    topic: str
    publisher: str
    title: str
    url: str
    note: str
    areas: tuple[AreaValue, ...]
    world: AreaValue | None
    series: tuple[tuple[int, float], ...]

    @property
    def is_seen(self) -> bool:
        return all(area.is_seen for area in self.areas) and (self.world is None or self.world.is_seen)

    @property
    def heading(self) -> str:
        """Label and unit in the reader's language, the unit only where the label doesn't say it."""
        label = in_reader_words(self.label)
        return label if self.unit.casefold() in self.label.casefold() else f"{label}, {in_reader_words(self.unit)}"

    def of_region(self, region: str) -> AreaValue | None:
        """The figure of the area that a region lies in; the world's for ``global``."""
        if region == GLOBAL:
            return self.world
        return next((area for area in self.areas if region in area.regions), None)

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Layer:
        """What ``as_dict`` made, as far as tables print it: without its topic and earlier years."""
        source, unconfirmed = content["source"], set(content["unconfirmed"])
        world = content["values"].get(GLOBAL)
        return cls(
            key=content["key"],
            label=content["label"],
            unit=content["unit"],
            year=content["year"],
            topic="",
            publisher=source["publisher"],
            title=source["title"],
            url=source["url"],
            note=content["note"],
            areas=tuple(
                AreaValue(area["area"], area["label"], tuple(area["regions"]), area["value"], area["seen"])
                for area in content["areas"]
            ),
            world=None if world is None else AreaValue(GLOBAL, "", (), world, GLOBAL not in unconfirmed),
            series=(),
        )

    def as_dict(self, regions: Iterable[str]) -> dict[str, Any]:
        """A layer becomes an entry of ``needs`` (docs/reference/api.md): ``values`` by region, and the ``areas``."""
        figures = {region: self.of_region(region) for region in regions}
        by_region = {region: figure for region, figure in figures.items() if figure is not None}
        return {
            "key": self.key,
            "label": self.label,
            "unit": self.unit,
            "year": self.year,
            "source": {"publisher": self.publisher, "title": self.title, "url": self.url},
            "note": self.note,
            "values": {region: significant(value.value) for region, value in by_region.items()},
            "unconfirmed": sorted(region for region, value in by_region.items() if not value.is_seen),
            "areas": [
                {
                    "area": area.area,
                    "label": area.label,
                    "regions": list(area.regions),
                    "value": significant(area.value),
                    "seen": area.is_seen,
                }
                for area in self.areas
            ],
        }


def layers(keys: Iterable[str] | None = None) -> list[Layer]:
    """The indicators, all or those named (in that order), in two queries."""
    indicators = Indicator.objects.all()
    wanted = None if keys is None else list(keys)
    if wanted is not None:
        indicators = indicators.filter(key__in=wanted)
    values: dict[int, list[IndicatorValue]] = {}
    for value in IndicatorValue.objects.filter(indicator__in=indicators).select_related("area"):
        values.setdefault(value.indicator_id, []).append(value)
    made = [_layer(indicator, values.get(indicator.pk, [])) for indicator in indicators]
    if wanted is not None:
        made.sort(key=lambda layer: wanted.index(layer.key))
    return made


def _layer(indicator: Indicator, values: list[IndicatorValue]) -> Layer:
    now = [value for value in values if value.year in (None, indicator.year)]
    by_area = [
        AreaValue(value.area.slug, value.area.label, tuple(value.area.regions), value.value, value.is_seen)
        for value in sorted(now, key=lambda value: value.area.slug)
    ]
    world = next((area for area in by_area if area.area == GLOBAL), None)
    earlier = sorted((value.year, value.value) for value in values if value.year and value.area.is_world)
    series = (*earlier, (indicator.year, world.value)) if earlier and world else ()
    return Layer(
        key=indicator.key,
        label=indicator.label,
        unit=indicator.unit,
        year=indicator.year,
        topic=indicator.topic,
        publisher=indicator.publisher,
        title=indicator.title,
        url=indicator.url,
        note=indicator.note,
        areas=tuple(area for area in by_area if area.area != GLOBAL),
        world=world,
        series=tuple(series),
    )


@dataclass(frozen=True, slots=True)
class Supply:
    """Tools documented in an area, beside what is known of it. ``tools`` counts each tool once, ``global`` not at all.

    ``per_million`` tools for each million people of the indicator.
    """

    area: AreaValue
    tools: int
    per_million: float
    offline: int
    internet: AreaValue | None


def supply_beside_need(
    people: Layer, table: ToolTable, population: Population, index: VocabularyIndex, internet: Layer | None = None
) -> list[Supply]:
    """For each area of a layer that counts people: tools in use there, and how many for each million people.

    Tools open to the whole world are in no area, as they would stand in all of them. ``offline`` counts the tools
    that work without a connection.
    """
    mask = population.mask(table, index)
    works_offline = table.having("infrastructure", ["works-offline"])
    supplies = []
    for area in people.areas:
        if not area.regions or area.value <= 0:
            continue
        here = mask & table.having("region", area.regions)
        tools = int(here.sum())
        supplies.append(
            Supply(
                area=area,
                tools=tools,
                per_million=tools / area.value * MILLION,
                offline=int((here & works_offline).sum()),
                internet=_same_area(internet, area),
            )
        )
    return supplies


def _same_area(layer: Layer | None, area: AreaValue) -> AreaValue | None:
    """The other layer's figure where the two publishers mean the same regions, or most of them."""
    if layer is None:
        return None
    overlaps = [(len(set(other.regions) & set(area.regions)), other) for other in layer.areas]
    shared, best = max(overlaps, key=lambda pair: pair[0], default=(0, None))
    return best if best is not None and shared * 2 > len(area.regions) else None
