"""What is known about the handling of victims' data, and about effect."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue.records import SAFEGUARDS
from gaps.axes import AxisLine, make_axis
from gaps.formatting import not_recorded
from gaps.links import query_of
from gaps.map_titles import MAP_TITLES
from gaps.maps.map_tables import GapMap, MapContext, MapRow, MapTable, Number
from gaps.statistics import is_enough_recorded
from search.facets import BY_KEY


def _safeguard_labels() -> dict[str, str]:
    return {
        "personal_data": _("Which personal data it keeps"),
        "consent": _("How consent is given"),
        "hosting": _("Where the data is hosted"),
        "human_oversight": _("Human oversight"),
        "known_risks": _("Known risks"),
        "survivor_involvement": _("Involvement of survivors"),
    }


def _shares(context: MapContext, key: str, heading: str, caption: str) -> MapTable:
    axis = make_axis(context.registry.table, key, context.population, context.registry.index, context.language)
    counted = context.counted
    total, known = int(counted.sum()), int((counted & context.known(key)).sum())
    return MapTable(
        key,
        caption,
        heading,
        (_("Tools in use"),),
        tuple(
            MapRow(
                line.slug,
                line.label,
                (
                    _number(
                        context,
                        key,
                        line,
                        int((counted & (axis.carried[:, [at]].toarray().ravel() > 0)).sum()),
                        known,
                        total,
                    ),
                ),
            )
            for at, line in enumerate(axis.lines)
        ),
    )


def _number(context: MapContext, key: str, line: AxisLine, count: int, known: int, total: int) -> Number:
    """A share of those of which it is known; what isn't known is no share of them."""
    url = context.url(query_of(context.population, context.registry.index, {key: line.slug}, context.language))
    if not line.is_coded:
        return Number(count)
    return Number(count, None, url) if line.slug in BY_KEY[key].nothing_known else Number(count, known, url, total)


def safeguards(context: MapContext) -> GapMap:
    holding = [
        record
        for record, counts in zip(context.registry.records, context.counted, strict=True)
        if counts and record.handles_victim_data == "yes"
    ]
    labels = _safeguard_labels()
    # That a safeguard is missing can't be recorded, only what there is: those with any are the ones that were asked.
    documented = sum(bool(record.safeguards) for record in holding)
    rows = tuple(
        MapRow(
            name,
            labels[name],
            (Number(sum(bool(record.safeguards.get(name)) for record in holding), documented, out_of=len(holding)),),
        )
        for name in SAFEGUARDS
    )
    headline = Number(documented, len(holding))
    if not is_enough_recorded(documented, len(holding)):
        headline = Number(documented, documented, out_of=len(holding))
    return GapMap(
        key="victim-data",
        title=str(MAP_TITLES["victim-data"]),
        finding=_safeguards_finding(documented, len(holding)),
        headline=headline,
        tables=(
            _shares(context, "victim_data", _("Keeps data about victims"), _("Tools in use by what they keep")),
            MapTable(
                "safeguards",
                _("Of the tools that keep such data: what is recorded"),
                _("Safeguard"),
                (_("Recorded"),),
                rows,
            ),
        ),
        limits=(
            _("Not recorded means that nobody has written it into the registry. It does not mean that it is missing."),
            _("Whether a tool keeps such data is partly inferred from what kind of tool it is."),
        ),
    )


def _safeguards_finding(documented: int, holding: int) -> str:
    if not is_enough_recorded(documented, holding):
        return not_recorded(_("Safeguards of the tools in use that keep data about victims"), documented, holding)
    return _(
        "%(holding)d tools in use keep data about victims or survivors; for %(documented)d of them any safeguard "
        "is recorded."
    ) % {"holding": holding, "documented": documented}


def _authors_finding(independent: int, known: int, claims: int) -> str:
    if not is_enough_recorded(known, claims):
        return not_recorded(_("Who made these statements"), known, claims)
    return _(
        "Of the %(known)d statements whose author is recorded, %(independent)d come from somebody independent."
    ) % {
        "known": known,
        "independent": independent,
    }


def evidence(context: MapContext) -> GapMap:
    counted = [record for record, counts in zip(context.registry.records, context.counted, strict=True) if counts]
    claims = [claim for record in counted for claim in record.impact_claims]
    independent = sum(claim.is_independent is True for claim in claims)
    own = sum(claim.is_independent is False for claim in claims)
    claiming = sum(bool(record.impact_claims) for record in counted)
    return GapMap(
        key="evidence",
        title=str(MAP_TITLES["evidence"]),
        finding=" ".join(
            (
                _("%(claiming)d of %(total)d tools in use say something about their effect, in %(claims)d statements.")
                % {"claiming": claiming, "total": len(counted), "claims": len(claims)},
                *([_authors_finding(independent, independent + own, len(claims))] if claims else []),
            )
        ),
        headline=Number(claiming, len(counted)),
        tables=(
            _shares(context, "evidence", _("Strongest evidence"), _("Tools in use by the strongest evidence known")),
            MapTable(
                "claims",
                _("Statements about effect"),
                _("Statement"),
                (_("Statements"),),
                (
                    MapRow(
                        "independent",
                        _("Made by somebody independent"),
                        (Number(independent, independent + own, out_of=len(claims)),),
                    ),
                    MapRow(
                        "own",
                        _("Made by the provider or its partners"),
                        (Number(own, independent + own, out_of=len(claims)),),
                    ),
                    MapRow(
                        "unconfirmed",
                        _("Nobody has recorded who is behind it"),
                        (Number(len(claims) - independent - own),),
                    ),
                    MapRow(
                        "without-source",
                        _("Without an address to read it at"),
                        (Number(sum(not claim.source_url for claim in claims)),),
                    ),
                ),
            ),
        ),
        limits=(
            _("That no statement is recorded does not mean that a tool has no effect."),
            _("Figures are mostly counts of use, and none was checked by this registry."),
        ),
    )
