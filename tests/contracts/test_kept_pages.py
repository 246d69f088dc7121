"""A page that is kept is the page that was made: for whom it may be, as long as it is true, without a reader's words.

What is kept of the gaps besides is tested in ``tests.gaps.test_caching``, with two processes in
``tests.gaps.test_two_processes``, and that nothing taken out is told in ``test_taken_out``.
"""

import gzip
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from catalogue.models import Organisation, Tool
from catalogue.pages.default_pages import ensure_pages
from catalogue.pages.models import ContentPage
from catalogue.publishing import mark_verified, restore, withdraw
from catalogue.removal.remove import remove
from catalogue.signals import records_withdrawn
from gaps import live_data
from search import indexing
from search.results import page as results_page
from taxonomy.models import TermText
from tests.catalogue.factories import make_tool
from website import kept_pages as middleware
from website.page_store import PageStore, SentPage

pytestmark = [pytest.mark.django_db]
KEPT = [
    "/en/", "/ar/", "/en/about/", "/en/tools/", "/en/tools/?country=bt", "/en/tools/?q=&country=bt&sort=relevance",
    "/en/tools/?format=json", "/en/tools/?country=bt&format=atom", "/en/tools/kept-tool/",
    "/en/tools/kept-tool/?format=bibtex", "/en/find/", "/en/feed/", "/en/organisations/", "/en/organisations/?page=1",
    "/en/organisations/lantern-union/", "/en/vocabularies/", "/en/vocabularies/tool_type/",
    "/en/vocabularies/tool_type.ttl", "/en/vocabularies/access/free/", "/en/guides/", "/en/gaps/", "/en/gaps/method/",
    "/en/gaps/?rows=tool_type&columns=region&global=own&date=&country=", "/sitemap.xml", "/sitemap-tools.xml",
    "/api/v1/tools", "/api/v1/tools?country=bt&lang=fr", "/api/v1/tools/kept-tool", "/api/v1/facets",
    "/api/v1/vocabularies", "/api/v1/vocabularies/access", "/api/v1/organisations",
    "/api/v1/organisations/lantern-union", "/api/v1/gaps", "/api/v1/docs",
]  # fmt: skip
CANARY = "kestrelquartz"
NEVER = [
    "/en/tools/?q={}", "/en/tools/?q={}&format=json", "/en/tools/?q={}&format=atom", "/en/tools/?country={}",
    "/en/tools/?country=bt&country={}", "/en/tools/?lang={}", "/en/tools/?{}=1", "/en/tools/?{}", "/en/tools/?{}=",
    "/en/tools/?sort={}", "/en/tools/?page={}", "/en/tools/?format={}", "/en/tools/?country=bt&{}=1",
    "/en/?q={}", "/en/?{}=1", "/en/about/?{}=1", "/en/tools/kept-tool/?{}=1", "/en/tools/kept-tool/?format={}",
    "/en/tools/kept-tool/?format=bibtex&{}=1", "/en/find/?q={}", "/en/find/?step={}", "/en/feed/?{}=1",
    "/en/organisations/?q={}", "/en/organisations/?type={}", "/en/organisations/?page={}", "/en/vocabularies/?{}",
    "/en/gaps/?rows={}", "/en/gaps/?rows={}&rows=region", "/en/gaps/?date={}", "/en/gaps/?q={}", "/en/gaps/?{}=1",
    "/en/gaps/maps/demand/?{}", "/en/compare/?tool={}", "/en/shortlist/?tool={}", "/en/plan/?idea={}",
    "/en/suggest/?name={}", "/en/tools/kept-tool/correct/?{}", "/en/tools/{}/", "/sitemap.xml?{}",
    "/api/v1/tools?q={}", "/api/v1/facets?q={}", "/api/v1/suggest?q={}", "/api/v1/organisations?q={}",
    "/api/v1/tools/kept-tool?{}", "/api/v1/vocabularies?lang={}", "/api/v1/docs?{}",
]  # fmt: skip
# Without a word of anybody's, and all the same not kept: what a reader has or chose one by one, other spellings.
NOT_KEPT = [
    "/en/tools/?have=works-offline", "/en/tools/?country=bt&country=bt", "/en/tools/?country=b%74", "/en/tools/?&",
    "/en/tools/?page=999", "/en/compare/?tool=kept-tool", "/en/shortlist/?tool=kept-tool", "/en/find/?step=result",
    "/en/suggest/", "/en/tools/kept-tool/correct/", "/en/plan/", "/en/account/sign-in/", "/en/tools/nowhere/",
]  # fmt: skip


