"""The vocabularies' public pages and SKOS."""

import json

import pytest
from django.test import Client
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from taxonomy.changes import merge, rename, retire
from taxonomy.models import Term
from tests.catalogue.factories import make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
BASE = "http://testserver/vocabularies"
ALL = (
    "access country disclosure evidence exploitation infrastructure language organisation_type pillar region seeking "
    "status target_user technology tool_type victim_data"
)


def term(vocabulary: str, slug: str) -> Term:
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_list_names_every_vocabulary(client: Client) -> None:
    page = body(client, "/en/vocabularies/")
    for slug in ALL.split():
        assert f'href="/en/vocabularies/{slug}/"' in page


def test_a_vocabulary_shows_its_tree_with_definitions_and_numbers_of_tools(client: Client) -> None:
    make_tool("one", regions=["africa-eastern"], countries=["KE"])
    make_tool("two", name="Two", aka=[], url="", regions=["africa-eastern", "africa-western"], countries=["KE", "GH"])
    page = body(client, "/fr/vocabularies/region/")
    assert page.index("/fr/vocabularies/region/africa/") < page.index("/fr/vocabularies/region/africa-eastern/")
    assert "Afrique de l&#x27;Est" in page
    assert '<a class="term__tools small" href="/fr/tools/?region=africa">2 ' in page, "each tool counts once for Africa"
    assert 'lang="en"' in page, "definitions exist in English only, and say so"


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("country/ke", 1), ("language/ne", 1), ("status/active", 1), ("access/free", 1), ("victim_data/no", 1),
        ("organisation_type/ngo", 1), ("seeking/translations", 1), ("country/fr", 0), ("pillar/prevention", 1),
        ("infrastructure/device", 1), ("evidence/quantitative-claim", 1),
    ],
)  # fmt: skip
def test_every_facets_terms_count_their_tools(client: Client, path: str, number: int) -> None:
    make_tool(countries=["KE"], regions=["africa-eastern"])
    page = body(client, f"/en/vocabularies/{path}/")
    assert f"Show the {number} tool" in page
    vocabulary, _slash, slug = path.partition("/")
    assert f'href="/en/tools/?{vocabulary}={slug}"' in page


def test_a_term_shows_its_words_in_all_languages_and_no_rejected_ones(client: Client) -> None:
    page = body(client, "/en/vocabularies/exploitation/child-sexual-online/")
    for words in ("Kiswahili", "Deutsch", "中文", "العربية"):
        assert words in page
    assert "CSAM" in page
    assert "child pornography" not in page


def test_a_country_names_its_region(client: Client) -> None:
    page = body(client, "/en/vocabularies/country/mx/")
    assert "/en/vocabularies/region/americas-central/" in page
    assert "MEX" in page


def test_old_slugs_lead_on(client: Client) -> None:
    rename(term("technology", "games"), "serious-games")
    merge(term("technology", "blockchain"), term("technology", "database"))
    for old, new in (("games", "serious-games"), ("blockchain", "database")):
        response = client.get(f"/en/vocabularies/technology/{old}/")
        assert (response.status_code, response["Location"]) == (301, f"/en/vocabularies/technology/{new}/")
    assert "<code>games</code>" in body(client, "/en/vocabularies/technology/serious-games/")


def test_a_retired_term_says_what_replaced_it(client: Client) -> None:
    retire(term("technology", "games"), term("technology", "virtual-reality"))
    page = body(client, "/en/vocabularies/technology/games/")
    assert "no longer in use" in page
    assert "/en/vocabularies/technology/virtual-reality/" in page
    assert "No longer in use" in body(client, "/en/vocabularies/technology/")


@pytest.mark.parametrize(
    "path",
    ["nope/", "nope.ttl", "nope.jsonld", "region/nope/", "region/%3Cb%3E/", "region/" + "a" * 3000 + "/", "%00/"],
)
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(f"/en/vocabularies/{path}").status_code == 404


