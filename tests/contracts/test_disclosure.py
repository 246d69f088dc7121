"""What isn't public leaves through no public address, format, search, suggestion, feed or log.

A canary is planted in every field and place that isn't public; then everything public is read as a stranger, with and
without searching for the canary itself. Readers of a level see theirs and no more. What was public once and was taken
out since is walked by ``test_taken_out``.
"""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP, REGISTERED_GROUP, VETTED_GROUP, Level, level_of
from catalogue.models import LinkCheck, Proposal, ProposalKind, Tool
from catalogue.public_fields import EXPOSURES, Exposure
from search import indexing
from tests.catalogue.factories import make_tool
from tests.contracts.crawler import body_of, walk

pytestmark = [pytest.mark.django_db]
# Made-up words, so that no honest text holds them. One for each place, to tell which one leaks.
RESTRICTED, REGISTERED, NOTES = "kestrelquartzone", "kestrelquartztwo", "kestrelquartzthree"
DRAFT, UNPUBLISHED, WITHDRAWN, PROPOSED, CHECKED = (
    "kestrelquartzfour",
    "kestrelquartzfive",
    "kestrelquartzsix",
    "kestrelquartzseven",
    "kestrelquartzeight",
)
ALL = (RESTRICTED, REGISTERED, NOTES, DRAFT, UNPUBLISHED, WITHDRAWN, PROPOSED, CHECKED)
STEM = "kestrelquartz"
FORMATS = ("html", "json", "csv", "xlsx", "atom", "html-offline", "jsonld", "bibtex", "csl", "svg", "png")


@pytest.fixture
def planted(vocabularies, own_engine):
    """Public records that carry canaries where the public may not look, and records that aren't public at all."""
    vetted = make_tool("vetted-tool", name="Vetted tool", disclosure="vetted", restricted_detail=f"How: {RESTRICTED}")
    registered = make_tool("registered-tool", name="Registered tool", disclosure="registered")
    Tool.objects.filter(pk=registered.pk).update(restricted_detail=f"How: {REGISTERED}")
    open_tool = make_tool("open-tool", name="Open tool")
    for tool in (vetted, registered, open_tool):
        Tool.objects.filter(pk=tool.pk).update(curator_notes=f"Between us: {NOTES}")
    # Published, with a newer draft that nobody has published.
    open_tool.refresh_from_db()
    for name in ("name", "summary", "status_note", "notes", "ended_because", "personal_data", "known_risks"):
        setattr(open_tool, name, f"{DRAFT} {getattr(open_tool, name)}")
    open_tool.save_revision()
    everywhere = {
        "name": f"Tool {UNPUBLISHED}",
        "aka": [UNPUBLISHED],
        "organisation": f"Organisation {UNPUBLISHED}",
        "summary": f"Text {UNPUBLISHED} that nobody outside has seen.",
        "sources": [{"title": UNPUBLISHED, "url": f"https://example.org/{UNPUBLISHED}", "seen": True}],
        "taglines": {"en": f"Line {UNPUBLISHED}"},
    }
    draft = make_tool("draft-tool", **everywhere)
    draft.unpublish()
    gone = make_tool(
        "gone-tool",
        **{name: _replaced(value, UNPUBLISHED, WITHDRAWN) for name, value in everywhere.items()},
    )
    Tool.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now(), withdrawn_because="At its owner's wish.")
    Proposal.objects.create(
        kind=ProposalKind.values[0],
        name=f"Idea {PROPOSED}",
        values={"summary": PROPOSED},
        comment=PROPOSED,
        sender_email=f"{PROPOSED}@example.org",
    )
    LinkCheck.objects.create(url="https://example.org/safe-path", checked_at=timezone.now(), problem=CHECKED)
    indexing.rebuild()


def _replaced(value, old: str, new: str):
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, old, new) for key, item in value.items()}
    return value


def leaks(pages: dict[str, str]) -> list[str]:
    return [f"{address}: {canary}" for address, text in pages.items() for canary in ALL if canary in text.lower()]


SEEDS = [
    "/", "/en/", "/fr/", "/sitemap.xml", "/robots.txt", "/opensearch.xml", "/health/", "/feed/", "/en/feed/",
    "/en/tools/", "/en/find/", "/en/find/?step=result",
    "/en/compare/?tool=vetted-tool&tool=open-tool&tool=gone-tool&tool=draft-tool",
    "/en/shortlist/?tool=vetted-tool&tool=draft-tool&tool=gone-tool", "/en/gaps/", "/en/plan/", "/en/suggest/",
    "/en/organisations/", "/en/vocabularies/", "/en/tools/draft-tool/", "/en/tools/gone-tool/", "/en/tools/vetted-too/",
    "/api/v1/tools", "/api/v1/facets", "/api/v1/vocabularies", "/api/v1/organisations", "/api/v1/gaps",
    "/api/v1/openapi.json",
    "/api/v1/docs", "/api/v1/tools.jsonl", "/api/v1/tools.csv", "/api/v1/tools/vetted-tool", "/api/v1/tools/draft-tool",
    "/api/v1/tools/gone-tool", "/api/v1/tools/open-tool",
    *(f"/en/tools/?format={form}" for form in FORMATS),
    *(f"/en/tools/{slug}/?format={form}" for slug in ("vetted-tool", "open-tool") for form in FORMATS),
    *(f"/en/shortlist/?tool=vetted-tool&format={form}" for form in FORMATS),
    *(f"/en/gaps/?format={form}" for form in FORMATS),
]  # fmt: skip


