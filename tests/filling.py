"""What the databases that tests share are filled with, each on top of another (tests/conftest.py)."""

from django.core.management import call_command

from catalogue.pages.default_pages import ensure_pages
from gaps import live_data
from gaps.default_pages import ensure_gap_pages
from gaps.needs import loading
from search.signal_handlers import held_back
from tests.catalogue.factories import make_tools

MANY = 3_000


def load_vocabularies() -> None:
    _load("load_vocabularies")


def load_records() -> None:
    _load("load_catalogue")


def _load(command: str) -> None:
    # Most tests of the registry never search, and the index makes itself anew for the first that does.
    with held_back():
        call_command(command, verbosity=0)


def load_needs() -> None:
    loading.load_needs()
    live_data.forget()


def make_pages() -> None:
    with held_back():
        ensure_pages()
        ensure_gap_pages()
    live_data.forget()


def make_many_tools() -> None:
    with held_back():
        make_tools(MANY)
