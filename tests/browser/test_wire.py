"""What goes over the line: how a page is packed and kept, that nothing stays behind at the reader's, how light."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

A_YEAR = 31_536_000  # seconds
NEXT_PAGE = 20_000  # bytes
HASHED = re.compile(r"\.[0-9a-f]{12}\.(css|js|svg)$")
VISITED = (
    "/en/", "/en/tools/?q=hotline", "/en/tools/primero/", "/en/find/", "/en/compare/?tool=primero&tool=cpims",
    "/en/shortlist/?tool=primero", "/en/gaps/", "/en/plan/", "/en/suggest/", "/en/tools/primero/correct/",
    "/en/quiet/", "/en/vocabularies/", "/en/about/", "/en/nowhere/", "/api/v1/docs", "/en/gaps/embed/",
)  # fmt: skip


def test_parts_of_a_page_are_packed_and_kept_for_good_and_the_page_is_not_kept(open_page: OpenPage) -> None:
    page = open_page("/en/about/")
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto("/ar/tools/?q=hotline", wait_until="networkidle")
    headers = {urlsplit(response.url).path: response.all_headers() for response in seen if response.status == 200}
    document = headers.pop("/ar/tools/")
    assert document["content-encoding"] == "br"
    assert document["cache-control"] == "private, no-store"
    assert {"accept-encoding", "accept-language", "cookie"} <= set(re.split(r",\s*", document["vary"].lower()))
    assert "set-cookie" not in document
    for path, part in headers.items():
        assert HASHED.search(path), path
        age = re.search(r"max-age=(\d+)", part["cache-control"])
        assert age is not None
        assert int(age[1]) >= A_YEAR, path
        assert "immutable" in part["cache-control"], path
        assert part["content-encoding"] == "br", path
        assert "accept-encoding" in part["vary"].lower(), path
        assert "set-cookie" not in part, path


def test_a_reader_who_sets_nothing_leaves_nothing(open_page: OpenPage) -> None:
    """No cookie and nothing kept; the fixture sees to it that no other host is asked for anything."""
    page = open_page("/en/")
    for path in VISITED:
        page.goto(path)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, path
    assert page.context.cookies() == []


def test_nothing_but_the_page_itself_is_asked_for_on_a_second_page(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: dict[str, float] = {}
    session.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.goto("/ru/", wait_until="networkidle")
    for path in ("/ru/gaps/", "/ru/tools/?q=hotline", "/ru/tools/primero/", "/ru/suggest/", "/ru/plan/"):
        received.clear()
        page.goto(path, wait_until="networkidle")
        assert sum(received.values()) <= NEXT_PAGE, (path, received)
        assert sum(1 for size in received.values() if size) <= 2, (path, received)
    context.close()
