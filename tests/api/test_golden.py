"""A failure here means that the API's answers changed their shape and other people's programs would break."""

import pytest
from django.test import Client

from tests.golden.shapes import assert_golden, shape_of

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "tools": "tools?q=a&region=africa&per_page=100",
    "tool": "tools/cpims",
    "tool-with-claims": "tools/traffik-analysis-hub",
    "facets": "facets",
    "suggest": "suggest?q=pr",
    "vocabularies": "vocabularies",
    "vocabulary": "vocabularies/region",
    "organisations": "organisations",
    "organisation": "organisations/polaris",
    "gaps": "gaps?rows=tool_type&columns=region",
    "refused": "tools?region=nowhere",
    "missing": "tools/cpimsx",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_answers_keep_their_shape(memory_engine, name):
    content = Client().get(f"/api/v1/{ADDRESSES[name]}").json()
    if name == "vocabulary":  # languages come and go with the vocabularies
        content["terms"] = [{**term, "labels": {}, "synonyms": {}} for term in content["terms"]]
    if name.startswith("tool") and name != "tools":
        content |= {"taglines": {"en": content["taglines"]["en"]}}
    if name == "gaps":
        content["needs"] = []
        for side in ("row_totals", "column_totals"):
            content[side] = {"slug": next(iter(content[side].values()))}
    assert_golden(f"api/{name}.json", shape_of(content))


def test_overlaps_keep_their_shape(registry):
    idea = {"idea": "A hotline app with which migrant domestic workers in Lebanon report abuse"}
    answer = Client().post("/api/v1/overlap", idea, content_type="application/json")
    content = answer.json()
    content["reading"] = {"key": [entry for entries in content["reading"].values() for entry in entries]}
    content["overlaps"] = [{"ended_because": None, **entry} for entry in content["overlaps"]]
    assert_golden("api/overlap.json", shape_of(content))


def test_the_description_keeps_its_addresses_and_parameters():
    schema = Client().get("/api/v1/openapi.json").json()
    found = {
        f"{method.upper()} {address}": sorted(parameter["name"] for parameter in operation.get("parameters", ()))
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert_golden("api/openapi.json", found)
