"""Infrastructure fit: how many tools would run for somebody with a basic phone and no internet, by region."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from gaps.axes import make_axis
from gaps.formatting import not_recorded
from gaps.links import query_of
from gaps.map_titles import MAP_TITLES
from gaps.maps.map_tables import GapMap, MapContext, MapRow, MapTable, Number
from gaps.population import Population
from gaps.statistics import is_enough_recorded

# By the vocabulary, "low-bandwidth" is what works by calls and text messages; having it includes what works offline.
BASIC_PHONE = ("low-bandwidth", "feature-phone")
NO_NETWORK = ("works-offline", "feature-phone")
SLOW_SMARTPHONE = ("low-bandwidth", "smartphone")


def infrastructure_fit(context: MapContext) -> GapMap:
    situations = (BASIC_PHONE, NO_NETWORK, SLOW_SMARTPHONE)
    populations = [replace(context.population, have=have) for have in situations]
    table, index = context.registry.table, context.registry.index
    axis = make_axis(table, "region", context.population, index, context.language)
    everything = context.population.mask(table, index)
    # A tool of which no need is recorded fits everybody, as a list of tools has it; it is no evidence that it does.
    masks = [population.mask(table, index) for population in populations]
    known = context.known("infrastructure")
    rows = []
    for at, line in enumerate(axis.lines):
        here = axis.carried[:, [at]].toarray().ravel() > 0
        total, known_here = int((everything & here).sum()), int((everything & here & known).sum())
        rows.append(
            MapRow(
                line.slug,
                line.label,
                (
                    *(
                        _number(int((mask & here).sum()), known_here, total, _url(context, population, line.slug))
                        for mask, population in zip(masks, populations, strict=True)
                    ),
                    Number(total, None, _url(context, context.population, line.slug)),
                ),
            )
        )
    fits, total, recorded = int(masks[0].sum()), int(everything.sum()), int((everything & known).sum())
    return GapMap(
        key="infrastructure-fit",
        title=str(MAP_TITLES["infrastructure-fit"]),
        finding=_finding(fits, recorded, total),
        headline=_number(
            fits, recorded, total, context.url(query_of(populations[0], index, language=context.language))
        ),
        tables=(
            MapTable(
                "regions",
                _("Tools that need no more than what a person has, by region of documented use"),
                _("Region"),
                (
                    _("A basic phone, no internet"),
                    _("A basic phone, no network at all"),
                    _("A smartphone, slow connection"),
                    _("All tools there"),
                ),
                tuple(rows),
            ),
        ),
        limits=(
            _("What a tool needs is partly inferred from what kind of tool it is."),
            _("Tools open to the whole world have a row of their own; they may lack the language of a region."),
            _("A share of few tools is uncertain: the interval beside it says how much."),
        ),
    )


def _number(fits: int, known: int, total: int, url: str | None) -> Number:
    """A share of all tools, given where the needs of enough of them are recorded."""
    return Number(fits, total, url) if is_enough_recorded(known, total) else Number(fits, known, url, total)


def _finding(fits: int, known: int, total: int) -> str:
    if not is_enough_recorded(known, total):
        return not_recorded(_("What the tools in use need"), known, total)
    return _(
        "%(fits)d of %(total)d tools in use would serve somebody with a basic phone and no internet, by calls, "
        "text messages or offline."
    ) % {"fits": fits, "total": total}


def _url(context: MapContext, population: Population, region: str) -> str | None:
    return context.url(query_of(population, context.registry.index, {"region": region}, context.language))
