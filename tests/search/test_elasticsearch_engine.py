"""The Elasticsearch engine on a real server (`make elasticsearch`): the common contract, and what a server can
suffer."""

import uuid
from contextlib import contextmanager

import pytest

from search.encoder.store import VectorStore
from search.engines.base import EngineError
from search.engines.elastic import ElasticsearchEngine
from search.engines.elastic.connection import address_of
from tests.search.engine_contract import ALL, EngineContract, ask, slugs
from tests.search.making import CATALOGUE, document

pytestmark = pytest.mark.elasticsearch


@contextmanager
def an_engine(folder, server):
    """An engine with an index of its own under the server's prefix (`elasticsearch_url`)."""
    address = address_of(f"{server}-{uuid.uuid4().hex[:12]}?timeout=30")
    made = ElasticsearchEngine(address, VectorStore(folder / "vectors.bin"))
    yield made
    made._drop([*made._indices(made._alias), *made._indices(made._next)])
    made.close()


@pytest.fixture
def engine(tmp_path, elasticsearch_url):
    with an_engine(tmp_path, elasticsearch_url) as made:
        yield made


class TestElasticsearch(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory, elasticsearch_url):
        with an_engine(tmp_path_factory.mktemp("search"), elasticsearch_url) as made:
            yield made


def test_without_an_index_it_says_what_to_do(engine):
    with pytest.raises(EngineError, match="reindex"):
        engine.search(ALL)
    assert not engine.health().is_ready


def test_changes_during_a_rebuild_are_kept(engine):
    engine.rebuild(CATALOGUE)

    def documents_while_others_write():
        yield from CATALOGUE[:3]
        engine.index([document("came-meanwhile", summary="Arrived during the rebuild.")])
        engine.remove(["hotline-kenya"])
        yield from CATALOGUE[3:]

    engine.rebuild(documents_while_others_write())
    found = slugs(engine.search(ALL))
    assert "came-meanwhile" in found
    assert "hotline-kenya" not in found


def test_a_failed_rebuild_leaves_the_serving_index(engine):
    engine.rebuild(CATALOGUE)

    def breaks_off():
        yield CATALOGUE[0]
        raise RuntimeError("no more records")

    with pytest.raises(RuntimeError):
        engine.rebuild(breaks_off())
    assert engine.search(ALL).total == len(CATALOGUE)
    assert not engine._indices(engine._next)


def test_an_unreachable_server_is_one_plain_error(tmp_path):
    unreachable = ElasticsearchEngine(address_of("elasticsearch://127.0.0.1:9/x"), VectorStore(tmp_path / "v"))
    with pytest.raises(EngineError, match="can't be reached"):
        unreachable.search(ask("hotline"))
    assert "can't be reached" in unreachable.health().problem
