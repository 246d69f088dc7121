"""A table of gaps on somebody else's page: it shows there, and nothing else of the site does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.site import Site

TABLE = "/en/gaps/embed/?rows=pillar&columns=infrastructure"
CLOSED = ("/en/", "/en/gaps/", "/en/gaps/?rows=pillar", "/en/about/", "/en/suggest/", "/admin/login/", "/en/nowhere/")
PAGE = """<!doctype html><html lang="en"><title>Elsewhere</title><h1>Elsewhere</h1>
<iframe title="Framed" width="900" height="600" src="{source}"></iframe></html>"""


class _Elsewhere(BaseHTTPRequestHandler):
    """Any page that frames the address in ``src``."""

    def do_GET(self) -> None:
        source = parse_qs(urlsplit(self.path).query).get("src", [""])[0]
        sandbox = parse_qs(urlsplit(self.path).query).get("sandbox", [""])[0]
        page = PAGE.format(source=source.replace("&", "&amp;"))
        body = page.replace("<iframe", f'<iframe sandbox="{sandbox}"' if sandbox else "<iframe").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet: the test's own output is what counts."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another site on this machine: another host name and port, so another origin, and for cookies another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def framing(browser: Browser, site: Site, elsewhere: str) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def open_framed(page: Page, site: Site, elsewhere: str, path: str, sandbox: str = "") -> None:
    page.goto(f"{elsewhere}/?src={quote(site.url + path, safe='')}&sandbox={quote(sandbox)}")


def test_the_table_shows_styled_on_another_site(framing: Page, site: Site, elsewhere: str) -> None:
    complaints: list[str] = []
    framing.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    open_framed(framing, site, elsewhere, TABLE)
    inside = framing.frame_locator("iframe")
    expect(inside.locator("table thead th").nth(1)).to_be_visible()
    assert inside.locator("table tbody tr").count() >= 4
    colours = inside.locator("body").evaluate("e => getComputedStyle(e).fontFamily + getComputedStyle(e).color")
    plain = framing.locator("body").evaluate("e => getComputedStyle(e).fontFamily + getComputedStyle(e).color")
    assert colours != plain  # its style sheet came along
    assert complaints == []
    assert framing.context.cookies() == []
    with framing.context.expect_page() as opened:
        inside.locator("p a[target=_blank]").click()
    expect(opened.value).to_have_url(f"{site.url}/en/gaps/?rows=pillar&columns=infrastructure")


@pytest.mark.parametrize("numbers", ["td a", ".matrix__total a"])
@pytest.mark.parametrize("sandbox", ["", "allow-scripts allow-popups allow-popups-to-escape-sandbox"])
def test_a_number_opens_its_list_in_a_tab_of_its_own(
    framing: Page, site: Site, elsewhere: str, numbers: str, sandbox: str
) -> None:
    open_framed(framing, site, elsewhere, TABLE, sandbox)
    inside = framing.frame_locator("iframe")
    assert inside.locator("a:not([target=_blank])").count() == 0
    with framing.context.expect_page() as opened:
        inside.locator(numbers).first.click()
    opened.value.wait_for_load_state("domcontentloaded")
    assert opened.value.url.startswith(f"{site.url}/en/tools/")
    expect(opened.value.locator("h1")).to_be_visible()
    assert opened.value.evaluate("window.opener") is None


def test_a_restyled_page_elsewhere_stays_readable_without_script(browser: Browser, site: Site, elsewhere: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_framed(page, site, elsewhere, TABLE)
    expect(page.frame_locator("iframe").locator("table tbody th").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", CLOSED)
def test_no_other_page_can_be_framed(framing: Page, site: Site, elsewhere: str, path: str) -> None:
    refusals: list[str] = []
    framing.on("console", lambda message: refusals.append(message.text))
    open_framed(framing, site, elsewhere, path)
    framing.wait_for_load_state("networkidle")
    frame = framing.frames[1]
    assert frame.url.startswith("chrome-error://") or frame.locator("main").count() == 0
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in refusals), refusals
