"""Plans and filters as Elasticsearch queries; the counterpart of `search.engines.embedded.queries`."""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import Q

from search.engines.base import SearchRequest
from search.engines.filter_masks import filter_values
from search.ranking.clauses import NUMBER_WEIGHT, Clause, LexicalPlan, PhraseClause

Query = dict[str, Any]


def scored(plan: LexicalPlan) -> Query:
    """All words wanted, none needed; phrases and exclusions bind."""
    wanted = [clause(part) for part in plan.clauses] + numbers(plan)
    return _bound(plan, wanted, 1 if wanted else None)


def strict(plan: LexicalPlan) -> Query:
    """Answered by its words alone: as many words as the plan requires."""
    return _bound(
        plan,
        [clause(part) for part in plan.clauses],
        plan.required if plan.clauses else None,
    )


def _bound(plan: LexicalPlan, wanted: list[Query], required: int | None) -> Query:
    body: dict[str, Any] = {
        "must": [_phrase(phrase) for phrase in plan.phrases],
        "must_not": [clause(part) for part in plan.excluded],
    }
    if wanted:
        body |= {"should": wanted, "minimum_should_match": required}
    elif not plan.phrases:
        body["must"] = [Q("match_all").to_dict()]
    return {"bool": body}


def binding(plan: LexicalPlan) -> list[Query]:
    """Only what every hit must obey: phrases and exclusions, as filters."""
    if not plan.phrases and not plan.excluded:
        return []
    return [_bound(plan, [], None)]


def everything(plan: LexicalPlan | None) -> Query:
    """All documents that obey the phrases and exclusions of a plan."""
    bound = binding(plan) if plan is not None else []
    return {"bool": {"filter": bound}} if bound else {"match_all": {}}


def narrowed(query: Query, limits: Query | None) -> Query:
    return {"bool": {"must": [query], "filter": [limits]}} if limits else query


def slugs(values: Iterable[str]) -> Query:
    return Q("terms", slug=list(values)).to_dict()


def grams(parts: Iterable[str]) -> Query:
    return Q("bool", should=[Q("term", grams=part) for part in parts]).to_dict()


def filters(request: SearchRequest, skip: str | None = None) -> Query:
    """The request's filters as one query, one facet's own left out when counting it."""
    chosen = [_facet(key, values) for key, values in filter_values(request).items() if key != skip]
    without = [_facet(key, values) for key, values in request.without.items() if values]
    if request.hidden:
        without.append(slugs(sorted(request.hidden)))
    return {"bool": {"filter": chosen, "must_not": without}}


def clause(wanted: Clause) -> Query:
    parts = [Q("term", **{part.field: {"value": part.term, "boost": part.weight}}) for part in wanted.alternatives]
    return Q("bool", should=parts).to_dict()


def numbers(plan: LexicalPlan) -> list[Query]:
    return [
        Q("constant_score", filter=Q("term", numbers=number), boost=NUMBER_WEIGHT).to_dict() for number in plan.numbers
    ]


def _facet(key: str, values: Iterable[str]) -> Query:
    return Q("terms", **{f"facet_{key}": sorted(values)}).to_dict()


def _phrase(phrase: PhraseClause) -> Query:
    parts = [Q("match_phrase", **{field: " ".join(terms)}) for field, terms in phrase.fields.items()]
    return Q("bool", should=parts, minimum_should_match=1).to_dict()
