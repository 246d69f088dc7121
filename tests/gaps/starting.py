"""The starting registry without a database: its Records and its vocabularies, read from the files that ship with it."""

import json
from typing import Any

from catalogue.loading import STARTING_DATA
from catalogue.records import Claim, Party, Record, evidence_of
from taxonomy.cache import virtual_terms, virtual_vocabularies
from taxonomy.index import IndexedTerm, IndexedVocabulary, VocabularyIndex
from taxonomy.loading import FOLDER


def starting_index() -> VocabularyIndex:
    terms, vocabularies = [], []
    for file in sorted(FOLDER.glob("*.json")):
        found = json.loads(file.read_text(encoding="utf-8"))
        vocabularies.append(IndexedVocabulary(found["vocabulary"], 0, found["note"], found["label"]))
        for position, term in enumerate(found["terms"]):
            terms.append(
                IndexedTerm(
                    pk=len(terms) + 1,
                    vocabulary=found["vocabulary"],
                    slug=term["slug"],
                    parent=term["parent"],
                    position=position,
                    is_retired=False,
                    replaced_by=None,
                    labels=term["labels"],
                )
            )
    return VocabularyIndex([*terms, *virtual_terms()], [*vocabularies, *virtual_vocabularies(99)])


def record(**values: Any) -> Record:
    """A Record from an entry of the data set, or from the few values that a test is about."""
    claims = tuple(
        Claim(claim["claim"], claim["year"], claim["method"] or "", "", None)
        for claim in values.get("impact_claims", [])
    )
    lists = ("tool_types", "pillars", "exploitation", "target_users", "technologies", "infrastructure", "regions",
             "seeking", "countries", "languages")  # fmt: skip
    return Record(
        slug=values.get("id", "a-tool"),
        name=values.get("name", "A tool"),
        summary=values.get("summary", ""),
        parties=(Party("Owner", "owner", "lead", "", values.get("organisation_type", "ngo"), ""),),
        status=values.get("status", "active"),
        access=values.get("access", "free"),
        launched=values.get("launched"),
        ended=values.get("ended"),
        handles_victim_data=values.get("handles_victim_data", "no"),
        confidence=values.get("confidence", "high"),
        impact_claims=claims,
        evidence=evidence_of(claims),
        **{name: tuple(values.get(name, ())) for name in lists},
    )


def starting_records() -> list[Record]:
    lines = STARTING_DATA.read_text(encoding="utf-8").splitlines()
    return [record(**json.loads(line)) for line in lines]
