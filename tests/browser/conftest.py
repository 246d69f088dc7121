"""A real Chromium in front of the whole site, as readers use it: light, dark, right to left, and without JavaScript.

The browser tests of a process share one site and one browser; each gets a fresh context (cookies, storage) of its own.
They talk to the site only over HTTP and through `site.manage(…)`: this process has no connection to its database.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.site import Site, serving
from tests.services import missing_service

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# The rules of WCAG 2.2 A and AA, and what axe calls good practice beyond them.
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

PATIENCE = 180_000  # milliseconds; what comes, a busy machine may bring late
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if name and (path := shutil.which(name))), None)
    if program is None and not Path(_playwright.chromium.executable_path).exists():
        missing_service("no Chromium here; `make test` brings one")
    launched = _playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a path of the site in a fresh context.

    `open_page("/en/", scheme="dark", viewport=PHONE, javascript=False, locale="ar")`. A test fails when the page it
    opened throws an error, breaks the content-security policy, or asks another host for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(
        path: str,
        *,
        scheme: str = "light",
        viewport: dict[str, int] | None = None,
        javascript: bool = True,
        locale: str = "en",
        reduced_motion: str = "no-preference",
        forced_colors: str = "none",
        base_url: str = "",
    ) -> Page:
        own = base_url or site.url
        context = browser.new_context(
            base_url=own,
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale=locale,
            reduced_motion=reduced_motion,  # type: ignore[arg-type]
            forced_colors=forced_colors,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(f"error on the page: {error}"))
        page.on("console", lambda message: complaints.extend(_policy_violation(message.text)))
        page.on("request", lambda request: complaints.extend(_foreign_request(request.url, own)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def _policy_violation(text: str) -> list[str]:
    return [f"content-security policy: {text}"] if "Content Security Policy" in text else []


def _foreign_request(url: str, own: str) -> list[str]:
    if url.startswith((own, "data:", "blob:", "about:")):
        return []
    return [f"request to another host: {url}"]


@pytest.fixture
def curator_page(open_page: OpenPage, site: Site) -> Page:
    """Wagtail's admin, logged in as the demo curator."""
    page = open_page("/admin/login/")
    page.locator("[name=username]").fill(site.username)
    page.locator("[name=password]").fill(site.password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fail with axe's findings when the page breaks WCAG 2.2 AA."""
    axe = Axe()

    def check(page: Page) -> None:
        results = axe.run(page, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
