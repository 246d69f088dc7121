"""A first visit on a slow line: at most 60 KB in at most 6 requests; the next page at most 20 KB."""

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site

FIRST_VISIT = 60_000
NEXT_PAGE = 20_000


@pytest.mark.parametrize("path", ["/en/", "/en/tools/1955-hotline-taiwan/", "/ar/"])
def test_pages_are_light(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(received) <= 6
    assert sum(received) <= FIRST_VISIT, received
    received.clear()
    page.goto("/en/organisations/polaris/", wait_until="networkidle")
    assert sum(received) <= NEXT_PAGE, received
    context.close()