@pytest.fixture
def registry_of_two(vocabularies: None, own_engine: None, kept_pages: PageStore) -> Iterator[PageStore]:
    live_data.forget()
    make_tool(
        "kept-tool", name="Lantern one", organisation="Lantern union", countries=["BT"], summary="Counts lanterns."
    )
    make_tool("other-tool", name="Other tool")
    ensure_pages()
    indexing.rebuild()
    live_data.note_change()
    yield kept_pages
    live_data.forget()


def files_of(store: PageStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def texts_of(store: PageStore) -> str:
    """All that lies in the store, names and unpacked bodies."""
    texts = []
    for path in files_of(store):
        head, _, body = path.read_bytes().partition(b"\n")
        if b'"br"' in head:
            body = brotli.decompress(body)
        elif b'"gzip"' in head:
            body = gzip.decompress(body)
        texts.append(f"{path.name} {head.decode()} {body.decode()}")
    return "\n".join(texts)


def test_a_kept_answer_is_the_one_that_was_made(registry_of_two):
    client = Client()
    for address in KEPT:
        for coding in ("br", "gzip", ""):
            made = client.get(address, headers={"Accept-Encoding": coding})
            assert made.status_code == 200, address
            assert len(files_of(registry_of_two)) == 1, f"{address} is kept"
            for path in files_of(registry_of_two):
                path.write_bytes(path.read_bytes().replace(b'"Content-Type"', b'"X-Kept": "yes", "Content-Type"'))
            again = client.get(address, headers={"Accept-Encoding": coding})
            asked = client.head(address, headers={"Accept-Encoding": coding})
            for answer, content in ((again, made.content), (asked, b"")):
                assert answer["X-Kept"] == "yes", address
                del answer["X-Kept"]
                assert (answer.status_code, answer.content) == (200, content), address
                assert dict(answer.items()) == dict(made.items()), address
            registry_of_two.sweep()


def test_no_word_of_a_reader_and_no_invented_parameter_is_kept(registry_of_two):
    client = Client()
    for address in NEVER:
        client.get(address.format(CANARY))
        assert files_of(registry_of_two) == [], address
    for address in NOT_KEPT:
        client.get(address)
        assert files_of(registry_of_two) == [], address
    for address in KEPT:
        client.get(address, headers={"User-Agent": CANARY, "Referer": f"https://{CANARY}.example/"})
    assert len(files_of(registry_of_two)) == len(KEPT)
    assert CANARY not in texts_of(registry_of_two)


def test_who_has_a_session_or_a_message_gets_a_page_of_their_own(registry_of_two, admin_client):
    client = Client()
    public = {address: client.get(address).content for address in KEPT}
    before = len(files_of(registry_of_two))
    assert "/account/sign-out/" in admin_client.get("/en/tools/").content.decode()
    client.cookies["messages"] = "something"
    client.get("/fr/tools/")
    client.cookies["sessionid"] = "of-nobody"
    client.get("/fr/")
    assert len(files_of(registry_of_two)) == before
    assert public["/en/tools/"] == Client().get("/en/tools/").content


def test_what_a_page_depends_on_is_kept_apart(registry_of_two):
    ways = [
        {}, {"Accept-Language": "fr"}, {"Accept-Language": "de"}, {"Accept-Language": "ar"},
        {"Cookie": "quiet_title=1"}, {"Cookie": "quiet_title=2"},
        {"Accept": "text/turtle"}, {"Accept": "text/html,*/*;q=0.8"}, {"Accept": "application/*"},
    ]  # fmt: skip
    for address in ("/en/tools/kept-tool/", "/api/v1/vocabularies", "/en/vocabularies/access/", "/sitemap.xml"):
        first = [Client().get(address, headers=way).content for way in ways]
        assert first == [Client().get(address, headers=way).content for way in ways]
        registry_of_two.sweep()
        for way, content in zip(ways, first, strict=True):
            assert Client().get(address, headers=way).content == content, (address, way)
            registry_of_two.sweep()


def test_another_release_answers_with_pages_of_its_own(registry_of_two, settings: Settings):
    for release in ("one", "two"):
        settings.KEPT_PAGES_RELEASE = release
        Client().get("/en/guides/")
    assert len(files_of(registry_of_two)) == 2


@pytest.mark.parametrize("address", ["/api/v1/tools", "/api/v1/tools/kept-tool", "/en/vocabularies/access.ttl"])
def test_who_has_it_already_gets_an_empty_304(registry_of_two, address):
    etag = Client().get(address)["ETag"]
    registry_of_two.sweep()
    made, kept = (Client().get(address, headers={"If-None-Match": etag}) for _ in range(2))
    assert len(files_of(registry_of_two)) == 1, "the whole answer was made, and kept"
    for answer in (made, kept, Client().head(address, headers={"If-None-Match": etag})):
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert dict(made.items()) == dict(kept.items())
    assert Client().get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/tools/kept-tool", "/sitemap-tools.xml"])
def test_who_has_it_since_it_changed_gets_an_empty_304(registry_of_two, address):
    since = Client().get(address)["Last-Modified"]
    assert Client().get(address, headers={"If-Modified-Since": since}).status_code == 304
    assert Client().get(address, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200


CHANGES = {
    "published": lambda tool, user: (setattr(tool, "name", "Lantern two"), tool.save_revision().publish()),
    "withdrawn": lambda tool, user: withdraw(tool, "At its owner's wish."),
    "removed": lambda tool, user: remove(tool, "safety"),
    "unpublished": lambda tool, user: tool.unpublish(),
    "deleted": lambda tool, user: tool.delete(),
    "verified": lambda tool, user: mark_verified(tool, user),
}
TELLING = [
    "/en/", "/en/tools/", "/en/tools/?country=bt", "/en/tools/?format=json", "/en/tools/kept-tool/", "/en/feed/",
    "/en/organisations/lantern-union/", "/api/v1/tools", "/api/v1/tools/kept-tool", "/sitemap-tools.xml",
]  # fmt: skip


@pytest.mark.parametrize("is_other_process", [False, True])
@pytest.mark.parametrize("how", CHANGES)
def test_a_change_is_told_at_once(
    registry_of_two,
    how,
    is_other_process,
    admin_user,
    django_capture_on_commit_callbacks,
):
    """Another process has the same database and the same folder, and hears no signal of this one."""
    told = {address: Client().get(address).content for address in TELLING}
    if is_other_process:
        records_withdrawn.disconnect(dispatch_uid="website.kept_pages")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            CHANGES[how](Tool.objects.get(slug="kept-tool"), admin_user)
    finally:
        records_withdrawn.connect(middleware.forget_pages, dispatch_uid="website.kept_pages")
    kept = {address: Client().get(address) for address in TELLING}
    registry_of_two.sweep()
    for address, answer in kept.items():
        made = Client().get(address)
        assert (answer.status_code, _timeless(answer.content)) == (made.status_code, _timeless(made.content)), address
    assert kept["/en/tools/kept-tool/"].content != told["/en/tools/kept-tool/"]
    if how not in ("published", "verified"):
        assert kept["/en/tools/kept-tool/"].status_code != 200
        assert not any(b"Lantern" in answer.content for answer in kept.values() if answer.status_code == 200)


def _timeless(content: bytes) -> bytes:
    return content.partition(b'"took_ms"')[0]


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_nothing_of_a_record_that_was_taken_out_lies_on_the_disk(
    registry_of_two, how, django_capture_on_commit_callbacks
):
    for address in KEPT:
        Client().get(address)
    assert "Lantern" in texts_of(registry_of_two)
    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[how](Tool.objects.get(slug="kept-tool"), None)
    assert files_of(registry_of_two) == []
    for address in KEPT:
        Client().get(address)
    assert "Lantern" not in texts_of(registry_of_two)


def _rename_a_term() -> None:
    text = TermText.objects.get(term__vocabulary__slug="access", term__slug="free", kind="label", language="en")
    text.text = "Renamed here"
    text.save()


def _edit_a_page() -> None:
    page = ContentPage.objects.get(slug="about", locale__language_code="en")
    page.lead = "Renamed here"
    page.save_revision().publish()


def _rename_the_organisation() -> None:
    organisation = Organisation.objects.get(slug="lantern-union")
    organisation.name = "Renamed here"
    organisation.save()


@pytest.mark.parametrize(
    ("change", "address"),
    [
        (_rename_a_term, "/en/vocabularies/access/free/"),
        (_rename_a_term, "/en/vocabularies/access.ttl"),
        (_rename_a_term, "/api/v1/vocabularies/access"),
        (_edit_a_page, "/en/about/"),
        (_rename_the_organisation, "/en/organisations/lantern-union/"),
        (_rename_the_organisation, "/en/tools/kept-tool/"),
        (_rename_the_organisation, "/api/v1/organisations"),
    ],
)
def test_terms_pages_and_organisations_are_told_at_once(
    registry_of_two, change, address, django_capture_on_commit_callbacks
):
    assert b"Renamed here" not in Client().get(address).content
    with django_capture_on_commit_callbacks(execute=True):
        change()
    assert b"Renamed here" in Client().get(address).content


def test_a_record_that_comes_back_is_listed_at_once(registry_of_two, django_capture_on_commit_callbacks):
    for how in (lambda tool: withdraw(tool, "At its owner's wish."), restore):
        with django_capture_on_commit_callbacks(execute=True):
            how(Tool.objects.get(slug="kept-tool"))
        listed = Client().get("/en/tools/").content
    assert b"Lantern one" in listed


def test_a_list_is_made_anew_when_the_index_followed_later(registry_of_two):
    """In the background, by the clock or by `reindex`: the records' change was long before."""
    indexing.get_engine().remove(["kept-tool"])
    assert b"Lantern one" not in Client().get("/en/tools/").content
    indexing.update(["kept-tool"])
    assert b"Lantern one" in Client().get("/en/tools/").content
    indexing.get_engine().remove(["kept-tool"])
    indexing.rebuild()
    assert b"Lantern one" in Client().get("/en/tools/").content


def test_the_answer_of_an_engine_that_stands_in_is_not_kept(registry_of_two, monkeypatch):
    ask = results_page.run_query
    monkeypatch.setattr(results_page, "run_query", lambda *a, **k: replace(ask(*a, **k), is_fallback=True))
    for address in (
        "/en/tools/",
        "/en/tools/?format=json",
        "/en/tools/?format=atom",
        "/api/v1/tools",
        "/api/v1/facets",
    ):
        assert Client().get(address).status_code == 200
    assert files_of(registry_of_two) == []


def test_what_changed_while_a_page_was_made_is_of_no_state(registry_of_two, monkeypatch):
    ask = results_page.run_query

    def run_query(*arguments, **options):
        live_data.note_change()
        return ask(*arguments, **options)

    monkeypatch.setattr(results_page, "run_query", run_query)
    Client().get("/en/tools/")
    assert files_of(registry_of_two) == []


@pytest.mark.parametrize("obstacle", ["a file", "a folder without rights"])
def test_pages_are_served_where_none_can_be_kept(registry_of_two, settings, tmp_path, caplog, monkeypatch, obstacle):
    settings.KEPT_PAGES_DIR = tmp_path / "obstacle"
    if obstacle == "a file":
        settings.KEPT_PAGES_DIR.write_text("no folder")
    else:
        monkeypatch.setattr(Path, "mkdir", _refuse)
    monkeypatch.setattr(middleware, "_silent_until", 0.0)
    with caplog.at_level(logging.WARNING, "website.kept_pages"):
        for address in KEPT[:8]:
            assert Client().get(address).status_code == 200
    assert len([record for record in caplog.records if record.name == "website.kept_pages"]) == 1


def _refuse(*_arguments, **_options):
    raise PermissionError(13, "Permission denied")


def test_a_damaged_page_is_made_anew(registry_of_two):
    made = Client().get("/en/guides/")
    (path,) = files_of(registry_of_two)
    whole = path.read_bytes()
    for damaged in (b"", whole[:40], whole[:-1], b"[]\n", b"null\n" + whole, whole.replace(b'"size"', b'"seize"')):
        path.write_bytes(damaged)
        assert Client().get("/en/guides/").content == made.content
        assert path.read_bytes().partition(b"\n")[2] == whole.partition(b"\n")[2]


def _page(size: int = 800, until: float = 4e9) -> SentPage:
    return SentPage({"Content-Type": "text/html"}, b"x" * size, until)


def test_the_store_holds_no_more_than_it_may_and_keeps_what_is_used(tmp_path):
    store = PageStore(tmp_path, most_bytes=100_000)
    others = PageStore(tmp_path, most_bytes=100_000)
    store.put("state", "hot", _page())
    for number in range(600):
        (others if number % 2 else store).put("state", f"page-{number:03}", _page())
        used = tmp_path / "state" / "hot"
        os.utime(used, (used.stat().st_atime, used.stat().st_mtime - 100))  # a while has passed
        assert store.get("state", "hot") is not None, number
        assert sum(path.stat().st_size for path in files_of(store)) <= 100_000
    assert len(files_of(store)) > 50
    store.put("state", "huge", _page(size=10_000))
    assert store.get("state", "huge") is None
    store.put("later", "page", _page())
    assert [path.name for path in tmp_path.iterdir()] == ["later"]
    store.put("later", "old", _page(until=1.0))
    assert store.get("later", "old") is None
