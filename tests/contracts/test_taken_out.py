"""What was public and was taken out is told by no public surface, also while the search index can't be written.

The canaries of ``test_disclosure`` were never public. This one was: it stands in a snapshot, a history, an index, a
kept page and a frozen block when it is withdrawn, or removed for safety.
"""

import re

import pytest
from django.test import Client

from catalogue.models import Tool
from catalogue.pages.default_pages import ensure_pages
from catalogue.publishing import withdraw
from catalogue.removal.remove import remove
from catalogue.writing import RecordChange, write_records
from gaps import live_data
from gaps.default_pages import ensure_gap_pages
from gaps.models.pages import GapPage
from gaps.snapshots.freezing import take_snapshot
from search import indexing
from tests.catalogue.factories import make_tool
from tests.contracts.crawler import body_of, walk
from tests.contracts.test_disclosure import SEEDS
from tests.search.test_taking_out import lock_held

pytestmark = [pytest.mark.django_db]
STEM = "kestrelquartz"
CELL = "/en/gaps/cell/?snapshot={}&row=safe-migration-recruitment&column=asia-southern"
FORMATS = ("json", "csv", "xlsx", "svg", "png", "bibtex", "csl", "frozen")
TAKEN_OUT_SEEDS = [
    "/en/gaps/snapshots/", "/en/gaps/changes/", "/en/gaps/changes/?from=1&to=3", "/en/gaps/changes/?from=3&to=1",
    "/en/gaps/maps/demand/", "/en/tools/gone-tool/history/", "/en/tools/gone-tool/correct/", "/en/tools/former-tool/",
    "/en/organisations/kestrelquartzone/", "/en/gaps/cell/?row=safe-migration-recruitment&column=asia-southern",
    *(f"/en/gaps/snapshots/{number}/" for number in (1, 2, 3)),
    *(f"/en/gaps/snapshots/{number}/?format={form}" for number in (1, 2, 3) for form in FORMATS),
    *(CELL.format(number) for number in (1, 2, 3)),
    *(f"/api/v1/suggest?q={typed}" for typed in ("kest", "kestrelquartz", "kestrelquarz", "tool kest")),
    "/en/tools/?q=kestrelquarzone", "/api/v1/tools?q=lanterns", "/en/tools/?q=lanterns&format=html-offline",
    "/en/gaps/?rows=country&columns=tool_type", "/api/v1/facets?q=lanterns", "/api/v1/gaps?rows=country",
]  # fmt: skip


@pytest.fixture
def public(vocabularies, own_engine):
    live_data.forget()
    make_tool(
        "gone-tool",
        name=f"Tool {STEM}one",
        aka=[f"{STEM}two"],
        organisation=f"{STEM}one",
        summary=f"Counts lanterns by {STEM}three.",
        countries=["BT"],
        tags=[f"{STEM}four"],
        sources=[{"title": f"{STEM}five", "url": f"https://example.org/{STEM}six", "seen": True}],
        taglines={"en": f"Line {STEM}seven"},
    )
    make_tool("open-tool", name="Open tool", aka=[])
    make_tool("vetted-tool", name="Vetted tool", aka=[])
    live_data.note_change()
    take_snapshot("one")
    write_records([RecordChange("gone-tool", {"regions": ["asia-southern", "oceania"], "status": "discontinued"})])
    live_data.note_change()
    take_snapshot("two")
    ensure_pages()
    ensure_gap_pages()
    page = GapPage.objects.first()
    page.body = [("tools", {"filters": "", "snapshot": 1, "longest": 20}), ("tools", {"filters": "", "longest": 20})]
    page.save_revision().publish()
    indexing.rebuild()
    return page


def leaks(pages: dict[str, str], asked: str = STEM) -> list[str]:
    """Addresses whose answer holds the word, what the address itself says left aside."""
    found = []
    for address, text in pages.items():
        if asked in address.lower():
            continue
        if STEM in text.lower().replace("kestrelquarz", ""):
            found.append(address)
    return found


def test_it_was_told_before(public):
    told = [body_of(Client().get(address)).lower() for address in (*TAKEN_OUT_SEEDS, public.get_url())]
    assert sum(STEM in text for text in told) > 12


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_nothing_public_tells_of_it_while_the_index_cannot_be_written(
    public, how, tmp_path, django_capture_on_commit_callbacks
):
    client = Client()
    client.get(public.get_url())  # now it is kept
    with lock_held(tmp_path / "search"):
        tool = Tool.objects.get(slug="gone-tool")
        with django_capture_on_commit_callbacks(execute=True):
            if how == "withdrawn":
                withdraw(tool, "At its owner's wish.")
            else:
                remove(tool, "safety")
        take_snapshot("three")
        found = walk(client, [*TAKEN_OUT_SEEDS, public.get_url(), *SEEDS], most=230)
    assert leaks(found.pages) == []
    assert found.statuses[500] == 0
    # Asking for it by name changes nothing but the words that were asked for.
    for typed in (f"{STEM}one", f"tool {STEM}one", f'"{STEM}three"'):
        elsewhere = re.sub(rf"{STEM}\w+", "kestrelnil", typed)
        for address in ("/en/tools/", "/api/v1/tools", "/api/v1/suggest", "/api/v1/organisations"):
            asked, control = (body_of(client.get(address, {"q": text})).lower() for text in (typed, elsewhere))
            assert asked.count(STEM) == control.count("kestrelnil"), address
    # It is counted in what was frozen, and nowhere else.
    assert "No longer public (1)" in found.pages["/en/gaps/changes/"]
    assert Client().get("/api/v1/facets").json()["total"] == 2
    assert found.pages["/api/v1/tools/gone-tool"].count("gone-tool") == 0
