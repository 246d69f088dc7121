"""The method in short sentences, for the sheet beside the numbers. The long form is the method page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gaps.formatting import VERDICT_MEANINGS, VERDICT_WORDS, decimal
from gaps.statistics import StatisticalSettings


def method_lines(settings: StatisticalSettings) -> list[str]:
    return [
        _("Tools are counted, not tags: a tool with two types and three regions is one tool in six cells."),
        _("Expected: the tools of the row times the tools of the column, divided by all tools counted."),
        _(
            "A cell is tested when at least %(expected)s tools are expected in it. The test is exact (hypergeometric "
            "mid-p, two-sided) and asks how seldom chance alone would give such a count."
        )
        % {"expected": decimal(settings.minimum_expected, 0)},
        _(
            "As many cells are tested at once, the results are corrected (Benjamini and Hochberg) so that at most "
            "%(level)s %% of tables without any real difference show one."
        )
        % {"level": decimal(100 * settings.level, 0)},
        _(
            "ic is the information component: log2 of (observed + 0.5) / (expected + 0.5), with its 95 % credible "
            "interval (BCPNN, gamma form). 1 means twice as many as expected, -1 half as many."
        ),
        *(f"{VERDICT_WORDS[verdict]}: {VERDICT_MEANINGS[verdict]}" for verdict in VERDICT_WORDS),
        _(
            "Limits: the registry shows where and in which languages people have looked. Few recorded tools in a "
            "region are a finding about the registry first."
        ),
    ]
