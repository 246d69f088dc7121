"""Columns that belong together: one question whose choices have a column each.

KoboToolbox writes ``group/question/option`` with 0 and 1 beside ``group/question``; SurveyMonkey a second header row;
LimeSurvey, Google's grids and many others ``Question [option]``; Qualtrics ``Question - option``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.columns.table_detection import ColumnHeading, last_part
from importers.lexicon.answers import is_answer, is_nothing, yes_or_no
from taxonomy.resolution import is_same_wording

_BRACKETED = re.compile(r"^(?P<question>.*?)\s*\[(?P<option>[^\[\]]+)\]\s*\.?$", re.S)
_CODE_AND_TEXT = re.compile(r"^(?P<code>[A-Za-z]\w*)(?:\[(?P<sub>\w+)\])?\s*[.:]\s+(?P<text>\S.*)$", re.S)


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A column, or the columns of one question's choices. ``choices`` {position: option}."""

    header: str
    position: int
    choices: tuple[tuple[int, str], ...] = ()
    repeats: int | None = None

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(position for position, _option in self.choices) or (self.position,)

    @property
    def is_choices(self) -> bool:
        return bool(self.choices)


def find_questions(headings: Sequence[ColumnHeading], values: Mapping[int, Sequence[str]]) -> list[SurveyQuestion]:
    """``values``: sample of each column's cells by position. In the order of the columns.

    ``repeats`` is the position of the column that says the same in one cell (Kobo's joined answer).
    """
    by_header = {heading.header: heading.position for heading in headings if not heading.option}
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    owner: dict[int, str] = {}
    for heading in headings:
        question, option = _question_and_option(heading, by_header)
        is_clear = bool(heading.option) or question in by_header or heading.header.rstrip(". ").endswith("]")
        if option and _is_choice_column(values.get(heading.position, ()), option, may_be_empty=is_clear):
            groups[question].append((heading.position, option))
            owner[heading.position] = question
    questions: list[SurveyQuestion] = []
    seen: set[str] = set()
    for heading in headings:
        question = owner.get(heading.position, "")
        if question and (len(groups[question]) > 1 or question in by_header):
            if question not in seen:
                seen.add(question)
                joined = by_header.get(question)
                questions.append(SurveyQuestion(question, heading.position, tuple(groups[question]), repeats=joined))
            continue
        header = heading.header if not heading.option else f"{heading.header} [{heading.option}]"
        questions.append(SurveyQuestion(header, heading.position))
    return questions


def _question_and_option(heading: ColumnHeading, by_header: Mapping[str, int]) -> tuple[str, str]:
    if heading.option:
        return heading.header, heading.option
    header = heading.header
    for separator in ("/", " - ", ": ", "_", "."):
        question, sign, option = header.rpartition(separator)
        while sign and question and question not in by_header and separator == "/" and "/" in question:
            question, _sign, more = question.rpartition(separator)
            option = f"{more}{separator}{option}"
        if sign and option and question in by_header:
            return question, option
    match = _BRACKETED.match(header)
    if match:
        return _without_code(match["question"]), match["option"].strip()
    question, sign, option = header.rpartition("/")
    if sign and question and option:
        return question, option
    question, sign, option = header.rpartition(" - ")
    if sign and question and option:
        return question.removesuffix(" - Selected Choice"), option
    return header, ""


def _without_code(question: str) -> str:
    """“tooltype[SQ001]. What type of tool is it?” → “What type of tool is it?”."""
    match = _CODE_AND_TEXT.match(question)
    return match["text"].strip() if match else question


def _is_choice_column(cells: Sequence[str], option: str, *, may_be_empty: bool) -> bool:
    """Its cells say that the choice was made or not, or repeat it; free text stands under “other” only."""
    filled = [cell for cell in cells if cell]
    if is_answer("other", option):
        return may_be_empty
    if not filled and not may_be_empty:
        return False
    return all(yes_or_no(cell) is not None or is_same_wording(cell, option) or is_nothing(cell) for cell in filled)


def readable(header: str) -> str:
    """A header for matching: without Kobo's groups, LimeSurvey's codes and underscores."""
    text = last_part(header)
    match = _CODE_AND_TEXT.match(text)
    if match:
        text = match["text"]
    return text.replace("_", " ").strip()
