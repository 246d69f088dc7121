"""Statistics in words: what a verdict, an interval and a population are called in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gaps.axes import Axis
from gaps.matrix import CoverageMatrix, Judgement
from gaps.population import NOT_CODED, GlobalMode, Population
from gaps.statistics import AS_EXPECTED, NOT_TESTED, TOO_FEW, UNDER_SERVED, WELL_SERVED
from search.facets import BY_KEY
from taxonomy.index import VocabularyIndex

VERDICT_WORDS: dict[str, Any] = {
    UNDER_SERVED: gettext_lazy("under-served"),
    AS_EXPECTED: gettext_lazy("as expected"),
    WELL_SERVED: gettext_lazy("well served"),
    TOO_FEW: gettext_lazy("too few to tell"),
    NOT_TESTED: gettext_lazy("not tested"),
}
VERDICT_MEANINGS: dict[str, Any] = {
    UNDER_SERVED: gettext_lazy("Fewer tools than expected, and chance alone would seldom do that."),
    AS_EXPECTED: gettext_lazy("No difference is shown. It is not shown either that there is none."),
    WELL_SERVED: gettext_lazy("More tools than expected, and chance alone would seldom do that."),
    TOO_FEW: gettext_lazy("So few tools are expected here that even none would prove nothing."),
    NOT_TESTED: gettext_lazy("The table only counts here; the comparison would not be a fair one."),
}
_RARE_WORDS: dict[str, Any] = {
    UNDER_SERVED: gettext_lazy("rarer than an even share"),
    AS_EXPECTED: gettext_lazy("about an even share"),
    WELL_SERVED: gettext_lazy("more than an even share"),
    TOO_FEW: gettext_lazy("too few to tell"),
    NOT_TESTED: gettext_lazy("not tested"),
}


def share_word(judgement: Judgement) -> str:
    return str(_RARE_WORDS[judgement.verdict])


def decimal(value: float, places: int = 1) -> str:
    """Rounded; Django's own formatting cuts digits off."""
    return str(formats.number_format(round(value, places), places))


def ratio(ic: float) -> str:
    """How many times as many: 0.17, 1.6, 12."""
    times = 2.0**ic
    if times < 0.995:
        return decimal(times, 2)
    return decimal(times, 1 if times < 9.95 else 0)


def probability(value: float | None) -> str:
    if value is None:
        return "–"
    return _("under %(least)s") % {"least": decimal(0.001, 3)} if value < 0.001 else decimal(value, 3)


def interval(judgement: Judgement) -> str:
    return _("%(low)s to %(high)s") % {"low": ratio(judgement.ic_low), "high": ratio(judgement.ic_high)}


def in_full(judgement: Judgement) -> str:
    """A cell in one sentence."""
    counted = ngettext(
        "%(count)d tool where %(expected)s would be expected", "%(count)d tools where %(expected)s would be expected",
        judgement.count,
    ) % {"count": judgement.count, "expected": decimal(judgement.expected)}  # fmt: skip
    return _("%(counted)s: %(ratio)s times, 95%% interval %(interval)s") % {
        "counted": counted,
        "ratio": ratio(judgement.ic),
        "interval": interval(judgement),
    }


def population_in_words(population: Population, index: VocabularyIndex, language: str) -> list[str]:
    """What counts, one clause each."""
    if population.statuses is None:
        status = _("tools of every status")
    else:
        names = ", ".join(index.label("status", slug, language) for slug in population.statuses)
        status = _("tools of the status: %(statuses)s") % {"statuses": names}
    clauses = [
        status,
        _("with those whose existence nobody has shown")
        if population.is_doubt_included
        else _("without those whose existence nobody has shown"),
        {
            GlobalMode.OWN: _("tools open to the whole world stand on their own"),
            GlobalMode.EXPANDED: _("tools open to the whole world count in every region"),
            GlobalMode.EXCLUDED: _("tools without a documented region are left out"),
        }[population.global_mode],
    ]
    for key, slugs in population.filters.items():
        if key != "status":
            names = " / ".join(_not_coded() if s == NOT_CODED else index.label(key, s, language) for s in slugs)
            clauses.append(f"{BY_KEY[key].label}: {names}")
    if population.have:
        names = ", ".join(index.label("infrastructure", slug, language) for slug in population.have)
        clauses.append(_("needing no more than: %(values)s") % {"values": names})
    return clauses


def not_recorded(subject: str, known: int, total: int) -> str:
    """What stands in place of a share of too few. ``subject``: what isn't recorded, in words that begin a sentence."""
    return _("%(subject)s: not yet recorded (known for %(known)d of %(total)d).") % {
        "subject": subject,
        "known": known,
        "total": total,
    }


def left_out_in_words(axis: Axis, tools: int) -> str:
    return ngettext(
        "%(count)d tool has nothing recorded for “%(axis)s” and is not in this table.",
        "%(count)d tools have nothing recorded for “%(axis)s” and are not in this table.",
        tools,
    ) % {"count": tools, "axis": axis.label}


def _copied_in_words() -> str:
    return _(
        "Tools open to the whole world stand in every region of this table. It shows what can be used where; it can "
        "not show that a region has fewer tools than others, so no number in it is judged."
    )


def silence_in_words(matrix: CoverageMatrix) -> str:
    """Why nothing in a table is judged; empty where something may be."""
    if matrix.is_copied:
        return _copied_in_words()
    if not matrix.is_recorded:
        return _("Too little is recorded for a comparison, so no number in this table is judged.")
    return ""


def table_notes(matrix: CoverageMatrix) -> list[str]:
    """What must be known beside the numbers: who is in no cell, and that nothing is judged."""
    sides = {matrix.rows.key: (matrix.rows, matrix.left_out.rows)}
    sides[matrix.columns.key] = (matrix.columns, matrix.left_out.columns)
    notes = [left_out_in_words(axis, tools) for axis, tools in sides.values() if tools]
    return [*notes, *filter(None, [silence_in_words(matrix)])]


def _not_coded() -> str:
    return _("not coded")


def axes_in_words(rows: Axis, columns: Axis) -> str:
    return _("%(rows)s by %(columns)s") % {"rows": rows.label, "columns": columns.label}
