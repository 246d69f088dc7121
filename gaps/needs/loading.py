"""Loads indicators of need from a file without undoing what people edited here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from gaps.models.needs import Area, AreaGroup, Indicator, IndicatorValue

STARTING_FILE = Path(__file__).resolve().parents[1] / "data" / "needs.json"
GROUP_LABELS = {
    "ilo": "ILO regions",
    "walk-free": "Walk Free regions",
    "itu": "ITU regions",
    "unodc": "UNODC regions",
    "us-state": "US State Department regions",
    "world": "World",
}
_TOPICS = {"itu": Indicator.Topic.CONNECTIVITY, "unodc": Indicator.Topic.RESPONSE, "tip": Indicator.Topic.RESPONSE}
_FIELDS = ("label", "unit", "year", "publisher", "title", "url", "note")


class NeedsFileError(ValueError):
    """A file that can't be loaded; the message says where and why."""


@dataclass
class NeedsReport:
    """Keys of indicators by what became of them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited_here: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, list[str]]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "edited_here": self.edited_here,
        }


def read_file(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NeedsFileError(f"{path}: can't be read ({error.strerror}).") from error
    except ValueError as error:
        raise NeedsFileError(f"{path}: not JSON ({error}).") from error
    if not isinstance(content, dict) or not {"indicators", "area_groups"} <= content.keys():
        raise NeedsFileError(f"{path}: expected an object with “indicators” and “area_groups”.")
    return content


@transaction.atomic
def load_needs(path: Path = STARTING_FILE, *, overwrite: bool = False) -> NeedsReport:
    """Make or update the indicators of a file. One that was edited here stays as it is, unless ``overwrite``."""
    content = read_file(path)
    report = NeedsReport()
    try:
        areas = _load_areas(content)
        for entry in content["indicators"]:
            _load_indicator(entry, areas, overwrite, report)
    except (KeyError, TypeError, AttributeError) as error:
        raise NeedsFileError(f"{path}: an entry lacks {error}.") from error
    return report


def _load_areas(content: Mapping[str, Any]) -> dict[tuple[str, str], Area]:
    labels = {
        (entry["area_group"], value["area"]): value["area_label"]
        for entry in content["indicators"]
        for value in entry["values"]
    }
    areas: dict[tuple[str, str], Area] = {}
    for group_slug, members in content["area_groups"].items():
        label = GROUP_LABELS.get(group_slug, group_slug)
        group, _ = AreaGroup.objects.get_or_create(slug=group_slug, defaults={"label": label})
        for slug, regions in members.items():
            label = labels.get((group_slug, slug), "World" if slug == "global" else slug.replace("-", " ").title())
            # An area that is there already is a curator's: which regions fit it best is a judgement.
            areas[group_slug, slug], _ = Area.objects.get_or_create(
                group=group, slug=slug, defaults={"label": label, "regions": list(regions)}
            )
    return areas


def _load_indicator(
    entry: Mapping[str, Any], areas: Mapping[tuple[str, str], Area], overwrite: bool, report: NeedsReport
) -> None:
    wanted = _state_of_entry(entry)
    indicator = Indicator.objects.select_related("group").filter(key=entry["key"]).first()
    if indicator is not None:
        if indicator.loaded == wanted:
            (report.unchanged if _state_of(indicator) == wanted else report.edited_here).append(indicator.key)
            return
        if _state_of(indicator) != indicator.loaded and not overwrite:
            report.edited_here.append(indicator.key)
            return
        report.updated.append(indicator.key)
    else:
        indicator = Indicator(key=entry["key"])
        report.created.append(entry["key"])
    group = entry["area_group"]
    for name in _FIELDS:
        setattr(indicator, name, wanted[name])
    indicator.topic = _TOPICS.get(entry["key"].split("-")[0], Indicator.Topic.PREVALENCE)
    indicator.group = AreaGroup.objects.get(slug=group)
    indicator.loaded = wanted
    indicator.save()
    IndicatorValue.objects.filter(indicator=indicator).delete()
    IndicatorValue.objects.bulk_create(
        IndicatorValue(indicator=indicator, area=areas[group, area], value=value, year=year, is_seen=is_seen)
        for area, year, value, is_seen in wanted["values"]
    )


def _state_of_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says of an indicator, in the form that ``_state_of`` gives to what is stored."""
    values = [[value["area"], None, float(value["value"]), bool(value["seen"])] for value in entry["values"]]
    is_seen = all(value[3] for value in values)
    values += [
        ["global", int(point["year"]), float(point["value"]), is_seen]
        for point in entry.get("series", [])
        if point["year"] != entry["year"]
    ]
    return {
        **{name: entry[name] for name in _FIELDS},
        "group": entry["area_group"],
        "values": sorted(values, key=_order),
    }


def _state_of(indicator: Indicator) -> dict[str, Any]:
    values = [
        [area, year, value, is_seen]
        for area, year, value, is_seen in IndicatorValue.objects.filter(indicator=indicator).values_list(
            "area__slug", "year", "value", "is_seen"
        )
    ]
    return {
        **{name: getattr(indicator, name) for name in _FIELDS},
        "group": indicator.group.slug,
        "values": sorted(values, key=_order),
    }


def _order(value: list[Any]) -> tuple[str, int]:
    return value[0], value[1] or 0
