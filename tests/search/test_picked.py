"""Comparison, shortlist, five questions: everything lives in the address."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.models import FormerSlug, Tool
from search.results.questions import QUESTIONS

pytestmark = pytest.mark.django_db


def page_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def test_tools_stand_side_by_side_with_differences_marked_and_unknowns_honest(registry):
    html = page_of("/en/compare/?tool=cpims&tool=polaris-scope")
    assert html.count('scope="col"') == 2
    assert 'class="is-different"' in html
    assert "not known" in html
    only = page_of("/en/compare/?tool=cpims&tool=polaris-scope&only=differences")
    assert only.count("<tr>") < html.count("<tr>")
    assert 'class="is-different"' not in only


def test_four_are_compared_at_most_and_the_page_says_so(registry):
    slugs = list(Tool.objects.public().values_list("slug", flat=True)[:6])
    html = page_of("/en/compare/?" + "&".join(f"tool={slug}" for slug in slugs))
    assert html.count('scope="col"') == 4
    assert "Only the first 4 of 6 tools are shown." in html


def test_a_shortlist_is_its_address(registry):
    FormerSlug.objects.create(slug="primero-old", tool=Tool.objects.get(slug="primero"))
    html = page_of("/en/shortlist/?tool=cpims&tool=primero-old&tool=cpims&tool=nothing-like-it")
    assert html.count('class="result"') == 2
    assert "1 tool of this address is not in the catalogue" in html
    assert "/en/shortlist/?n=2&tool=cpims&tool=primero&format=xlsx" in html
    assert 'href="/en/shortlist/?tool=primero"' in html


def test_a_withdrawn_tool_leaves_lists_that_name_it(registry):
    Tool.objects.filter(slug="cpims").update(withdrawn_at=timezone.now())
    assert "CPIMS" not in page_of("/en/shortlist/?tool=cpims")
    assert "Nothing to compare yet" in page_of("/en/compare/?tool=cpims")


@pytest.mark.parametrize(
    "query",
    ["", "tool=", "tool=%00", "tool=%ff", "tool=%3Cscript%3E", "tool=" + "x" * 5000, "format=pdf", "tool=a&" * 500],
)
@pytest.mark.parametrize(
    ("page", "title", "says"),
    [
        ("compare", "Compare tools", "Nothing to compare yet"),
        ("shortlist", "Shortlist", "This list is empty"),
    ],
)
def test_strange_addresses_give_a_normal_page(registry, page, title, says, query):
    response = Client().get(f"/en/{page}/?{query}")
    raw = response.content.decode()
    html = unescape(raw)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [title]
    assert says in html
    assert html.count('class="result"') == html.count('scope="col"') == 0
    assert re.search(r"<script(?! src=)", raw) is None, "no code of the address runs"
    assert "x" * 100 not in raw


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "html-offline"])
def test_a_shortlist_is_taken_along(registry, form):
    response = Client().get(f"/en/shortlist/?tool=cpims&tool=primero&format={form}")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if form == "xlsx":
        assert content.startswith(b"PK")
    else:
        assert b"Primero" in content


def test_queries_do_not_grow_with_the_list(registry, django_assert_max_num_queries):
    slugs = list(Tool.objects.public().values_list("slug", flat=True)[:60])
    Client().get("/en/shortlist/")
    with django_assert_max_num_queries(25):
        page_of("/en/shortlist/?" + "&".join(f"tool={slug}" for slug in slugs))


def form_of(html: str) -> list[tuple[str, str]]:
    form = re.search(r'<form class="asking".*?</form>', html, re.S).group()
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)


def test_five_questions_lead_to_tools_and_every_answer_can_be_changed(memory_engine):
    answers = [
        [("target_user", "civil-society")],
        [("tool_type", "victim-case-management-support"), ("tool_type", "data-trends-mapping")],
        [],
        [("have", "smartphone"), ("have", "mobile-data")],
        [("have", "trained-user")],
    ]
    carried = [("step", "1")]
    for number, chosen in enumerate(answers, start=1):
        html = page_of("/en/find/?" + "&".join(f"{key}={value}" for key, value in carried))
        assert f"Question {number} of {len(QUESTIONS)}" in html
        carried = form_of(html) + chosen
    assert ("step", "result") in carried
    html = page_of("/en/find/?" + "&".join(f"{key}={value}" for key, value in carried))
    assert "needing no more than" in html
    assert "skipped" in html
    full = next(found for found in re.findall(r'href="(/en/tools/\?[^"]+)"', html) if "format" not in found)
    assert sorted(parse_qsl(urlsplit(full).query)) == sorted(pair for chosen in answers for pair in chosen)
    for number in range(1, 6):
        assert f"/en/find/?step={number}&" in html


def test_skipping_a_question_drops_only_its_own_answer(memory_engine):
    html = page_of("/en/find/?step=4&have=smartphone&have=trained-user&region=africa")
    skip = re.search(r'href="([^"]+find[^"]+)">Skip', html).group(1)
    assert sorted(parse_qsl(urlsplit(skip).query)) == [("have", "trained-user"), ("region", "africa"), ("step", "5")]
    assert ("have", "trained-user") in form_of(html)
    assert ("have", "smartphone") not in form_of(html)


def test_skipping_everything_gives_the_whole_catalogue(memory_engine):
    assert "these are all 385 tools" in page_of("/en/find/?step=result")


@pytest.mark.parametrize(
    "query", ["step=9", "step=%00", "step=-1", "step=result&region=nowhere", "target_user=%3Cb%3E"]
)
def test_strange_steps_give_a_normal_page(memory_engine, query):
    assert "<h1>" in page_of(f"/en/find/?{query}")
