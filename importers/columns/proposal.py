"""Which field each column feeds: proposed from its header, its cells, and what was decided last time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from importers.columns.column import Column, ColumnRole, header_key, role_of
from importers.columns.consent import ConsentQuestion, Polarity, are_consent_answers, read_consent_question
from importers.columns.content_guesses import CONFIDENCE, URL, guess_fields
from importers.columns.evidence import cells_speak, confidence_of, telling
from importers.columns.personal_data import is_email, is_stamp, looks_like_people, looks_private, looks_technical
from importers.columns.survey_questions import SurveyQuestion, find_questions, readable
from importers.columns.table_detection import ColumnHeading, SurveyTable
from importers.lexicon.answers import answers_yes_or_no, is_answer, is_denial, is_nothing, yes_or_no
from importers.lexicon.concepts import holds
from importers.lexicon.fields import (
    CONSENT,
    CONSENT_GRANTS,
    CONSENT_REFUSES,
    IMPORT_FIELDS,
    NO_IS_NOTHING,
    PRIVATE,
    TECHNICAL,
    CellKind,
)
from importers.lexicon.headers import match_header, match_vocabulary_labels
from importers.values.options import VocabularyOptions, consist_of_codes, is_coded, known_share
from text.folding import plain

_SAMPLED_ROWS = 400
_SAMPLED_CELLS = 40
_SHOWN = 3
_MOST_CONSENT_CHOICES = 2
_LEAST_CELLS = 2
# The record's field of that name is the registry's own; in a survey “consent” decides over the row.
_CLAIMED = frozenset(IMPORT_FIELDS) - {CONSENT}
_LOWEST = 0.38
_CONTACT = re.compile(
    r"contact|kontakt|contatt|связ|зв.яз|اتصال|تواصل|iletişim|联系|संपर्क|सम्पर्क|hubungi|liên hệ|wasilian|ติดต่อ|যোগাযোগ",
    re.I,
)
_PUBLISH = re.compile(
    r"publi|veröffentlich|pubblic|опубл|публик|نشر|yayım|yayın|公布|发布|公开|प्रकाश|প্রকাশ|công bố|chapish|เผยแพร่|terbit",
    re.I,
)
_ANSWERED_BY_YES = frozenset(("handles_victim_data",))
OTHER = "other"
_ONLY_TERMS, _AGAINST_TEXT = 0.9, 0.55


@dataclass(frozen=True, slots=True)
class _Claim:
    question: int
    field: str
    confidence: float
    header: float
    cells: float


def propose_columns(table: SurveyTable, remembered: Mapping[str, str] | None = None) -> list[Column]:
    """``remembered``: {header_key: field, "consent", "private" or ""}, from earlier imports of the same source."""
    samples = _samples(table)
    headings = {heading.position: heading for heading in table.headings}
    questions = find_questions(table.headings, samples)
    columns: dict[int, Column] = {}
    for heading in table.headings:
        columns[heading.position] = Column(
            heading.position, heading.header, option=heading.option, samples=tuple(samples[heading.position][:_SHOWN])
        )
    if _is_own_export(headings.values()):
        return _columns_of_export(columns)
    open_questions: list[SurveyQuestion] = []
    for question in questions:
        for position, option in question.choices:
            columns[position] = replace(columns[position], option=option)
        heading = headings[question.position]
        known = (remembered or {}).get(header_key(heading.header, heading.option if not question.is_choices else ""))
        if known is not None:
            _assign(columns, question, known, 1.0, is_remembered=True)
        elif not _set_aside(question, columns, samples):
            open_questions.append(question)
    _choose_between_guesses(columns)
    _respondents_name(open_questions, columns)
    additions: dict[int, int] = {}
    open_questions = _choose_between_repeats(open_questions, columns, samples, additions)
    taken = {column.field for column in columns.values() if column.field}
    for question, claim in _settle(open_questions, samples, taken):
        _assign(columns, question, claim.field, claim.confidence)
    _add_others(additions, columns)
    for position, column in columns.items():
        if column.role is ColumnRole.IGNORED and not column.is_remembered and looks_like_people(samples[position]):
            columns[position] = replace(column, role=ColumnRole.PRIVATE, confidence=CONFIDENCE)
    return [_without_private(columns[position]) for position in sorted(columns)]


# The registry's own export: its columns bear the fields' names. What it composes of several parts can't be taken apart
# again, and what it says about the record's place in the registry is not the survey's to change.
_NAMES_IN_EXPORT = {"slug": "id", "updated_at": "updated_at"}
_NOT_READ_BACK = frozenset(("sources", "impact_claims"))
_LEAST_NAMED = 3


def _is_own_export(headings: Iterable[ColumnHeading]) -> bool:
    names = {heading.header for heading in headings}
    return "slug" in names and "name" in names and len(names & set(IMPORT_FIELDS)) >= _LEAST_NAMED


def _columns_of_export(columns: Mapping[int, Column]) -> list[Column]:
    proposed = []
    for position in sorted(columns):
        column = columns[position]
        name = _NAMES_IN_EXPORT.get(column.header, column.header)
        if name in IMPORT_FIELDS and name not in _NOT_READ_BACK:
            column = replace(column, field=name, role=ColumnRole.FIELD, confidence=1.0)
        else:
            column = replace(column, role=ColumnRole.TECHNICAL, confidence=1.0)
        proposed.append(_without_private(column))
    return proposed


def _samples(table: SurveyTable) -> dict[int, list[str]]:
    cells: dict[int, dict[str, None]] = {heading.position: {} for heading in table.headings}
    for row in islice(table.rows(), _SAMPLED_ROWS):
        for position, distinct in cells.items():
            if position < len(row.cells) and row.cells[position] and len(distinct) < _SAMPLED_CELLS:
                distinct[row.cells[position]] = None
    return {position: list(distinct) for position, distinct in cells.items()}


def _assign(
    columns: dict[int, Column], question: SurveyQuestion, field: str, confidence: float, *, is_remembered: bool = False
) -> None:
    role = role_of(field)
    polarity = polarity_of(field, question.header) if role is ColumnRole.CONSENT else ""
    for position in question.positions:
        columns[position] = replace(
            columns[position],
            field=field if role is ColumnRole.FIELD else "",
            role=role,
            confidence=round(confidence, 2),
            is_remembered=is_remembered,
            polarity=polarity,
        )


def polarity_of(name: str, header: str) -> str:
    """As the curator chose it, otherwise as the heading asks."""
    chosen = {CONSENT_GRANTS: Polarity.GRANTS, CONSENT_REFUSES: Polarity.REFUSES}.get(name)
    question = read_consent_question(header) or _consent_question(header)
    return str(chosen or (question.polarity if question else Polarity.GRANTS))


def _consent_question(header: str) -> ConsentQuestion | None:
    questions = map(read_consent_question, _texts(header))
    return next(filter(None, questions), None)


# --- what is no field ----------------------------------------------------------------------------------------------
def _set_aside(question: SurveyQuestion, columns: dict[int, Column], samples: Mapping[int, Sequence[str]]) -> bool:
    """Consent, the respondent's data and what the survey tool adds. True when the question was one of them."""
    header = question.header
    cells = samples[question.position]
    hits = {hit.kind: hit.score for text in _texts(header) for hit in reversed(match_header(text))}
    field = max((score for kind, score in hits.items() if kind in _CLAIMED), default=0.0)
    # One box to tick (“I agree”) may ask for consent, a list of choices doesn't.
    may_ask = len(question.choices) <= _MOST_CONSENT_CHOICES
    consent = _consent_question(header) if may_ask else None
    if consent and consent.confidence >= field - 0.1 and _is_consent(header, cells, consent):
        _assign(columns, question, CONSENT, consent.confidence)
        return True
    if question.is_choices:
        return False
    if not header.startswith("_") and max(hits, key=hits.__getitem__, default="") in ("id", "updated_at"):
        return False
    if looks_private(cells) or (hits.get(PRIVATE, 0) > max(field, 0.5) and not _is_about_tool(cells, hits)):
        _assign(columns, question, PRIVATE, max(hits.get(PRIVATE, 0), 0.9))
        return True
    is_meta = header.startswith(("_", "meta/", "formhub/", "Collector "))
    if is_meta or hits.get(TECHNICAL, 0) > max(field, 0.6) or (field < 0.6 and looks_technical(cells)):
        _assign(columns, question, TECHNICAL, max(hits.get(TECHNICAL, 0), 0.8))
        return True
    return False


