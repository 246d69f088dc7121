"""The starting registry without a database: vocabularies, Records and search documents, from the files that ship."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from catalogue.loading import STARTING_DATA
from catalogue.records import Claim, LocalisedText, Party, Record, Reference, evidence_of
from search.documents import SearchDocument, documents_of
from search.vocabulary import VocabularyWordings
from taxonomy.cache import virtual_terms, virtual_vocabularies
from taxonomy.index import IndexedTerm, IndexedVocabulary, VocabularyIndex
from taxonomy.loading import FOLDER

ADDED = datetime(2026, 1, 1, tzinfo=UTC)
LISTS = ("tool_types", "pillars", "exploitation", "target_users", "technologies", "infrastructure", "regions",
         "seeking", "countries", "languages", "aka")  # fmt: skip


@cache
def starting_index() -> VocabularyIndex:
    terms, vocabularies = [], []
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        vocabularies.append(IndexedVocabulary(told["vocabulary"], 0, told["note"], told["label"]))
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
    return VocabularyIndex([*terms, *virtual_terms()], [*vocabularies, *virtual_vocabularies(99)])


@cache
def vocabulary() -> VocabularyWordings:
    return VocabularyWordings(starting_index())


def record(**values: Any) -> Record:
    """A Record from an entry of the data set, or from the few values that a test is about."""
    claims = tuple(
        Claim(claim["claim"], claim["year"], claim["method"] or "", "", None)
        for claim in values.get("impact_claims", [])
    )
    kind, home = values.get("organisation_type", "ngo"), values.get("origin_country", "")
    lead = Party(values.get("organisation", "Owner"), "", "lead", "unknown", kind, home)
    partners = [Party(told["name"], "", "partner", told["contribution"], "", "") for told in values.get("partners", [])]
    sources = [
        Reference(told["title"], told["url"] or "", "", told["seen"], None, "") for told in values.get("sources", [])
    ]
    return Record(
        slug=values.get("id", "a-tool"),
        name=values.get("name", "A tool"),
        summary=values.get("summary", ""),
        url=values.get("url", ""),
        parties=(lead, *partners),
        status=values.get("status", "active"),
        access=values.get("access", "free"),
        launched=values.get("launched"),
        ended=values.get("ended"),
        handles_victim_data=values.get("handles_victim_data", "no"),
        confidence=values.get("confidence", "high"),
        sources=sources,
        impact_claims=claims,
        evidence=evidence_of(claims),
        taglines={code: LocalisedText(text, False) for code, text in _taglines().get(values.get("id", ""), {}).items()},
        created_at=ADDED,
        **{name: tuple(values.get(name, ())) for name in LISTS},
    )


@cache
def _taglines() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = json.loads(STARTING_DATA.with_name("taglines.json").read_text(encoding="utf-8"))
    return told


@cache
def starting_records() -> tuple[Record, ...]:
    lines = STARTING_DATA.read_text(encoding="utf-8").splitlines()
    return tuple(record(**json.loads(line)) for line in lines)


@cache
def documents() -> tuple[SearchDocument, ...]:
    return tuple(documents_of(starting_records(), vocabulary()))
