"""One process publishes, another serves: within a second of the commit every figure it tells is the new one."""

import json
import re
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.browser.site import Site, serving

TOOL = "unseen-app"
# In the publishing process: what an editor's click does, and when it was done.
UNPUBLISH = "tool.unpublish()"
PUBLISH = "tool.save_revision().publish()"
WORK = (
    "import time; from catalogue.models import Tool; tool = Tool.objects.get(slug='{slug}'); {work}; "
    "print('done at', time.time())"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("two-processes")) as running:
        yield running


def _get(site: Site, path: str) -> str:
    with urllib.request.urlopen(f"{site.url}{path}", timeout=600) as answer:
        body: bytes = answer.read()
        return body.decode()


def _told(site: Site) -> dict[str, int]:
    """Tools in use, as the gap page (kept and in a file), the API and the home page tell; and all records on it."""
    home = _get(site, "/en/")
    return {
        "page": _number(_get(site, "/en/gaps/"), r"(\d+) tools counted"),
        "embedded": _number(_get(site, "/fr/gaps/embed/"), r"(\d+) outils"),
        "file": json.loads(_get(site, "/en/gaps/?format=json"))["population"]["tools"],
        "api": json.loads(_get(site, "/api/v1/gaps"))["population"]["tools"],
        "home": _number(home, r"in use or in a pilot\D+(\d+)"),
        "home, all": _number(home, r"(\d+) initiatives"),
    }


def _number(html: str, pattern: str) -> int:
    found = re.search(pattern, html)
    assert found is not None, pattern
    return int(found.group(1))


def test_the_other_process_is_right_within_a_second(site: Site) -> None:
    # One test, since the second change undoes the first: apart they might run in two workers, or in the other order.
    before = _told(site)
    _change_and_check(site, before, UNPUBLISH, -1)
    _change_and_check(site, _told(site), PUBLISH, 1)
    assert _told(site) == before


def _change_and_check(site: Site, before: dict[str, int], work: str, change: int) -> None:
    assert _told(site) == before, "told from what is kept"
    printed = site.manage("shell", "--no-imports", "-c", WORK.format(slug=TOOL, work=work))
    done = float(printed.rpartition("done at ")[2])
    while time.time() < done + 1.0:
        time.sleep(0.05)
    assert _told(site) == {name: number + change for name, number in before.items()}
