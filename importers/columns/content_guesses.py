"""What a column is by its cells alone, where its header says nothing known: a guess for the curator to check."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from importers.columns.personal_data import is_email, is_stamp
from importers.columns.survey_questions import SurveyQuestion

URL = re.compile(r"^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)+(/\S*)?$", re.I)
YEAR = re.compile(r"^\s*(19|20)\d\d(\.0)?\s*$")
CONFIDENCE = 0.4
_LONG_TEXT = 100
_LONGEST_NAME = 80
_LEAST_YEARS, _LEAST_SPAN = 3, 4
_ALL_DIFFERENT = 0.85


def guess_fields(
    questions: Sequence[SurveyQuestion],
    samples: Mapping[int, Sequence[str]],
    settled: Collection[int],
    taken: Collection[str],
) -> dict[int, str]:
    """{number of the question: field}, for questions that aren't settled and fields that no column feeds.

    ``samples``: the distinct cells of each column by position.
    """
    cells = {
        n: [cell for cell in samples[question.position] if cell]
        for n, question in enumerate(questions)
        if n not in settled and not question.is_choices
    }
    cells = {n: texts for n, texts in cells.items() if texts}
    most = max((len(texts) for texts in samples.values()), default=0)
    guessed: dict[int, str] = {}
    for field, guess in (
        ("summary", _longest_texts(cells)),
        ("url", _only(n for n, texts in cells.items() if _share(URL, texts) >= 0.8)),
        ("launched", _only(n for n, texts in cells.items() if _are_years(texts))),
        ("name", _first(n for n, texts in cells.items() if len(texts) >= _ALL_DIFFERENT * most and _are_names(texts))),
    ):
        if field not in taken and guess is not None and guess not in guessed:
            guessed[guess] = field
    return guessed


def _share(pattern: re.Pattern[str], cells: Sequence[str]) -> float:
    return sum(bool(pattern.match(cell)) for cell in cells) / len(cells)


def _longest_texts(cells: Mapping[int, Sequence[str]]) -> int | None:
    lengths = {n: sum(map(len, texts)) / len(texts) for n, texts in cells.items()}
    longest = max(lengths, key=lengths.__getitem__, default=None)
    return longest if longest is not None and lengths[longest] >= _LONG_TEXT else None


def _are_years(cells: Sequence[str]) -> bool:
    """Years far enough apart that they aren't the survey's own."""
    years = {int(cell.strip()[:4]) for cell in cells if YEAR.match(cell)}
    return _share(YEAR, cells) >= 0.9 and len(years) >= _LEAST_YEARS and max(years) - min(years) >= _LEAST_SPAN


def _are_names(cells: Sequence[str]) -> bool:
    """Short texts of words: no addresses, numbers, times, e-mail addresses."""
    odd = sum(
        bool(URL.match(cell)) or is_email(cell) or is_stamp(cell) or not any(map(str.isalpha, cell)) for cell in cells
    )
    return odd <= 0.1 * len(cells) and 2 <= sum(map(len, cells)) / len(cells) <= _LONGEST_NAME


def _only(numbers: Iterable[int]) -> int | None:
    several = list(numbers)
    return several[0] if len(several) == 1 else None


def _first(numbers: Iterable[int]) -> int | None:
    return next(iter(numbers), None)
