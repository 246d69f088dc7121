"""The starting data as vocabularies, Records and search documents, without a database."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from catalogue.records import LocalisedText, Party, Record, Reference
from search.documents import SearchDocument, documents_of
from search.vocabulary import VocabularyWordings
from taxonomy.cache import virtual_terms
from taxonomy.index import IndexedTerm, VocabularyIndex

ROOT = Path(__file__).resolve().parent.parent.parent
_ADDED = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1)
def vocabulary_index() -> VocabularyIndex:
    terms = []
    for path in sorted((ROOT / "taxonomy" / "data" / "vocabularies").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for position, term in enumerate(told["terms"]):
            terms.append(
                IndexedTerm(
                    pk=len(terms) + 1,
                    vocabulary=told["vocabulary"],
                    slug=term["slug"],
                    parent=term["parent"],
                    position=position,
                    is_retired=False,
                    replaced_by=None,
                    labels=term["labels"],
                    synonyms={language: tuple(texts) for language, texts in term["synonyms"].items()},
                    definitions=term["definition"],
                )
            )
    return VocabularyIndex([*terms, *virtual_terms()])


@lru_cache(maxsize=1)
def vocabulary() -> VocabularyWordings:
    return VocabularyWordings(vocabulary_index())


@lru_cache(maxsize=1)
def records() -> tuple[Record, ...]:
    data = ROOT / "catalogue" / "data"
    taglines = json.loads((data / "taglines.json").read_text(encoding="utf-8"))
    with (data / "initiatives.jsonl").open(encoding="utf-8") as lines:
        return tuple(_record(json.loads(line), taglines) for line in lines)


@lru_cache(maxsize=1)
def documents() -> tuple[SearchDocument, ...]:
    return tuple(documents_of(records(), vocabulary()))


def _record(row: dict, taglines: dict[str, dict[str, str]]) -> Record:
    lead = Party(row["organisation"], "", "lead", "unknown", row["organisation_type"], row.get("origin_country", ""))
    partners = [Party(p["name"], "", "partner", p["contribution"], "", "") for p in row["partners"]]
    return Record(
        slug=row["id"],
        name=row["name"],
        aka=tuple(row["aka"]),
        summary=row["summary"],
        parties=(lead, *partners),
        url=row.get("url", ""),
        countries=tuple(row["countries"]),
        languages=tuple(row["languages"]),
        status=row["status"],
        launched=row.get("launched"),
        access=row["access"],
        handles_victim_data=row["handles_victim_data"],
        sources=tuple(Reference(s["title"], s["url"] or "", "", s["seen"], None, "") for s in row["sources"]),
        confidence=row["confidence"],
        taglines={code: LocalisedText(text, False) for code, text in taglines.get(row["id"], {}).items()},
        created_at=_ADDED,
        **{
            field: tuple(row[field])
            for field in (
                "tool_types", "pillars", "exploitation", "target_users", "technologies", "infrastructure", "regions", "seeking",  # noqa: E501
            )
        },
    )  # fmt: skip
