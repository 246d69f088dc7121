"""Pages for what went wrong: as open to everybody as the others, with the way on and the way out."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import ROOT, Site, wait_for

MODES = {
    "light": ("en", {}),
    "dark, Arabic, on a phone": ("ar", {"scheme": "dark", "viewport": PHONE}),
}
# What the site answers with where no page of its own leads to it (a reader without rights, a damaged request).
RENDER = """
from django.test import RequestFactory
from django.utils import translation
from website import errors
translation.activate({language!r})
print(errors.{view}(RequestFactory().get("/{language}/about/")).content.decode())
"""
VIEWS = {"bad_request": 400, "forbidden": 403, "forbidden_form": 403}


@pytest.fixture(scope="module")
def broken_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same site, whose database went away: every page fails in earnest."""
    home = tmp_path_factory.mktemp("broken")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{home / 'empty.sqlite3'}"
    environment = {**site.environment, "DATABASE_URL": database, "BASE_URL": url, "PORT": str(port), "WARM_SEARCH": "0"}
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
            cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            wait_for(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(30)


@pytest.mark.parametrize("mode", MODES)
def test_a_fault_of_ours_is_said_without_a_barrier_and_can_be_left(
    open_page: OpenPage, broken_site: str, assert_accessible, mode: str
) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}/about/", **options, base_url=broken_site)
    response = page.reload()
    assert response is not None
    assert response.status == 500
    assert_accessible(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.locator("[data-leave]")).to_be_visible()
    expect(page.locator("main a.button")).to_be_visible()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_refusal_has_no_barrier(open_page: OpenPage, site: Site, assert_accessible, view: str, mode: str) -> None:
    language, options = MODES[mode]
    html = site.manage("shell", "--verbosity=0", "-c", RENDER.format(language=language, view=view))
    page = open_page(f"/{language}/about/", **options)
    page.route("**/refused/", lambda route: route.fulfill(status=VIEWS[view], body=html, content_type="text/html"))
    page.goto(f"/{language}/refused/")
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    expect(page.locator("[data-leave]")).to_be_visible()


@pytest.mark.parametrize("mode", MODES)
def test_no_page_at_an_address_has_no_barrier_and_leads_on(open_page: OpenPage, assert_accessible, mode: str) -> None:
    language, options = MODES[mode]
    page = open_page(f"/{language}/nowhere/at/all/", **options)
    assert_accessible(page)
    page.locator("main [type=search]").fill("primero")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/tools/?q=primero", wait_until="commit")


def test_a_form_that_stood_open_too_long_is_refused_in_words(open_page: OpenPage, assert_accessible) -> None:
    page = open_page("/admin/login/")
    page.context.clear_cookies()
    page.locator("[name=username]").fill("somebody")
    page.locator("[name=password]").fill("something")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form was not accepted")
    assert_accessible(page)


def test_the_fault_page_needs_nothing_that_could_be_broken() -> None:
    text = (Path(ROOT) / "templates" / "errors" / "500.html").read_text(encoding="utf-8")
    assert "extends" not in text
    assert "frame." not in text
