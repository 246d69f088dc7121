"""What is known about the handling of victims' data, and about effect."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue.records import SAFEGUARDS
from gaps.axes import make_axis
from gaps.links import query_of
from gaps.maps.tables import Asked, GapMap, Number, Row, Table


def _safeguard_labels() -> dict[str, str]:
    return {
        "personal_data": _("Which personal data it keeps"),
        "consent": _("How consent is given"),
        "hosting": _("Where the data is hosted"),
        "human_oversight": _("Human oversight"),
        "known_risks": _("Known risks"),
        "survivor_involvement": _("Involvement of survivors"),
    }


def _shares(asked: Asked, key: str, heading: str, caption: str) -> Table:
    axis = make_axis(asked.state.columns, key, asked.population, asked.state.index, asked.language)
    counted = asked.counted
    total = int(counted.sum())
    return Table(
        key,
        caption,
        heading,
        (_("Tools in use"),),
        tuple(
            Row(
                line.slug,
                line.label,
                (
                    Number(
                        int((counted & (axis.carried[:, [at]].toarray().ravel() > 0)).sum()),
                        total,
                        asked.url(query_of(asked.population, asked.state.index, {key: line.slug}, asked.language))
                        if line.is_coded
                        else None,
                    ),
                ),
            )
            for at, line in enumerate(axis.lines)
        ),
    )


def safeguards(asked: Asked) -> GapMap:
    holding = [
        record
        for record, counts in zip(asked.state.records, asked.counted, strict=True)
        if counts and record.handles_victim_data == "yes"
    ]
    labels = _safeguard_labels()
    rows = tuple(
        Row(
            name,
            labels[name],
            (Number(sum(bool(record.safeguards.get(name)) for record in holding), len(holding)),),
        )
        for name in SAFEGUARDS
    )
    documented = sum(bool(record.safeguards) for record in holding)
    return GapMap(
        key="victim-data",
        title=_("Safeguards for victims’ data"),
        finding=_(
            "%(holding)d tools in use keep data about victims or survivors; for %(documented)d of them any safeguard "
            "is recorded."
        )
        % {"holding": len(holding), "documented": documented},
        headline=Number(documented, len(holding)),
        tables=(
            _shares(asked, "victim_data", _("Keeps data about victims"), _("Tools in use by what they keep")),
            Table(
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


def evidence(asked: Asked) -> GapMap:
    counted = [record for record, counts in zip(asked.state.records, asked.counted, strict=True) if counts]
    claims = [claim for record in counted for claim in record.impact_claims]
    independent = sum(claim.is_independent is True for claim in claims)
    return GapMap(
        key="evidence",
        title=_("What is known about effect"),
        finding=_(
            "%(claiming)d of %(total)d tools in use say something about their effect, in %(claims)d statements; "
            "%(independent)d of these come from somebody independent."
        )
        % {
            "claiming": sum(bool(record.impact_claims) for record in counted),
            "total": len(counted),
            "claims": len(claims),
            "independent": independent,
        },
        headline=Number(sum(bool(record.impact_claims) for record in counted), len(counted)),
        tables=(
            _shares(asked, "evidence", _("Strongest evidence"), _("Tools in use by the strongest evidence known")),
            Table(
                "claims",
                _("Statements about effect"),
                _("Statement"),
                (_("Statements"),),
                (
                    Row("independent", _("Made by somebody independent"), (Number(independent, len(claims)),)),
                    Row(
                        "own",
                        _("Made by the provider or its partners"),
                        (Number(sum(claim.is_independent is False for claim in claims), len(claims)),),
                    ),
                    Row(
                        "unconfirmed",
                        _("Nobody has recorded who is behind it"),
                        (Number(sum(claim.is_independent is None for claim in claims), len(claims)),),
                    ),
                    Row(
                        "without-source",
                        _("Without an address to read it at"),
                        (Number(sum(not claim.source_url for claim in claims), len(claims)),),
                    ),
                ),
            ),
        ),
        limits=(
            _("That no statement is recorded does not mean that a tool has no effect."),
            _("Figures are mostly counts of use, and none was checked by this registry."),
        ),
    )
