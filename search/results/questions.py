"""Five plain questions. Each answer is a filter; none must be answered; every step is an address of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from search.compatibility import GROUPS
from search.facets import BY_KEY, GLOBAL
from search.query import HAVE, ToolQuery
from search.query_execution import run_query
from taxonomy.index import VocabularyIndex
from text.active_language import base_language

RESULT = "result"


@dataclass(frozen=True, slots=True)
class FinderQuestion:
    """``key``: the facet that an answer narrows, or ``have`` with the groups of infrastructure that are asked for."""

    words: Promise
    hint: Promise
    key: str
    groups: tuple[str, ...] = ()


QUESTIONS: tuple[FinderQuestion, ...] = (
    FinderQuestion(
        _("Who is going to use it?"),
        _("The people who work with the tool themselves. Choose as many as you like."),
        "target_user",
    ),
    FinderQuestion(
        _("What should it do?"), _("Choose one thing or several; a tool that does one of them fits."), "tool_type"
    ),
    FinderQuestion(
        _("Where?"),
        _("A continent includes its regions. Tools open to the whole world are found as well, and marked."),
        "region",
    ),
    FinderQuestion(
        _("What connection and devices do they have?"),
        _("Choose all that they have. Tools that need more are left out."),
        HAVE,
        ("connectivity", "device"),
    ),
    FinderQuestion(
        _("Who will run it?"),
        _("Say which skills and which hosting you can provide. Tools that need more are left out."),
        HAVE,
        ("people", "hosting"),
    ),
)


@dataclass(frozen=True, slots=True)
class Option:
    """``count``: tools that this answer and the others would find; None where answers don't narrow alone."""

    name: str
    value: str
    label: str
    definition: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One question on its page. ``kept``: the other questions' answers, which the form carries along."""

    number: int
    question: FinderQuestion
    groups: tuple[OptionGroup, ...]
    kept: tuple[tuple[str, str], ...]
    back_url: str
    skip_url: str
    result_url: str
    next_step: str
    total: int

    @property
    def of(self) -> int:
        return len(QUESTIONS)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that was given, or not: its question, its words, and where to change it."""

    words: str
    answers: tuple[str, ...]
    url: str


def step_of(number: int, query: ToolQuery, index: VocabularyIndex) -> Step:
    question = QUESTIONS[number - 1]
    counted = () if question.key == HAVE else (question.key,)
    outcome = run_query(query, facets=counted, offset=0, limit=0)
    following = str(number + 1) if number < len(QUESTIONS) else RESULT
    mine = _asked_values(question)
    return Step(
        number=number,
        question=question,
        groups=_groups(question, query, dict(outcome.facets.get(question.key, {})), index),
        kept=tuple(
            (name, value) for name, value in query.params() if name != question.key or (mine and value not in mine)
        ),
        back_url=step_url(str(number - 1), query) if number > 1 else "",
        skip_url=step_url(following, _without(question, query)),
        result_url=step_url(RESULT, query),
        next_step=following,
        total=outcome.total,
    )


def given(query: ToolQuery, index: VocabularyIndex) -> tuple[GivenAnswer, ...]:
    """All five questions with what was answered."""
    answers_given = []
    for number, question in enumerate(QUESTIONS, start=1):
        if question.key == HAVE:
            mine = _asked_values(question)
            answers = [index.label("infrastructure", value, query.language) for value in query.have if value in mine]
        else:
            vocabulary = BY_KEY[question.key].vocabulary
            answers = [index.label(vocabulary, value, query.language) for value in query.values(question.key)]
        answers_given.append(GivenAnswer(str(question.words), tuple(answers), step_url(str(number), query)))
    return tuple(answers_given)


def step_url(step: str, query: ToolQuery) -> str:
    pairs = [("step", step), *((name, value) for name, value in query.params() if name not in ("page", "per_page"))]
    return f"{reverse('search:find')}?{urlencode(pairs)}"


def _without(question: FinderQuestion, query: ToolQuery) -> ToolQuery:
    if question.key != HAVE:
        return query.without(question.key)
    chosen = [value for value in query.have if value in _asked_values(question)]
    return query.without(HAVE, *chosen) if chosen else query


def _asked_values(question: FinderQuestion) -> frozenset[str]:
    return frozenset(value for group in question.groups for value in GROUPS[group])


def _groups(
    question: FinderQuestion, query: ToolQuery, counts: dict[str, int], index: VocabularyIndex
) -> tuple[OptionGroup, ...]:
    language = query.language
    if question.key == HAVE:
        return tuple(
            OptionGroup(
                index.label("infrastructure", group, language),
                tuple(_option(HAVE, "infrastructure", value, query, None, index) for value in GROUPS[group]),
            )
            for group in question.groups
        )
    facet = BY_KEY[question.key]

    def option(value: str) -> Option:
        return _option(facet.key, facet.vocabulary, value, query, counts.get(value, 0), index)

    tops = [term for term in index.children(facet.vocabulary) if term.slug != GLOBAL]
    if not facet.is_tree:
        return (OptionGroup("", tuple(option(term.slug) for term in tops)),)
    return tuple(
        OptionGroup(
            term.label(language),
            (
                replace(option(term.slug), label=gettext("Anywhere in %(place)s") % {"place": term.label(language)}),
                *(option(child.slug) for child in index.children(facet.vocabulary, term.slug)),
            ),
        )
        for term in tops
    )


def _option(
    name: str, vocabulary: str, value: str, query: ToolQuery, count: int | None, index: VocabularyIndex
) -> Option:
    # Definitions exist in English only; in another language the label has to do.
    term = index.term(vocabulary, value)
    definition = term.definitions.get(base_language(query.language), "") if term else ""
    return Option(
        name=name,
        value=value,
        label=index.label(vocabulary, value, query.language),
        definition=definition.split(". ")[0].rstrip(".") if vocabulary != "region" else "",
        count=count,
        is_chosen=query.has(name, value),
    )
