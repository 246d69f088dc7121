"""Plans and filters as tantivy queries."""

from collections.abc import Iterable

from tantivy import Occur, Query

from search.engines.base import SearchRequest
from search.engines.embedded.schema import schema
from search.engines.filter_masks import filter_values
from search.ranking.clauses import NUMBER_WEIGHT, Clause, LexicalPlan, PhraseClause


def scored(plan: LexicalPlan) -> Query:
    """All words wanted, none needed; phrases and exclusions bind."""
    return _bound(plan, [(Occur.Should, clause(part)) for part in plan.clauses] + numbers(plan), None)


def strict(plan: LexicalPlan) -> Query:
    """Answered by its words alone: as many words as the plan requires."""
    if not plan.clauses:
        return _bound(plan, [], None)
    return _bound(plan, [(Occur.Should, clause(part)) for part in plan.clauses], plan.required)


def _bound(plan: LexicalPlan, wanted: list[tuple[Occur, Query]], required: int | None) -> Query:
    parts: list[tuple[Occur, Query]] = []
    if wanted:
        parts.append((Occur.Must, Query.boolean_query(wanted, minimum_number_should_match=required)))
    parts += [(Occur.Must, _phrase(phrase)) for phrase in plan.phrases]
    if not parts:
        parts.append((Occur.Must, Query.all_query()))
    parts += [(Occur.MustNot, clause(part)) for part in plan.excluded]
    return Query.boolean_query(parts)


def everything(plan: LexicalPlan | None) -> Query:
    """All documents that obey the phrases and exclusions of a plan."""
    return (binding(plan) if plan is not None else None) or Query.all_query()


def binding(plan: LexicalPlan) -> Query | None:
    """Only what every hit must obey: phrases and exclusions."""
    if not plan.phrases and not plan.excluded:
        return None
    return _bound(plan, [], None)


def among(rows: Iterable[int]) -> Query:
    """The documents with these rows, without a score of their own."""
    return Query.const_score_query(Query.term_set_query(schema(), "row", list(rows)), 0.0)


def slugs(values: Iterable[str]) -> Query:
    return Query.const_score_query(Query.term_set_query(schema(), "slug", list(values)), 0.0)


def grams(parts: Iterable[str]) -> Query:
    return Query.boolean_query([(Occur.Should, Query.term_query(schema(), "grams", part, "freq")) for part in parts])


def filters(request: SearchRequest, skip: str | None = None) -> list[tuple[Occur, Query]]:
    """The request's filters, one facet's own left out when counting it."""
    parts: list[tuple[Occur, Query]] = []
    for key, values in filter_values(request).items():
        if key != skip:
            parts.append((Occur.Must, _facet(key, values)))
    parts += [(Occur.MustNot, _facet(key, values)) for key, values in request.without.items() if values]
    return parts + excluded(request.hidden)


def excluded(hidden: Iterable[str]) -> list[tuple[Occur, Query]]:
    """What keeps these slugs out of an answer."""
    listed = sorted(hidden)
    return [(Occur.MustNot, slugs(listed))] if listed else []


def narrowed(query: Query, restrictions: list[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query([(Occur.Must, query), *restrictions]) if restrictions else query


def _facet(key: str, values: Iterable[str]) -> Query:
    return Query.const_score_query(Query.term_set_query(schema(), f"facet_{key}", sorted(values)), 0.0)


def clause(wanted: Clause) -> Query:
    return Query.boolean_query(
        [
            (
                Occur.Should,
                Query.boost_query(Query.term_query(schema(), part.field, part.term, "position"), part.weight),
            )
            for part in wanted.alternatives
        ]
    )


def numbers(plan: LexicalPlan) -> list[tuple[Occur, Query]]:
    return [
        (Occur.Should, Query.const_score_query(Query.term_query(schema(), "numbers", number, "basic"), NUMBER_WEIGHT))
        for number in plan.numbers
    ]


def _phrase(phrase: PhraseClause) -> Query:
    parts: list[tuple[Occur, Query]] = []
    for field, terms in phrase.fields.items():
        query = (
            Query.phrase_query(schema(), field, list(terms))
            if len(terms) > 1
            else Query.term_query(schema(), field, terms[0], "position")
        )
        parts.append((Occur.Should, query))
    return Query.boolean_query(parts)
