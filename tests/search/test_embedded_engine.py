"""The embedded engine: the common contract, and what only an index in a folder can suffer."""

import shutil
import subprocess
import sys

import pytest

from search.engines.base import EngineError
from search.engines.embedded import EmbeddedEngine
from tests.search.engine_contract import ALL, EngineContract, ask, slugs
from tests.search.making import CATALOGUE, document


@pytest.fixture
def engine(tmp_path):
    made = EmbeddedEngine(tmp_path / "search", source=lambda: CATALOGUE)
    yield made
    made.close()


class TestEmbedded(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory):
        return EmbeddedEngine(tmp_path_factory.mktemp("search"))


def test_a_missing_index_is_made_anew(engine, tmp_path):
    assert engine.search(ALL).total == len(CATALOGUE)
    shutil.rmtree(tmp_path / "search")
    assert engine.search(ALL).total == len(CATALOGUE)


@pytest.mark.parametrize("harm", ["meta", "segments", "form", "pointer", "rows"])
def test_a_damaged_index_is_made_anew(engine, tmp_path, harm):
    engine.rebuild(CATALOGUE)
    generation = next((tmp_path / "search").glob("generation-*"))
    if harm == "meta":
        (generation / "tantivy" / "meta.json").write_text("{", encoding="utf-8")
    elif harm == "segments":
        for file in (generation / "tantivy").glob("*.*"):
            if file.suffix not in {".json", ".lock"}:
                file.write_bytes(b"spoiled")
    elif harm == "form":
        (generation / "form").write_text("older", encoding="utf-8")
    elif harm == "rows":
        (generation / "vectors" / "rows").unlink()
    else:
        (tmp_path / "search" / "current").write_text("generation-of-nowhere", encoding="utf-8")
    again = EmbeddedEngine(tmp_path / "search", source=lambda: CATALOGUE)
    assert again.search(ask("hotline")).total >= 2
    assert again.health().is_ready


def test_without_index_and_source_it_says_what_to_do(tmp_path):
    with pytest.raises(EngineError, match="reindex"):
        EmbeddedEngine(tmp_path / "nowhere").search(ALL)


def test_another_process_s_commit_is_seen(engine, tmp_path):
    engine.rebuild(CATALOGUE)
    assert "harbour" not in str(slugs(engine.search(ask("quayside"))))
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(tmp_path / "search")], check=True, timeout=600)
    assert slugs(engine.search(ask("quayside")))[0] == "from-elsewhere"


ELSEWHERE = """
import sys
from pathlib import Path

import django

django.setup()

from search.engines.embedded import EmbeddedEngine
from tests.search.making import document

EmbeddedEngine(Path(sys.argv[1])).index([document("from-elsewhere", summary="Help at the quayside.")])
"""


def test_changes_during_a_rebuild_are_kept(engine):
    engine.rebuild(CATALOGUE)

    def documents_while_others_write():
        yield from CATALOGUE[:3]
        engine.index([document("came-meanwhile", summary="Arrived during the rebuild.")])
        engine.remove(["lighthouse"])
        yield from CATALOGUE[3:]

    engine.rebuild(documents_while_others_write())
    found = slugs(engine.search(ALL))
    assert "came-meanwhile" in found
    assert "lighthouse" not in found


def test_old_generations_are_cleared_away(engine, tmp_path):
    for _time in range(4):
        engine.rebuild(CATALOGUE)
    assert len(list((tmp_path / "search").glob("generation-*"))) <= 2


def test_a_failed_rebuild_leaves_the_serving_index(engine):
    engine.rebuild(CATALOGUE)

    def breaks_off():
        yield CATALOGUE[0]
        raise RuntimeError("no more records")

    with pytest.raises(RuntimeError):
        engine.rebuild(breaks_off())
    assert engine.search(ALL).total == len(CATALOGUE)
