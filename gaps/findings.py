"""What the registry shows today, in sentences: ranked, each with its number, interval, link and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.http import HttpRequest
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.home_page import HomePanel
from common.recent import Recent
from gaps.formatting import decimal, not_recorded, ratio
from gaps.links import MatrixLinks, query_of
from gaps.live_data import LiveRegistry, current_registry
from gaps.maps import make_map
from gaps.matrix import Judgement, LineTotal, MatrixCell, judgements
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import MatrixResult, matrix_result
from gaps.needs.layers import INTERNET_KEY, MILLION, PEOPLE_KEY, layers, supply_beside_need
from gaps.needs.translations import in_reader_words
from gaps.population import Population
from gaps.statistics import UNDER_SERVED, WELL_SERVED, is_enough_recorded
from gaps.statistics.association import SHRINKAGE, information_component
from gaps.statistics.verdicts import assess_shares
from text.active_language import active_language

# The study's claim that is checked: "victim case management and support" is the under-represented type.
STUDY_TITLE = (
    "OSCE Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings and Tech "
    "Against Trafficking: Leveraging innovation to fight trafficking in human beings. A comprehensive analysis of "
    "technology tools. Vienna, May 2020. ISBN 978-92-9234-471-9"
)
STUDY_TYPE = "victim-case-management-support"
MOST_CELLS = 5
MOST_ON_HOME_PAGE = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """``low`` and ``high`` are the 95 % interval of ``number``, in the same unit (times an even share, or a share); all
    three are None where the finding is that too little is recorded.

    ``url`` leads to the tools that were counted; ``map_key`` names the map that the finding is the headline of.
    """

    key: str
    sentence: str
    number: float | None
    low: float | None
    high: float | None
    on: date
    url: str | None = None
    detail: str = ""
    verdict: str = ""
    source_title: str = ""
    source_url: str = ""
    map_key: str = ""


_recent: Recent[list[Finding]] = Recent(32)


def home_panel(request: HttpRequest) -> HomePanel | None:
    """The first findings as a section of the home page; None while there is nothing to say."""
    first = findings(active_language())[:MOST_ON_HOME_PAGE]
    return HomePanel("gaps/parts/home.html", {"findings": first}) if first else None


def findings(language: str = "en", registry: LiveRegistry | None = None) -> list[Finding]:
    """The study's claim first, then gaps from the surest down, then what else the registry shows.

    Kept in memory for the present state; a change of any record, term or indicator makes them anew.
    """
    if registry is not None:
        return _found(registry, language)
    now = current_registry()
    return _recent.get((now.stamp, language), lambda: _found(now, language))


def _found(now: LiveRegistry, language: str) -> list[Finding]:
    with translation.override(language):
        if not any(record.is_counted for record in now.records):
            return []
        result = matrix_result(MatrixRequest(language=language))
        shown = [*_of_table(now, result), *_maps(now, language)]
        # What nobody has recorded yet is said, after what is known.
        return sorted(shown, key=lambda finding: finding.number is None)


def _of_table(now: LiveRegistry, table: MatrixResult) -> Iterator[Finding]:
    """What types and regions show, where enough tools have both."""
    matrix = table.matrix
    if not is_enough_recorded(matrix.total, matrix.counted):
        subject = _("Types and regions of the tools in use")
        sentence = not_recorded(subject, matrix.total, matrix.counted)
        yield Finding("table", sentence, None, None, None, table.on)
        return
    yield from _study(now, table)
    yield from _cells(table)
    yield from _rare_lines(table)
    yield from _need(now, table)


def percent(share: float) -> str:
    return f"{decimal(100 * share, 0)}\N{NO-BREAK SPACE}%"


def interval_in_words(judgement: Judgement) -> str:
    return _("%(ratio)s times as many as expected; 95%% interval %(low)s to %(high)s") % {
        "ratio": ratio(judgement.ic),
        "low": ratio(judgement.ic_low),
        "high": ratio(judgement.ic_high),
    }


def _judged(
    table: MatrixResult,
    key: str,
    sentence: str,
    judgement: Judgement,
    url: str | None,
    *further: str,
    source_title: str = "",
) -> Finding:
    return Finding(
        key=key,
        sentence=sentence,
        number=2.0**judgement.ic,
        low=2.0**judgement.ic_low,
        high=2.0**judgement.ic_high,
        on=table.on,
        url=url,
        detail=" ".join((interval_in_words(judgement) + ".", *further)),
        verdict=judgement.verdict,
        source_title=source_title,
    )


def _study(now: LiveRegistry, table: MatrixResult) -> Iterator[Finding]:
    total = next((total for total in table.matrix.row_totals if total.line.slug == STUDY_TYPE), None)
    if total is None:
        return
    judged = total.judgement
    claim = _(
        "In 2020 a study by the OSCE and Tech Against Trafficking named “%(type)s” as the under-represented type."
    ) % {"type": total.line.label}
    outcomes = {
        UNDER_SERVED: _("Today’s registry confirms it: "),
        WELL_SERVED: _("Today’s registry does not confirm it: "),
    }
    counted = ngettext(
        "%(count)d of %(tools)d tools in use is of this type, where an even share would be %(expected)s.",
        "%(count)d of %(tools)d tools in use are of this type, where an even share would be %(expected)s.",
        judged.count,
    ) % {
        "count": judged.count,
        "tools": table.matrix.total,
        "expected": decimal(judged.expected),
    }
    primary = _primary_share(now, STUDY_TYPE)
    yield _judged(
        table,
        "study-2020",
        f"{claim} {outcomes.get(judged.verdict, _('Today’s registry can not confirm it: '))}{counted}",
        judged,
        _line_url(table, total, "row"),
        _("As the main purpose of a tool: %(count)d, %(interval)s.")
        % {"count": primary.count, "interval": interval_in_words(primary)},
        _("The 2020 study counted other tools by other rules, so a difference is no proof of change."),
        source_title=STUDY_TITLE,
    )


def _primary_share(now: LiveRegistry, slug: str) -> Judgement:
    """The type as the first of each tool's types, against an even share of first types."""
    firsts = [record.primary_type for record in now.records if record.is_counted and record.primary_type]
    types = [term.slug for term in now.index.terms("tool_type") if not now.index.children("tool_type", term.slug)]
    counts = np.array([firsts.count(term) for term in types], dtype=np.int64)
    judged = judgements(assess_shares(counts, np.array([0, len(firsts)], dtype=np.int64)))
    return judged[types.index(slug)]


