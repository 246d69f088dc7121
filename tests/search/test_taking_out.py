"""What is taken out is out for every searcher at once, whatever the index holds, and the index follows when it can."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue.models import IndexDue, Tool
from catalogue.publishing import restore, withdraw
from search import indexing
from search.chores import jobs
from search.configured import forget_engine, get_engine
from search.engines.base import EngineError, SearchRequest
from search.engines.embedded import EmbeddedEngine
from search.health import health
from search.leaving_out import hidden
from tests.catalogue.factories import make_tool
from tests.search.making import CATALOGUE, document

NAME, MAKER = "Zanquelle", "Quorvane Trust"


@contextmanager
def lock_held(folder: Path):
    """Another process that writes to the index and doesn't come to an end."""
    with (folder / "write.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


@pytest.fixture
def folder(settings, tmp_path, vocabularies):
    settings.SEARCH_URL = f"embedded://{tmp_path / 'search'}"
    forget_engine()
    make_tool("zanquelle", name=NAME, aka=[], organisation=MAKER, countries=["BT"], summary="Counts lanterns.")
    make_tool("other-tool", name="Other tool", aka=[])
    indexing.rebuild()
    yield tmp_path / "search"
    forget_engine()


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def taken_out(committing) -> Tool:
    tool = Tool.objects.get(slug="zanquelle")
    with committing():
        withdraw(tool, "Asked for.")
    return tool


def everything_told() -> str:
    """What a stranger is told who types the beginning of the name, a misspelling of it, or nothing."""
    addresses = (
        "/api/v1/suggest?q=zanq", "/api/v1/suggest?q=quorv", "/api/v1/facets", "/api/v1/tools", "/en/tools/",
        "/api/v1/tools?q=lanterns", "/en/tools/?format=csv", "/en/tools/?q=lanterns&format=html-offline",
        "/en/find/?step=result",
    )  # fmt: skip
    told = []
    for address in addresses:
        response = Client().get(address)
        told.append((b"".join(response.streaming_content) if response.streaming else response.content).decode())
    return "\n".join(told)


@pytest.mark.django_db
class TestWhileTheIndexCannotBeWritten:
    def test_nobody_is_told_of_it(self, folder, committing):
        assert NAME in everything_told()
        assert MAKER in everything_told()
        with lock_held(folder):
            taken_out(committing)
            told = everything_told()
            assert NAME not in told
            assert MAKER not in told
            answer = Client().get("/api/v1/facets").json()
            assert answer["total"] == 1
            assert "bt" not in [value["value"] for facet in answer["facets"] for value in facet["values"]]
            assert "anquelle" not in Client().get("/api/v1/tools?q=zanquele").content.decode().replace("zanquele", "")
            # The index itself still has it.
            assert get_engine().search(SearchRequest("")).total == 2

    def test_the_removal_waits_and_the_worker_carries_it_out(self, folder, committing):
        with lock_held(folder):
            taken_out(committing)
            assert hidden() == {"zanquelle"}
            assert "not yet out of the search index" in health()[1]
            assert indexing.settle() == 1
        [job] = [job for name, _seconds, job in jobs() if name == "search index"]
        assert job() == 0
        assert get_engine().search(SearchRequest("")).total == 1
        assert health() == ("", "")

    def test_a_later_change_carries_it_out_too(self, folder, committing):
        with lock_held(folder):
            taken_out(committing)
        with committing():
            withdraw(Tool.objects.get(slug="other-tool"), "Asked for.")
        assert not IndexDue.objects.exists()
        assert get_engine().search(SearchRequest("")).total == 0

    def test_a_change_that_could_not_be_written_is_tried_again(self, folder, committing):
        with lock_held(folder), committing():
            tool = Tool.objects.get(slug="other-tool")
            tool.summary = "Weighs feathers."
            tool.save_revision().publish()
        assert [due.slug for due in IndexDue.objects.all()] == ["other-tool"]
        assert hidden() == frozenset()
        assert indexing.settle() == 0
        assert get_engine().search(SearchRequest('"feathers"')).total == 1

    def test_a_record_that_comes_back_before_that_is_found(self, folder, committing):
        with lock_held(folder):
            tool = taken_out(committing)
            with committing():
                restore(tool)
            assert NAME in everything_told()
        assert indexing.settle() == 0
        assert NAME in everything_told()

    def test_a_new_index_settles_it(self, folder, committing):
        with lock_held(folder):
            taken_out(committing)
        call_command("reindex", "--json")
        assert not IndexDue.objects.exists()

    def test_a_folder_that_cannot_be_written_is_no_error_of_the_request(self, folder, committing):
        (folder / "write.lock").unlink()
        (folder / "write.lock").mkdir()
        taken_out(committing)
        assert hidden() == {"zanquelle"}


@pytest.mark.django_db
def test_a_record_taken_out_while_an_import_is_indexed_does_not_come_back(folder, committing, monkeypatch):
    """It was read for the index, then withdrawn and removed, and only then was what had been read written."""
    engine = get_engine()
    write = engine.index

    def index(documents):
        if not Tool.objects.get(slug="zanquelle").is_withdrawn:
            taken_out(committing)
        return write(documents)

    monkeypatch.setattr(engine, "index", index)
    indexing.update(["zanquelle", "other-tool"])
    assert get_engine().search(SearchRequest("")).total == 1


@pytest.mark.django_db
def test_a_name_that_was_changed_is_not_completed_by_an_older_index(folder, committing):
    with lock_held(folder), committing():
        tool = Tool.objects.get(slug="zanquelle")
        tool.name = "Another name"
        tool.save_revision().publish()
    assert NAME not in Client().get("/api/v1/suggest?q=zanq").content.decode()


def test_a_removal_waits_for_one_step_of_an_import_at_most(tmp_path):
    """While the documents of the next step are encoded, others may write; who removes goes first."""
    other = EmbeddedEngine(tmp_path, source=lambda: CATALOGUE)
    removed = []

    class Importing(EmbeddedEngine):
        def _vectors(self, batch):
            if batch[0].slug.startswith("new-") and not removed:
                removed.append("lighthouse")
                other.remove(removed)
            return super()._vectors(batch)

    engine = Importing(tmp_path, source=lambda: CATALOGUE)
    engine.rebuild(CATALOGUE)
    engine.index([document(f"new-{n}") for n in range(250)])
    assert removed
    assert "lighthouse" not in engine.hashes()
    assert len(engine.hashes()) == len(CATALOGUE) - 1 + 250


def test_many_changes_during_a_rebuild_are_in_the_new_index(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(CATALOGUE)

    def documents():
        for n in range(6):
            engine.index([document(f"new-{n}")])
        engine.remove(["lighthouse", "new-3"])
        yield from CATALOGUE

    engine.rebuild(documents())
    wanted = {made.slug for made in CATALOGUE} | {f"new-{n}" for n in range(6)}
    assert set(engine.hashes()) == wanted - {"lighthouse", "new-3"}


def test_neither_of_two_engines_waits_for_the_other(tmp_path):
    from search.engines.fallback import FallbackEngine

    first = EmbeddedEngine(tmp_path / "first", source=lambda: CATALOGUE)
    second = EmbeddedEngine(tmp_path / "second", source=lambda: CATALOGUE)
    both = FallbackEngine(first, second, tmp_path / "missed", lambda slugs: [])
    both.rebuild(CATALOGUE)
    with lock_held(tmp_path / "second"), pytest.raises(EngineError):
        both.remove(["lighthouse"])
    assert "lighthouse" not in first.hashes()
