"""How far a header and its cells speak for a field, 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.columns.content_guesses import URL, YEAR
from importers.columns.personal_data import is_email
from importers.lexicon.answers import yes_or_no
from importers.lexicon.fields import CellKind, ImportField
from importers.values.options import VocabularyOptions, known_share

_LONGEST_NAME = 120


def telling(kind: str, score: float, phrase: str) -> float:
    """A bare “name” or “type” names less than “name of the tool”."""
    return score - 0.12 if kind == "name" and " " not in phrase and len(phrase) < 12 else score


def cells_speak(field: ImportField, cells: Sequence[str], options: VocabularyOptions | None) -> float | None:
    """How far the cells are such values, 0..1; None where they can't tell."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    if options is not None:
        return known_share(options, filled)
    if field.kind is CellKind.ADDRESS:
        return sum(bool(URL.match(cell)) for cell in filled) / len(filled)
    if field.kind is CellKind.YEAR:
        return sum(bool(YEAR.match(cell) or re.search(r"\b(19|20)\d\d\b", cell)) for cell in filled) / len(filled)
    if sum(yes_or_no(cell) is not None for cell in filled) > 0.5 * len(filled):
        return 0.0
    mean = sum(map(len, filled)) / len(filled)
    if field.kind is CellKind.TEXTS and mean > _LONGEST_NAME:
        return 0.0
    if field.name == "summary":
        return min(1.0, mean / 80)
    if field.name in ("name", "organisation"):
        odd = sum(bool(URL.match(cell) and "://" in cell) or cell.isdigit() or is_email(cell) for cell in filled)
        return (1 - odd / len(filled)) * (1.0 if mean < 120 else 0.4)
    return None


def confidence_of(field: ImportField, header: float, about: float | None) -> float:
    if about is None:
        return 0.85 * header
    if field.has_terms:
        if not header:
            return 0.72 * about if about >= 0.6 else 0.0
        combined = 0.6 * header + 0.4 * about
        return combined * 0.75 if about < 0.15 else combined
    return header * (0.45 + 0.55 * about)