def _cells(table: MatrixResult) -> Iterator[Finding]:
    # That few tools of a type are open to the whole world is no gap in a place.
    gaps = [
        cell
        for cell in table.matrix.each_cell()
        if cell.judgement.verdict == UNDER_SERVED and not cell.column.is_catch_all
    ]
    gaps.sort(key=lambda cell: (cell.judgement.ic_high, cell.row.slug, cell.column.slug))
    links = table.links
    for cell in gaps[:MOST_CELLS]:
        query = links.cell(cell.row, cell.column)
        yield _judged(
            table,
            f"cell-{cell.row.slug}-{cell.column.slug}",
            _cell_sentence(cell),
            cell.judgement,
            query.url() if query else None,
        )


def _cell_sentence(cell: MatrixCell) -> str:
    return ngettext(
        "“%(row)s” is under-served in “%(column)s”: %(count)d tool where %(expected)s would be expected.",
        "“%(row)s” is under-served in “%(column)s”: %(count)d tools where %(expected)s would be expected.",
        cell.judgement.count,
    ) % {
        "row": cell.row.label,
        "column": cell.column.label,
        "count": cell.count,
        "expected": decimal(cell.judgement.expected),
    }


def _rare_lines(table: MatrixResult) -> Iterator[Finding]:
    for side, totals in (("row", table.matrix.row_totals), ("column", table.matrix.column_totals)):
        rare = [total for total in totals if total.judgement.verdict == UNDER_SERVED]
        rare.sort(key=lambda total: (total.judgement.ic_high, total.line.slug))
        if not rare:
            continue
        first = rare[0]
        yield _judged(
            table,
            f"rare-{side}",
            ngettext(
                "Rarer than an even share: %(names)s. The rarest, “%(name)s”, has %(count)d tool where an even share "
                "would be %(expected)s.",
                "Rarer than an even share: %(names)s. The rarest, “%(name)s”, has %(count)d tools where an even share "
                "would be %(expected)s.",
                first.count,
            )
            % {
                "names": ", ".join(total.line.label for total in rare),
                "name": first.line.label,
                "count": first.count,
                "expected": decimal(first.judgement.expected),
            },
            first.judgement,
            _line_url(table, first, side),
        )