def _texts(header: str) -> tuple[str, ...]:
    """The header as it stands, and without groups and codes; a code may say it too (“ipaddr. IP address”)."""
    texts = dict.fromkeys((readable(header), header))
    code = header.split(".")[0]
    if "." in header and code.isidentifier():
        texts[code] = None
    return tuple(texts)


def _is_consent(header: str, cells: Sequence[str], question: ConsentQuestion) -> bool:
    if _CONTACT.search(header) and not _PUBLISH.search(header):
        return False
    return are_consent_answers(cells, question)


def _is_about_tool(cells: Sequence[str], hits: Mapping[str, float]) -> bool:
    """“Contact” may be a web page."""
    filled = [cell for cell in cells if cell]
    return (
        hits.get(PRIVATE, 0) < 0.95
        and bool(filled)
        and sum(bool(URL.match(cell)) for cell in filled) > 0.7 * len(filled)
    )


# --- fields --------------------------------------------------------------------------------------------------------
def _settle(
    questions: Sequence[SurveyQuestion], samples: Mapping[int, Sequence[str]], taken: set[str]
) -> list[tuple[SurveyQuestion, _Claim]]:
    """The best claims first; a field is fed by one column, a list also by others that clearly name it."""
    vocabularies = {name: field.vocabulary for name, field in IMPORT_FIELDS.items() if field.has_terms}
    options = {name: VocabularyOptions(vocabulary) for name, vocabulary in vocabularies.items()}
    coded = {name: VocabularyOptions(vocabulary, are_codes=True) for name, vocabulary in vocabularies.items()}
    iso = {name: VocabularyOptions(vocabulary, has_codes=True) for name, vocabulary in vocabularies.items()}
    claims: list[_Claim] = []
    for n, question in enumerate(questions):
        claims += _claims(n, question, samples, options, coded, iso)
    claims.sort(key=lambda claim: (-claim.confidence, claim.question))
    settled: dict[int, _Claim] = {}
    for claim in claims:
        if claim.question in settled or claim.confidence < _LOWEST:
            continue
        if claim.field in taken:
            is_clear = claim.header >= 0.6 and claim.cells >= 0.5
            if not (IMPORT_FIELDS[claim.field].is_several and is_clear):
                continue
        taken.add(claim.field)
        settled[claim.question] = claim
    for n, name in guess_fields(questions, samples, settled, taken).items():
        settled[n] = _Claim(n, name, CONFIDENCE, 0.0, 1.0)
    return [(questions[n], claim) for n, claim in settled.items()]


