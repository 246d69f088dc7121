"""The shapes in which survey tools write answers, for tests: one function a tool."""

from __future__ import annotations

from collections.abc import Sequence

from tests.importers.surveys import FIELDS, QUESTIONS, Answer, cell, label, survey

SEVERAL = ("tool_types", "target_users", "technologies", "infrastructure")
Rows = tuple[list[list[str]], dict[int, Answer]]


def _choices(given: Sequence[Answer], name: str) -> list[str]:
    return sorted({slug for answer in given for slug in answer.values.get(name, [])})


def _consent(language: str, answer: Answer) -> str:
    return QUESTIONS[language][16 if answer.is_refused else 15]


def microsoft_forms(language: str, given: Sequence[Answer], own: Sequence[str]) -> Rows:
    """``own``: the names of the five columns that Forms adds, the last of them the respondent's name."""
    made = survey(language, given, joint=";")
    rows = [[*own, *made.header]]
    for n, cells in enumerate(made.rows[1:], start=1):
        stamps = [str(n), f"3/{n}/26 9:00:11", f"3/{n}/26 9:10:40", f"r{n}@example.org", "Maria Beispiel"]
        places = (*FIELDS, "consent")
        closed = [f"{text};" if name in SEVERAL and text else text for name, text in zip(places, cells, strict=True)]
        rows.append([*stamps, *closed])
    return rows, made.expected


def survey_monkey(language: str, given: Sequence[Answer], open_text: str, other: str) -> Rows:
    questions = dict(zip(FIELDS, QUESTIONS[language], strict=False))
    top, bottom, places = ["Respondent ID", "IP Address"], ["", ""], []
    for name in FIELDS:
        for n, slug in enumerate(_choices(given, name) if name in SEVERAL else []):
            top.append("" if n else questions[name])
            bottom.append(label(name, slug, language))
            places.append((name, slug))
        top.append("" if name in SEVERAL else questions[name])
        bottom.append(other if name in SEVERAL else open_text)
        places.append((name, None if name in SEVERAL else ""))
    rows = [[*top, QUESTIONS[language][14]], [*bottom, open_text]]
    for n, answer in enumerate(given):
        cells = [str(1_170_000 + n), f"192.0.2.{n}"]
        for name, slug in places:
            value = answer.values.get(name, "")
            chosen = label(name, slug, language) if slug and slug in value else ""
            cells.append(cell(name, value, language, ", ") if slug == "" and value else chosen)
        rows.append([*cells, _consent(language, answer)])
    return rows, dict(enumerate(given, start=3))


def lime_survey(language: str, given: Sequence[Answer], yes: str, no: str, *, codes: bool) -> Rows:
    """Question code and text, or codes alone: subquestions and answers then are slugs cut to 20 and 5 letters."""
    questions = dict(zip(FIELDS, QUESTIONS[language], strict=False))
    header = ["id", "submitdate", "lastpage", "startlanguage", "ipaddr"]
    places = []
    for n, name in enumerate(FIELDS):
        code = name.replace("_", "")
        if name in SEVERAL:
            for m, slug in enumerate(_choices(given, name)):
                text = f"Q{n:02}[SQ{m:03}]. {questions[name]} [{label(name, slug, language)}]"
                header.append(f"{code}[{slug.replace('-', '')[:20]}]" if codes else text)
                places.append((name, slug))
        else:
            header.append(code if codes else f"Q{n:02}. {questions[name]}")
            places.append((name, ""))
    rows = [[*header, "consent" if codes else f"Q99. {QUESTIONS[language][14]}"]]
    for n, answer in enumerate(given):
        cells = [str(n + 1), "2026-03-01 10:00:00", "3", language, f"192.0.2.{n}"]
        for name, slug in places:
            value = answer.values.get(name, "")
            if slug:
                cells.append(yes if slug in value else no)
            elif codes and name in ("status", "access"):
                cells.append(str(value).replace("-", "")[:5])
            else:
                cells.append(cell(name, value, language, ", ") if value else "")
        rows.append([*cells, no if answer.is_refused else yes])
    return rows, dict(enumerate(given, start=2))


def kobo_labels(language: str, given: Sequence[Answer]) -> Rows:
    """Labels instead of names: choices joined by blanks, which can't be cut, beside columns of 0 and 1."""
    questions = dict(zip(FIELDS, QUESTIONS[language], strict=False))
    header, places = ["start", "end", "deviceid"], []
    several = (*SEVERAL, "countries", "languages")
    for name in FIELDS:
        header.append(questions[name])
        places.append((name, ""))
        for slug in _choices(given, name) if name in several else []:
            header.append(f"{questions[name]}/{label(name, slug, language)}")
            places.append((name, slug))
    rows = [[*header, QUESTIONS[language][14], "_id", "_uuid", "_status", "_submitted_by"]]
    for n, answer in enumerate(given):
        cells = ["2026-03-01T09:00:00.000+01:00", "2026-03-01T09:20:00.000+01:00", "ee.example:xyz"]
        for name, slug in places:
            value = answer.values.get(name, "")
            cells.append(str(int(slug in value)) if slug else cell(name, value, language, " ") if value else "")
        uuid = f"b1b8b7a6-1111-4222-8333-{n:012}"
        rows.append([*cells, _consent(language, answer), str(9000 + n), uuid, "submitted_via_web", "enumerator7"])
    return rows, dict(enumerate(given, start=2))