@pytest.mark.parametrize("slug", ALL.split())
def test_skos_is_valid(client: Client, slug: str) -> None:
    """What the SKOS reference asks: a scheme, one preferred label a language, labels of one kind only, no cycles."""
    response = client.get(f"/en/vocabularies/{slug}.ttl")
    assert response["Content-Type"] == "text/turtle; charset=utf-8"
    graph = Graph().parse(data=response.content, format="turtle")
    scheme = URIRef(f"{BASE}/{slug}/")
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    assert list(graph.objects(scheme, SKOS.hasTopConcept))
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 2
    for concept in concepts:
        assert (concept, SKOS.inScheme, scheme) in graph
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        languages = [label.language for label in preferred]  # type: ignore[attr-defined]
        assert "en" in languages
        assert len(languages) == len(set(languages))
        other, hidden = set(graph.objects(concept, SKOS.altLabel)), set(graph.objects(concept, SKOS.hiddenLabel))
        assert not set(preferred) & other
        assert not set(preferred) & hidden
        assert not other & hidden
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert concept not in {higher for known in above for higher in graph.objects(known, SKOS.broader)}
        for broader in graph.objects(concept, SKOS.broader):
            assert broader in concepts
            assert (broader, SKOS.narrower, concept) in graph


def test_skos_says_which_words_are_hidden_and_which_concepts_are_gone(client: Client) -> None:
    rename(term("exploitation", "sexual"), "sexual-exploitation")
    retire(term("exploitation", "forced-begging"), term("exploitation", "forced-criminality"))
    graph = Graph().parse(data=client.get("/en/vocabularies/exploitation.ttl").content, format="turtle")
    child = URIRef(f"{BASE}/exploitation/child-sexual-online/")
    assert (child, SKOS.hiddenLabel, Literal("child pornography", lang="en")) in graph
    for old, new in (("sexual", "sexual-exploitation"), ("forced-begging", "forced-criminality")):
        concept = URIRef(f"{BASE}/exploitation/{old}/")
        assert (concept, OWL.deprecated, Literal(True)) in graph
        assert (concept, DCTERMS.isReplacedBy, URIRef(f"{BASE}/exploitation/{new}/")) in graph


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_both_formats_say_the_same(client: Client) -> None:
    turtle = Graph().parse(data=client.get("/en/vocabularies/pillar.ttl").content, format="turtle")
    response = client.get("/en/vocabularies/pillar.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    assert isinstance(json.loads(response.content)["@context"], dict), "a context on the network would need the network"
    assert set(Graph().parse(data=response.content, format="json-ld")) == set(turtle)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("image/png", "text/html; charset=utf-8"),
        ("text/turtle;q=0.5, text/html", "text/html; charset=utf-8"),
    ],
)
def test_a_program_gets_what_it_asks_for(client: Client, accept: str, expected: str) -> None:
    response = client.get("/en/vocabularies/pillar/", headers={"accept": accept})
    assert response["Content-Type"] == expected
    assert "Accept" in response["Vary"]


def test_a_concepts_address_leads_a_program_to_its_description(client: Client) -> None:
    response = client.get("/en/vocabularies/pillar/prevention/", headers={"accept": "text/turtle"})
    assert (response.status_code, response["Location"]) == (303, "/en/vocabularies/pillar.ttl")
    assert "Accept" in response["Vary"]
    assert client.get("/en/vocabularies/nope/x/", headers={"accept": "text/turtle"}).status_code == 404


def test_an_unchanged_vocabulary_is_not_sent_again(client: Client) -> None:
    etag = client.get("/en/vocabularies/pillar.ttl")["ETag"]
    assert client.get("/en/vocabularies/pillar.ttl", headers={"if-none-match": etag}).status_code == 304
    rename(term("pillar", "prevention"), "preventing")
    assert client.get("/en/vocabularies/pillar.ttl", headers={"if-none-match": etag}).status_code == 200


def test_addresses_without_a_language_lead_to_one(client: Client) -> None:
    response = client.get("/vocabularies/pillar.ttl", headers={"accept-language": "fr"})
    assert (response.status_code, response["Location"]) == (302, "/fr/vocabularies/pillar.ttl")
