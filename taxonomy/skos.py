"""A vocabulary as SKOS (https://www.w3.org/TR/skos-reference/), for other registries.

Concepts are named by their addresses without a language (``…/vocabularies/region/africa-eastern/``). Words that the
sector rejects are hidden labels. A former slug is a deprecated concept that says what replaced it.
"""

from __future__ import annotations

import json
from functools import lru_cache

from django.conf import settings
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from taxonomy.index import COUNTRY, IndexedTerm, IndexedVocabulary, VocabularyIndex

FORMATS = {"turtle": "text/turtle", "json-ld": "application/ld+json"}


def scheme_uri(vocabulary: str) -> URIRef:
    return URIRef(f"{settings.BASE_URL}/vocabularies/{vocabulary}/")


def concept_uri(vocabulary: str, slug: str) -> URIRef:
    return URIRef(f"{settings.BASE_URL}/vocabularies/{vocabulary}/{slug}/")


def graph_of(index: VocabularyIndex, vocabulary: IndexedVocabulary) -> Graph:
    """The vocabulary's concept scheme with all its concepts."""
    graph = Graph()
    scheme = scheme_uri(vocabulary.slug)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.identifier, Literal(vocabulary.slug)))
    for language, text in vocabulary.labels.items():
        graph.add((scheme, SKOS.prefLabel, Literal(text, lang=language)))
    if vocabulary.note:
        graph.add((scheme, DCTERMS.description, Literal(vocabulary.note, lang="en")))
    for term in index.terms(vocabulary.slug, with_retired=True):
        _add_concept(graph, index, scheme, term)
        for former in index.former_slugs(vocabulary.slug, term.slug):
            if not index.has(vocabulary.slug, former):
                _add_deprecated(graph, scheme, vocabulary.slug, former, term.slug)
    return graph


def _add_concept(graph: Graph, index: VocabularyIndex, scheme: URIRef, term: IndexedTerm) -> None:
    concept = concept_uri(term.vocabulary, term.slug)
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(term.slug)))
    for language, text in term.labels.items():
        graph.add((concept, SKOS.prefLabel, Literal(text, lang=language)))
    # One word is one kind of label only (SKOS reference, S13).
    taken = {(language, text) for language, text in term.labels.items()}
    for kind, words in ((SKOS.altLabel, term.synonyms), (SKOS.hiddenLabel, term.rejected)):
        for language, several in words.items():
            for text in several:
                if (language, text) not in taken:
                    taken.add((language, text))
                    graph.add((concept, kind, Literal(text, lang=language)))
    for language, text in term.definitions.items():
        graph.add((concept, SKOS.definition, Literal(text, lang=language)))
    if term.is_retired:
        graph.add((concept, OWL.deprecated, Literal(True)))
        if term.replaced_by:
            graph.add((concept, DCTERMS.isReplacedBy, concept_uri(term.vocabulary, term.replaced_by)))
    if term.parent and index.has(term.vocabulary, term.parent):
        broader = concept_uri(term.vocabulary, term.parent)
        graph.add((concept, SKOS.broader, broader))
        graph.add((broader, SKOS.narrower, concept))
    else:
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    if term.vocabulary == COUNTRY and term.parent:
        graph.add((concept, SKOS.broadMatch, concept_uri("region", term.parent)))


def _add_deprecated(graph: Graph, scheme: URIRef, vocabulary: str, former: str, successor: str) -> None:
    concept = concept_uri(vocabulary, former)
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, OWL.deprecated, Literal(True)))
    graph.add((concept, DCTERMS.isReplacedBy, concept_uri(vocabulary, successor)))


def written(index: VocabularyIndex, slug: str, form: str) -> str:
    """A vocabulary as text in ``turtle`` or ``json-ld``. Raises KeyError for an unknown vocabulary."""
    if slug not in index.vocabularies:
        raise KeyError(slug)
    return _written(index, slug, form)


# Writing the countries takes about a second; an index is one state of the vocabularies, so nothing here grows stale.
@lru_cache(maxsize=40)
def _written(index: VocabularyIndex, slug: str, form: str) -> str:
    graph = graph_of(index, index.vocabularies[slug])
    graph.bind("skos", SKOS)
    graph.bind("dct", DCTERMS)
    graph.bind("owl", OWL)
    if form == "turtle":
        return graph.serialize(format="turtle")
    context = {"skos": str(SKOS), "dct": str(DCTERMS), "owl": str(OWL)}
    return json.dumps(
        json.loads(graph.serialize(format="json-ld", context=context)), ensure_ascii=False, indent=1, sort_keys=True
    )