def _claims(
    n: int,
    question: SurveyQuestion,
    samples: Mapping[int, Sequence[str]],
    options: Mapping[str, VocabularyOptions],
    coded: Mapping[str, VocabularyOptions],
    iso: Mapping[str, VocabularyOptions],
) -> list[_Claim]:
    cells = [cell for cell in _cells_of(question, samples) if not is_nothing(cell)]
    are_yes_or_no = not question.is_choices and answers_yes_or_no(cells)
    # Nothing but “No” may stand under any question, and says nothing in such fields.
    is_denied = all(map(is_denial, cells))
    named: dict[str, float] = {}
    for text in _texts(question.header):
        for hit in match_header(text):
            if hit.kind in _CLAIMED:
                named[hit.kind] = max(named.get(hit.kind, 0.0), telling(hit.kind, hit.score, hit.phrase))
        for vocabulary, score in match_vocabulary_labels(text).items():
            for name, field in IMPORT_FIELDS.items():
                if field.vocabulary == vocabulary and name != "origin_country":
                    named[name] = max(named.get(name, 0.0), score)
    claims = []
    has_codes = is_coded([question.header])
    is_vocabulary = bool(cells) and any(known_share(one, cells) >= _ONLY_TERMS for one in options.values())
    is_long = bool(cells) and sum(map(len, cells)) / len(cells) > 250
    clear = max(named.values(), default=0.0) >= 0.9
    # One word that all rows share (“EU” for who pays) says too little by itself.
    speak = question.is_choices or len({plain(cell) for cell in cells}) >= _LEAST_CELLS
    for name, field in IMPORT_FIELDS.items():
        header = named.get(name, 0.0)
        if not header and (
            clear or is_long or not speak or not field.has_terms or name in ("origin_country", "handles_victim_data")
        ):
            continue
        if are_yes_or_no and not (name in _ANSWERED_BY_YES or (is_denied and name in NO_IS_NOTHING)):
            continue
        are_iso = name in iso and consist_of_codes(iso[name], cells)
        if are_iso and not header:
            # TN is Tunisia and Setswana: codes alone don't say of what.
            continue
        readers = coded if has_codes else options
        about = cells_speak(field, cells, (iso if are_iso else readers).get(name))
        confidence = confidence_of(field, header, about)
        if is_vocabulary and field.kind in (CellKind.TEXT, CellKind.TEXTS, CellKind.PARTNERS) and field.name != "name":
            confidence *= _AGAINST_TEXT
        if confidence:
            claims.append(_Claim(n, name, round(confidence, 3), header, about if about is not None else 0.5))
    return claims


def _cells_of(question: SurveyQuestion, samples: Mapping[int, Sequence[str]]) -> list[str]:
    if not question.is_choices:
        return list(samples[question.position])
    return [option for _position, option in question.choices if _is_closed(option)]


def _is_closed(option: str) -> bool:
    return not is_answer("other", option)