def _line_url(table: MatrixResult, total: LineTotal, side: str) -> str | None:
    links: MatrixLinks = table.links
    query = links.row(total.line) if side == "row" else links.column(total.line)
    return query.url() if query else None


def _need(now: LiveRegistry, table: MatrixResult) -> Iterator[Finding]:
    indicators = {layer.key: layer for layer in layers([PEOPLE_KEY, INTERNET_KEY])}
    if PEOPLE_KEY not in indicators:
        return
    people = indicators[PEOPLE_KEY]
    supply = supply_beside_need(people, now.table, Population(), now.index, indicators.get(INTERNET_KEY))
    if not supply:
        return
    fewest = min(supply, key=lambda area: (area.per_million, area.area.area))
    # The rate of a Poisson count, by the same posterior as the information component's.
    _rate, low, high = information_component(np.array([fewest.tools]), np.array([0.0]), 0.95)
    scale = SHRINKAGE / fewest.area.value * MILLION
    query = query_of(Population(filters={"region": fewest.area.regions}), now.index, language=table.request.language)
    yield Finding(
        key="need-per-million",
        sentence=_(
            "Fewest tools for the need: %(area)s, with %(rate)s tools in use for each million people in modern slavery."
        )
        % {"area": in_reader_words(fewest.area.label), "rate": decimal(fewest.per_million)},
        number=fewest.per_million,
        low=float(2.0 ** low[0]) * scale,
        high=float(2.0 ** high[0]) * scale,
        on=table.on,
        url=query.url() if query else None,
        detail=_("%(tools)d tools are documented there; %(people)s people (%(year)d, %(confirmed)s).")
        % {
            "tools": fewest.tools,
            "people": formats.number_format(int(fewest.area.value), use_l10n=True, force_grouping=True),
            "year": people.year,
            "confirmed": _("read at the source") if fewest.area.is_seen else _("unconfirmed figure"),
        },
        source_title=f"{people.publisher}: {people.title}",
        source_url=people.url,
    )


def _maps(now: LiveRegistry, language: str) -> Iterator[Finding]:
    """The headline of each map."""
    for key in ("infrastructure-fit", "languages", "victim-data", "evidence", "ended"):
        made = make_map(key, language, registry=now)
        interval, share = made.headline.interval, made.headline.share
        if interval is None or share is None:
            if made.headline.out_of:
                yield Finding(f"map-{key}", made.finding, None, None, None, now.on, map_key=key)
        else:
            yield Finding(
                key=f"map-{key}",
                sentence=made.finding,
                number=share,
                low=interval[0],
                high=interval[1],
                on=now.on,
                url=made.headline.url,
                map_key=key,
                detail=_("A share of %(share)s; 95%% interval %(low)s to %(high)s.")
                % {
                    "share": percent(share),
                    "low": percent(interval[0]),
                    "high": percent(interval[1]),
                },
            )
