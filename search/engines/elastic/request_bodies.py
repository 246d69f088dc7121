"""Searches as they are sent, and what is read from the answers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from search.encoder import Vectors
from search.encoder.store import quantise
from search.engines.elastic import queries
from search.ranking.clauses import LexicalPlan, fields_with
from search.ranking.query_parser import QueryWord

# What a hit brings: its slug and content hash from columns. Its `_id` would be read from the store, where whole
# documents are packed.
BARE: Final = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["slug", "hash"]}
Hit = dict[str, Any]


def lexical(wanted: LexicalPlan, count: int, limits: Any = None) -> dict[str, Any]:
    return {"query": queries.narrowed(queries.scored(wanted), limits), "size": count, **BARE}


def nearest(space: str, vector: Vectors, count: int, among: Any = None) -> dict[str, Any]:
    knn = {
        "field": f"vector_{space}",
        "query_vector": quantise(vector).tobytes().hex(),
        "k": count,
        "num_candidates": max(count, 300),
    }
    return {"knn": knn | ({"filter": among} if among else {}), "size": count, **BARE}


def held(words: Iterable[QueryWord], language: str) -> dict[str, Any]:
    """Asks how many records hold each word, as it is or by its stem."""
    return counted({word.folded: [("spelling", word.folded), *fields_with(word, language)] for word in words})


def counted(places: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, Any]:
    """Asks for each word how many records hold it in any of these fields, as these terms; and how many there are."""
    filters = {
        word: {"bool": {"should": [{"term": {field: term}} for field, term in terms]}} for word, terms in places.items()
    }
    return {
        "size": 0,
        "track_total_hits": True,
        **({"aggs": {"held": {"filters": {"filters": filters}}}} if filters else {}),
    }


def absent(words: Iterable[str], answer: Mapping[str, Any]) -> list[str]:
    """Those of the words that no record holds, by the answer to `counted`."""
    buckets = answer.get("aggregations", {}).get("held", {}).get("buckets", {})
    return [word for word in words if not buckets[word]["doc_count"]]


def lacking(words: Iterable[QueryWord], answer: Mapping[str, Any]) -> list[str]:
    return absent((word.folded for word in words), answer)


def hits(answer: Mapping[str, Any]) -> list[Hit]:
    listed: list[Hit] = answer["hits"]["hits"]
    return listed


def slug(hit: Mapping[str, Any]) -> str:
    return str(hit["fields"]["slug"][0])


def content(hit: Mapping[str, Any]) -> str:
    return str(hit["fields"]["hash"][0])