# --- consent -------------------------------------------------------------------------------------------------------
def _choose_between_guesses(columns: dict[int, Column]) -> None:
    """A guess beside a clear question for consent is none, and of several guesses the best one is put to the curator.

    Columns that keep an entry from the public stay, as each may.
    """
    consent = (column for column in columns.values() if column.role is ColumnRole.CONSENT)
    granting = [column for column in consent if column.polarity == Polarity.GRANTS]
    clear = any(not column.is_guess for column in granting)
    guesses = sorted((column for column in granting if column.is_guess), key=lambda column: -column.confidence)
    for column in guesses if clear else guesses[1:]:
        columns[column.position] = replace(column, role=ColumnRole.IGNORED, confidence=0.0, polarity="")


# --- afterwards ----------------------------------------------------------------------------------------------------
def _respondents_name(open_questions: list[SurveyQuestion], columns: dict[int, Column]) -> None:
    """Microsoft Forms puts the respondent's “Name” beside her e-mail address; the initiative's has its own question."""
    private = {position for position, column in columns.items() if column.role is ColumnRole.PRIVATE}
    names = {
        question.position: hit
        for question in open_questions
        for hit in match_header(readable(question.header))
        if hit.kind == "name" and not question.is_choices
    }
    for question in list(open_questions):
        hit = names.get(question.position)
        is_bare = hit is not None and hit.score == 1.0 and " " not in hit.phrase and holds(question.header, "name")
        beside = {question.position - 1, question.position + 1} & private
        if is_bare and beside and len(names) > 1:
            columns[question.position] = replace(columns[question.position], role=ColumnRole.PRIVATE, confidence=0.8)
            open_questions.remove(question)


def _choose_between_repeats(
    open_questions: list[SurveyQuestion],
    columns: dict[int, Column],
    samples: Mapping[int, Sequence[str]],
    additions: dict[int, int],
) -> list[SurveyQuestion]:
    """Kobo says a choice twice: joined in one cell, and in 0-1 columns. The joined cell is read if it can be cut.

    What stands under “other” as text is no repetition: it adds to the answer beside it.
    """
    left_out: set[int] = set()
    for n, question in enumerate(open_questions):
        if question.repeats is None:
            continue
        joined = next((one for one in open_questions if one.position == question.repeats and not one.is_choices), None)
        if joined is None:
            continue
        added = [place for place, option in question.choices if _adds(option, samples[place])]
        rest = tuple(choice for choice in question.choices if choice[0] not in added)
        winner = joined
        if rest:
            question = open_questions[n] = replace(question, position=rest[0][0], choices=rest)
            winner, loser = (
                (joined, question) if _can_be_cut(samples[joined.position], question) else (question, joined)
            )
            for position in loser.positions:
                columns[position] = replace(columns[position], role=ColumnRole.TECHNICAL, confidence=0.9)
            left_out.add(id(loser))
        else:
            left_out.add(id(question))
        additions.update(dict.fromkeys(added, winner.position))
    return [question for question in open_questions if id(question) not in left_out]


def _adds(option: str, cells: Sequence[str]) -> bool:
    return not _is_closed(option) and not all(yes_or_no(cell) is not None for cell in cells if cell)


def _add_others(additions: Mapping[int, int], columns: dict[int, Column]) -> None:
    """Columns for other answers feed what the column of the main answer feeds."""
    for position, main in additions.items():
        column = columns[main]
        if column.role is ColumnRole.FIELD and columns[position].role is ColumnRole.IGNORED:
            columns[position] = replace(
                columns[position], field=column.field, role=ColumnRole.FIELD, confidence=column.confidence, option=OTHER
            )


def _can_be_cut(cells: Sequence[str], question: SurveyQuestion) -> bool:
    """Whether every word of the joined cells is a choice's own, so that blanks part the choices."""
    names = {option.replace(" ", "_").lower() for _position, option in question.choices}
    words = {word.lower() for cell in cells for word in cell.split()}
    several = {word.lower() for cell in cells if " " in cell for word in cell.split()}
    return bool(words) and len(words & names) >= 0.8 * len(words) and several <= names


def _without_private(column: Column) -> Column:
    nature = "" if column.role in (ColumnRole.FIELD, ColumnRole.IGNORED) else str(column.role)
    if column.role is ColumnRole.PRIVATE and any(map(is_email, column.samples)):
        nature = "email"
    elif column.role is ColumnRole.TECHNICAL and column.samples and all(map(is_stamp, column.samples)):
        nature = "timestamp"
    is_kept_out = column.role in (ColumnRole.PRIVATE, ColumnRole.TECHNICAL)
    return replace(column, nature=nature, samples=() if is_kept_out else column.samples)