def test_a_stranger_finds_no_canary_anywhere(planted, caplog):
    caplog.set_level(logging.DEBUG)
    found = walk(Client(), SEEDS)
    assert leaks(found.pages) == []
    assert not any(canary in caplog.text.lower() for canary in ALL)
    assert found.statuses[500] == 0
    # The walk really went everywhere.
    assert len(found.pages) > 150
    assert {"/en/tools/vetted-tool/", "/fr/tools/vetted-tool/", "/en/organisations/example-union/"} <= found.paths()
    assert "Vetted tool" in found.pages["/api/v1/tools.jsonl"]


@pytest.mark.parametrize("canary", ALL)
def test_nobody_can_search_for_what_is_not_public(planted, canary):
    """Asking for a canary changes nothing: the answers are those for a word that is nowhere."""
    client, nowhere = Client(), "kestrelquartznil"
    for address in (
        "/en/tools/?q={}",
        "/en/tools/?q=%22{}%22&format=json",
        "/en/tools/?q={}&format=csv",
        "/en/tools/?q={}&format=atom",
        "/api/v1/tools?q={}",
        "/api/v1/suggest?q={}",
        "/api/v1/organisations?q={}",
    ):
        asked = body_of(client.get(address.format(canary))).lower()
        control = body_of(client.get(address.format(nowhere))).lower()
        assert asked.count(canary) == control.count(nowhere), address


@pytest.mark.parametrize("typed", [STEM, STEM[:-1], f"tool {STEM}", f"organisation {STEM}", f"{STEM}on", f"{STEM}fiv"])
def test_no_suggestion_or_correction_completes_a_canary(planted, typed):
    client = Client()
    for address in ("/api/v1/suggest", "/en/tools/", "/api/v1/tools", "/api/v1/organisations"):
        assert leaks({address: body_of(client.get(address, {"q": typed}))}) == []


def test_counts_of_filters_tell_nothing_of_hidden_records(planted):
    answer = Client().get("/api/v1/facets").json()
    assert answer["total"] == 3
    counts = [value["count"] for facet in answer["facets"] for value in facet["values"]]
    assert max(counts) == 3


@pytest.fixture
def reader(db):
    def make(group: str | None) -> Client:
        user = get_user_model().objects.create_user(username=f"reader-{group}", password="secret")
        if group:
            user.groups.add(Group.objects.get_or_create(name=group)[0])
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.mark.parametrize(
    ("group", "level", "reads"),
    [
        (None, Level.PUBLIC, ()),
        (REGISTERED_GROUP, Level.REGISTERED, (REGISTERED,)),
        (VETTED_GROUP, Level.VETTED, (REGISTERED, RESTRICTED)),
        (CURATORS_GROUP, Level.CURATOR, (REGISTERED, RESTRICTED)),
        (EDITORS_GROUP, Level.CURATOR, (REGISTERED, RESTRICTED)),
    ],
)
def test_a_reader_sees_the_restricted_detail_of_her_level_only_on_the_record(planted, reader, group, level, reads):
    client = reader(group)
    user = get_user_model().objects.get(username=f"reader-{group}")
    assert level_of(user) == level
    pages = {slug: body_of(client.get(f"/en/tools/{slug}/")).lower() for slug in ("vetted-tool", "registered-tool")}
    seen = {canary for canary in ALL if any(canary in text for text in pages.values())}
    assert seen == set(reads)
    # Lists, files and the API are the same for everybody.
    others = {address: body_of(client.get(address)) for address in SEEDS if "tool/" not in address}
    assert (
        leaks({address: text for address, text in others.items() if not address.startswith("/en/tools/vetted")}) == []
    )


def test_what_a_reader_of_a_level_sees_is_kept_by_no_shared_cache(planted, reader):
    response = reader(VETTED_GROUP).get("/en/tools/vetted-tool/")
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_every_field_that_is_not_public_has_a_canary():
    """A new field that isn't public must be planted above, too."""
    hidden = {
        name
        for name, exposure in EXPOSURES["catalogue.Tool"].items()
        if exposure in (Exposure.RESTRICTED, Exposure.CURATOR)
    }
    assert hidden == {"restricted_detail", "curator_notes", "last_verified_by"}
