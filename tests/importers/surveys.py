"""Surveys in other languages and shapes, made of registered initiatives and invented ones, with what they must give.

Answers are the vocabularies' own labels in the survey's language; questions are put as a survey would put them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from catalogue.models import Tool
from catalogue.records import record_of
from taxonomy.current import vocabulary_index

FIELDS = (
    "name", "organisation", "url", "summary", "tool_types", "target_users", "technologies", "infrastructure",
    "countries", "languages", "status", "launched", "access", "handles_victim_data",
)  # fmt: skip
VOCABULARIES = {
    "tool_types": "tool_type", "target_users": "target_user", "technologies": "technology",
    "infrastructure": "infrastructure", "countries": "country", "languages": "language", "status": "status",
    "access": "access", "handles_victim_data": "victim_data", "exploitation": "exploitation", "regions": "region",
    "organisation_type": "organisation_type", "pillars": "pillar",
}  # fmt: skip

# {language: questions in the order of FIELDS, then the question for consent, yes, no}
QUESTIONS: dict[str, list[str]] = json.loads(Path(__file__).with_name("questions.json").read_text(encoding="utf-8"))
# The same in words that no list of phrases holds: {language: {"questions": as above, "respondent": who filled it in,
# her e-mail address, her telephone}}
WORDINGS: dict[str, dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("wordings.json").read_text(encoding="utf-8")
)


@dataclass
class Answer:
    """A row to be: ``values`` under the data set's names (slugs, codes), ``match`` the record it is about."""

    values: dict[str, Any]
    match: str | None
    is_refused: bool = False


@dataclass
class Survey:
    """``rows`` of cells, the first of which is the header; ``expected`` {row number: Answer}."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    expected: dict[int, Answer] = field(default_factory=dict)


def answers(slugs: Sequence[str], invented: int = 2) -> list[Answer]:
    """Registered initiatives as they are, and some that the registry lacks."""
    found = []
    for tool in Tool.objects.filter(slug__in=slugs).with_children().order_by("slug"):
        record = record_of(tool)
        values = {name: getattr(record, name) for name in FIELDS if getattr(record, name)}
        found.append(Answer({name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}, tool.slug))
    for n in range(invented):
        values = {
            **found[n].values,
            "name": f"{('Lumenvia', 'Ostrakon', 'Quillfern')[n % 3]} {n}",
            "organisation": f"{('Brightwater', 'Tamarind', 'Oxbow')[n % 3]} Collective",
            "url": f"https://{('lumenvia', 'ostrakon', 'quillfern')[n % 3]}{n}.example.net",
            "summary": ("Pocket guide on wages for pickers of olives; seasonal, printed on cloth, read aloud "
                        "by volunteers at dawn before buses leave the villages of the valley."),
        }  # fmt: skip
        found.append(Answer(values, None))
    return found


def label(name: str, slug: str, language: str) -> str:
    key = slug.lower() if name in ("countries", "languages") else slug
    return vocabulary_index().label(VOCABULARIES[name], key, language)


def cell(name: str, value: Any, language: str, joint: str) -> str:
    if name in VOCABULARIES:
        several = value if isinstance(value, list) else [value]
        return joint.join(label(name, one, language) for one in several)
    return str(value)


def survey(
    language: str,
    given: Sequence[Answer],
    *,
    joint: str = ", ",
    fields: Sequence[str] = FIELDS,
    wording: Sequence[str] = (),
) -> Survey:
    """One row an answer, the questions above; the last column asks for consent, the first ones are the form's own."""
    asked = wording or QUESTIONS[language]
    questions = dict(zip(FIELDS, asked, strict=False))
    consent, yes, no = asked[len(FIELDS) :]
    made = Survey([*(questions[name] for name in fields), consent])
    made.rows.append(made.header)
    for n, answer in enumerate(given, start=2):
        cells = [cell(name, answer.values.get(name, ""), language, joint) for name in fields]
        made.rows.append([*cells, no if answer.is_refused else yes])
        made.expected[n] = answer
    return made


def as_xlsx(path: Path, rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    book.save(path)
    return path


def as_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return path
