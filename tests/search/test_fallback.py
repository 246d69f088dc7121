"""When the server is gone the embedded index answers, says so, and steps back by itself when the server returns."""

import pytest

from search.engines.base import EngineError
from search.engines.embedded import EmbeddedEngine
from search.engines.fallback import FallbackEngine
from tests.search.engine_contract import ALL, EngineContract, ask, slugs
from tests.search.making import CATALOGUE, document


class Switchable(EmbeddedEngine):
    """A real engine with a plug to pull, in the server's place."""

    name = "server"
    is_unplugged = False

    def _plugged(self):
        if self.is_unplugged:
            raise EngineError("unplugged")

    def search(self, request):
        self._plugged()
        return super().search(request)

    def suggest(self, prefix, language="en", limit=8):
        self._plugged()
        return super().suggest(prefix, language, limit)

    def index(self, documents):
        self._plugged()
        return super().index(documents)

    def remove(self, gone):
        self._plugged()
        super().remove(gone)

    def health(self):
        health = super().health()
        return health if not self.is_unplugged else type(health)(self.name, False, problem="unplugged")


def two(folder):
    public = {made.slug: made for made in CATALOGUE}
    first = Switchable(folder / "first", source=lambda: CATALOGUE)
    second = EmbeddedEngine(folder / "second", source=lambda: CATALOGUE)
    both = FallbackEngine(first, second, folder / "missed", lambda told: [public[s] for s in told if s in public])
    both.rebuild(CATALOGUE)
    return both, first, public


@pytest.fixture
def parts(tmp_path, monkeypatch):
    monkeypatch.setattr("search.engines.fallback._PAUSE_SECONDS", 0.0)
    return two(tmp_path)


class TestFallbackWhileTheServerIsGone(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory):
        both, first, _public = two(tmp_path_factory.mktemp("search"))
        first.is_unplugged = True
        return both

    @pytest.mark.skip(reason="compare() speaks of the server's index, which misses changes while it is gone")
    def test_compare_names_the_differences(self): ...

    def test_health(self, filled):
        health = filled.health()
        assert health.is_ready
        assert health.problem == "unplugged"


def test_answers_and_says_so(parts):
    both, first, _public = parts
    assert not both.search(ALL).is_fallback
    first.is_unplugged = True
    outcome = both.search(ask("hotline"))
    assert outcome.is_fallback
    assert outcome.engine == "embedded"
    assert outcome.total >= 2
    first.is_unplugged = False
    assert not both.search(ALL).is_fallback


def test_what_is_private_goes_to_no_server(parts):
    both, first, _public = parts
    first.is_unplugged = True
    outcome = both.search(ask("hotline", is_private=True))
    assert (outcome.engine, outcome.is_fallback) == ("embedded", False)
    first.is_unplugged = False
    assert both.search(ask("hotline", is_private=True)).engine == "embedded"
    assert both.lexical_scores("hotline")
    assert not both.search(ALL).is_fallback, "the server was never asked, so it never failed"


def test_rests_after_a_failure(parts, monkeypatch):
    both, first, _public = parts
    monkeypatch.setattr("search.engines.fallback._PAUSE_SECONDS", 60.0)
    first.is_unplugged = True
    both.search(ALL)
    first.is_unplugged = False
    assert both.search(ALL).is_fallback


def test_what_the_server_missed_reaches_it_when_it_is_back(parts):
    both, first, public = parts
    first.is_unplugged = True
    public["new-one"] = document("new-one", summary="Arrived during the outage.")
    both.index([public["new-one"]])
    del public["lighthouse"]
    both.remove(["lighthouse"])
    assert "still have to reach" in both.health().problem or both.health().problem == "unplugged"
    first.is_unplugged = False
    assert not both.search(ALL).is_fallback
    found = slugs(first.search(ALL))
    assert "new-one" in found
    assert "lighthouse" not in found
    assert not both.health().problem
