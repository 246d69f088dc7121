"""The record page: the answers in their order, what is marked, what is withheld, and where dead addresses lead."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from catalogue.disclosure import VETTED_GROUP
from catalogue.models import FormerSlug, Tool
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db

SECRET = "kingfisher-canary"


@pytest.fixture(autouse=True)
def _words(vocabularies):
    return


def page(client, slug="safe-path", language="en", **query):
    response = client.get(f"/{language}/tools/{slug}/", query)
    return response, response.content.decode()


def test_the_answers_come_in_the_order_of_the_questions(client):
    make_tool()
    _response, html = page(client)
    marks = [html.index(f'id="{name}"') for name in ("what", "use", "safety", "effect", "people", "origin")]
    assert marks == sorted(marks)
    for word in (
        "Safe Path",
        "Safepath",
        "Works on a slow connection",
        "Nepali",
        "Free of charge",
        "Example Union",
        "2014",
    ):
        assert word in html


def test_a_record_that_may_not_exist_says_so_before_its_name(client):
    make_tool(confidence="low")
    _response, html = page(client)
    main = html[html.index("<main") :]
    assert main.index("This initiative may not exist") < main.index("<h1")


def test_a_sure_record_has_no_such_notice(client):
    make_tool()
    assert "may not exist" not in page(client)[1]


def test_an_unconfirmed_claim_and_one_without_source_are_marked_beside_it(client):
    make_tool(impact_claims=[{"claim": "Saved forty lives", "year": None, "method": "qualitative", "source_url": None}])
    _response, html = page(client)
    claim = html[html.index("Saved forty lives") :][:900]
    assert "no source given" in claim
    assert "nobody has confirmed it" in claim


def test_a_record_without_sources_says_that_it_rests_on_recall(client):
    make_tool(sources=[])
    assert "This record has no source" in page(client)[1]


def test_a_translated_sentence_is_marked_as_not_reviewed_and_english_text_as_english(client):
    make_tool()
    _response, html = page(client, language="fr")
    assert "Conseils sur les contrats." in html
    assert 'class="mark-note"' in html[html.rindex("Conseils sur les contrats.") :][:200]
    assert re.search(r'<p lang="en" dir="auto">Explains contracts', html)


def test_a_visitor_learns_that_detail_is_withheld_and_never_what(client):
    make_tool(disclosure="vetted", restricted_detail=SECRET)
    for wanted in ("", "jsonld", "bibtex", "csl"):
        assert SECRET not in page(client, format=wanted)[1]
    assert "withheld" in page(client)[1]


def test_a_vetted_reader_reads_it(client):
    make_tool(disclosure="vetted", restricted_detail=SECRET)
    reader = get_user_model().objects.create_user("reader", password="x")
    reader.groups.add(Group.objects.get_or_create(name=VETTED_GROUP)[0])
    client.force_login(reader)
    response, html = page(client)
    assert SECRET in html
    assert "no-store" in response["Cache-Control"]


def test_a_former_address_leads_on_for_good_and_keeps_its_query(client):
    FormerSlug.objects.create(slug="old-path", tool=make_tool())
    response, _html = page(client, slug="old-path", format="jsonld")
    assert response.status_code == 301
    assert response["Location"] == "/en/tools/safe-path/?format=jsonld"


def test_an_address_in_capitals_leads_to_the_record(client):
    make_tool()
    response, _html = page(client, slug="Safe-Path")
    assert response.status_code == 301
    assert response["Location"] == "/en/tools/safe-path/"


def test_a_dead_address_offers_what_was_probably_meant(client):
    make_tool()
    response, html = page(client, slug="safe-paths")
    assert response.status_code == 404
    assert "/en/tools/safe-path/" in html
    assert "noindex" in html


def test_a_draft_is_as_good_as_absent(client):
    tool = make_tool()
    Tool.objects.filter(pk=tool.pk).update(live=False)
    response, html = page(client)
    assert response.status_code == 404
    assert "Explains contracts" not in html


def test_a_withdrawn_record_gives_the_reason_and_nothing_else(client):
    tool = make_tool()
    Tool.objects.filter(pk=tool.pk).update(withdrawn_at=timezone.now(), withdrawn_because="Asked for by its makers.")
    response, html = page(client)
    assert response.status_code == 410
    assert "Asked for by its makers." in html
    assert "Explains contracts" not in html


def test_markup_in_a_record_stays_text_in_the_page_and_in_its_linked_data(client):
    make_tool(name="</script><script>alert(1)</script>", summary="<b>bold</b> & co.")
    _response, html = page(client)
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert json.loads(block[1])["name"] == "</script><script>alert(1)</script>"


def test_similar_records_say_what_they_share(client):
    make_tool()
    make_tool("contract-line", name="Contract Line", technologies=["sms-voice"])
    make_tool(
        "satellites",
        name="Satellites",
        tool_types=["data-trends-mapping"],
        target_users=["researchers"],
        technologies=["satellite-imagery"],
        exploitation=["forced-begging"],
        regions=["oceania"],
        countries=[],
    )
    _response, html = page(client)
    similar = html[html.index('id="similar"') :]
    assert "Contract Line" in similar
    assert "Safe migration and fair recruitment" in similar
    assert "Satellites" not in similar


def test_the_citation_names_the_record_and_its_permanent_address(client):
    make_tool()
    assert "http://testserver/tools/safe-path/" in page(client)[1]
    response, bibtex = page(client, format="bibtex")
    assert response["Content-Type"].startswith("application/x-bibtex")
    assert bibtex.startswith("@misc{safe-path,")
    _response, csl = page(client, format="csl")
    assert json.loads(csl)[0]["URL"] == "http://testserver/tools/safe-path/"


@pytest.mark.parametrize("query", ["format=%00", "format=%ff", "format=nonsense", "x=" + "a" * 5000, "q=<script>"])
def test_bad_parameters_leave_a_normal_page(client, query):
    make_tool()
    response = client.get(f"/en/tools/safe-path/?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("slug", ["a%00b", "%ff%fe", "a" * 5000, "x%27%20or%201=1", "%F0%9F%90%A6"])
def test_bad_addresses_lead_nowhere_politely(client, slug):
    assert client.get(f"/en/tools/{slug}/").status_code == 404
