"""Reading of queries, names, concepts and the fusion of signals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.encoder.store import VectorStore, quantise, restore
from search.engines.embedded.schema import default_key, name_key
from search.engines.spelling import allowed_errors, similar
from search.ranking.clauses import numbers_in, plan
from search.ranking.company import company
from search.ranking.concepts import concept_index
from search.ranking.fusion import MOST_PROMISING, Candidate, Signals, is_weak, members, rank
from search.ranking.names import NameMatcher
from search.ranking.reading import read
from tests.search.starting_data import vocabulary


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "es", "th", "xx"]))
def test_any_text_can_be_read_and_planned(text, hint):
    reading = read(text, hint)
    assert plan(reading).required <= max(2, len(reading.words))
    assert set(reading.words) <= set(reading.all_words)
    concept_index(vocabulary()).find(reading)


def test_phrases_exclusions_and_function_words():
    reading = read('the "case files" for shelters -kenya well-known')
    assert [[word.folded for word in phrase] for phrase in reading.phrases] == [["case", "files"]]
    assert [word.folded for word in reading.excluded] == ["kenya"]
    assert [word.folded for word in reading.words] == ["case", "files", "shelters", "well", "known"]


def test_a_query_of_function_words_keeps_them():
    assert [word.folded for word in read("who is it for").words] == ["who", "is", "it", "for"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("call 800 5533 000 now", ["8005533000"]), ("+44 (0)8000 121 700", ["4408000121700"]), ("24 hours", []), ("", [])],
)
def test_telephone_numbers(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [
        ("photodna", "PhotoDNA", True),
        ("foto dna", "PhotoDNA", True),
        ("Human Trafficking Case Data Standard", "Human Trafficking Case Data Standard", True),
        ("thorn spotlihgt", "Spotlight", True),
        ("spotless", "Spotlight", False),
        ("safe", "Lighthouse", False),
        ("app for workers who travel far away from their home country", "App", False),
    ],
)
def test_names(typed, name, is_meant):
    card = {"name": name, "aliases": [], "organisation": "Thorn"}
    assert (NameMatcher(read(typed), [card]).match(card) > 0.55) is is_meant


def concepts_of(text, hint="en"):
    reading = read(text, hint, vocabulary().lexicon)
    return {(found.key, found.value) for found in concept_index(vocabulary()).find(reading)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("gestión de casos sin internet", ("tool_type", "victim-case-management-support")),
        ("gestión de casos sin internet", ("infrastructure", "works-offline")),
        ("blockchain for cobalt from Congo", ("country", "cd")),
        ("приложение для мигрантов из Таджикистана", ("country", "tj")),
        ("แจ้งเบาะแสผ่านแอปมือถือในประเทศไทย", ("country", "th")),
        ("helpline in German", ("language", "de")),
        ("tools in western Africa", ("region", "africa-western")),
    ],
)
def test_concepts_in_any_language(text, concept):
    assert concept in concepts_of(text)


def test_the_wording_that_is_typed_wins_over_one_with_the_same_stem():
    found = concepts_of("hotline nepal")
    assert ("country", "np") in found
    assert ("language", "ne") not in found
    assert ("language", "ne") in concepts_of("nepali hotline")


def test_the_longer_wording_wins():
    found = concepts_of("South Africa")
    assert ("country", "za") in found
    assert ("region", "africa") not in found


def card(**values):
    return {"slug": "x", "name": "X", "aliases": [], "organisation": "", "standing": 100, "facets": {}, **values}


def test_standing_decides_between_equals_but_not_for_a_named_record():
    reading = read("lighthouse keeper for survivors")
    alive = Candidate(lambda: card(slug="b-alive", standing=100), 5.0)
    ended = Candidate(lambda: card(slug="a-ended", standing=30), 5.0)
    assert [found.slug for found in rank(reading, [ended, alive], [], None)] == ["b-alive", "a-ended"]
    named = Candidate(lambda: card(slug="named", name="Lighthouse", standing=10), 5.0)
    other = Candidate(lambda: card(slug="other", standing=100), 5.0)
    assert rank(read("lighthouse"), [other, named], [], None)[0].slug == "named"


def test_where_nothing_fits_few_are_listed_and_it_is_said():
    reading = read("rhino horn ivory")
    ranked = rank(reading, [Candidate(card, 0.1 * place) for place in range(60)], [], None)
    assert is_weak(ranked, has_meaning=True)
    assert len(members(ranked, has_meaning=True)) <= 10
    assert not is_weak(ranked, has_meaning=False)


def test_a_score_is_the_weighted_sum():
    assert Signals(words=2.0, name=0.5).weighted(Signals(words=0.5, name=4.0, record=9.0)) == 3.0


def test_errors_forgiven_grow_with_the_word():
    assert [allowed_errors(word) for word in ("ab1", "abc", "abcd", "abcdefgh", "a1234567")] == [0, 0, 1, 2, 0]
    assert similar("traficking", {"trafficking": 9, "tracking": 3})[0] == "trafficking"


@given(st.lists(st.floats(-1, 1, width=32), min_size=384, max_size=384))
def test_a_vector_survives_its_bytes(values):
    vector = np.array([values], dtype=np.float32)
    length = float(np.linalg.norm(vector))
    back = restore(quantise(vector))[0]
    if length > 1e-3:
        assert float(back @ (vector[0] / length)) > 0.999


def test_vectors_are_made_once_and_found_again(tmp_path):
    class Counting:
        name = "counting"
        asked = 0

        def passages(self, texts):
            self.asked += len(texts)
            return np.ones((len(texts), 384), dtype=np.float32)

    encoder = Counting()
    nowhere = tmp_path / "none"
    store = VectorStore(tmp_path / "own.bin", nowhere)
    store.quantised(["a", "b", "", "a"], encoder)
    assert encoder.asked == 2
    with (tmp_path / "own.bin").open("ab") as file:
        file.write(b"torn")  # a writer that died
    again = VectorStore(tmp_path / "own.bin", nowhere)
    assert not again.quantised(["b", ""], encoder)[1].any()
    again.quantised(["c"], encoder)
    assert encoder.asked == 3
    assert VectorStore(tmp_path / "own.bin", nowhere).quantised(["c", "a"], encoder).all()
    assert encoder.asked == 3


@given(st.lists(st.text(alphabet="abcz 09", min_size=1, max_size=9), min_size=2, max_size=6, unique=True))
def test_number_keys_order_as_the_names_do(names):
    names = [name.strip() or "a" for name in names]
    assert sorted(names) == sorted(names, key=lambda name: (name_key(name), name))
    ranked = sorted(names, key=lambda name: -default_key(50, name))
    assert [name_key(name) for name in ranked] == sorted(name_key(name) for name in names)
    assert default_key(51, "zzz") > default_key(50, "aaa")


def test_of_many_candidates_the_promising_are_ranked_and_whoever_is_named_is_among_them():
    read_slugs = []

    def one(slug, lexical, **values):
        def read_card():
            read_slugs.append(slug)
            return card(slug=slug, **values)

        return Candidate(read_card, lexical, is_named=slug == "meant")

    many = [one(f"r{place}", place / 100) for place in range(MOST_PROMISING + 100)]
    ranked = rank(read("lighthouse"), [one("meant", 0.0, name="Lighthouse"), *many], [], None)
    assert ranked[0].slug == "meant"
    assert len(ranked) == len(read_slugs) == MOST_PROMISING
    assert "r0" not in read_slugs
    assert f"r{MOST_PROMISING + 99}" in read_slugs


def test_records_classified_like_the_best_come_up_and_weakness_is_judged_without_them():
    kind, other = {"tool_type": ["case-management"]}, {"tool_type": ["awareness"]}
    best = [Candidate(lambda n=n: card(slug=f"best{n}", facets=kind), 9.0 - n) for n in range(3)]
    alike = Candidate(lambda: card(slug="alike", facets=kind), 2.0)
    unlike = [Candidate(lambda n=n: card(slug=f"unlike{n}", facets=other), 2.1) for n in range(6)]
    ranked = rank(read("keep files"), [*best, alike, *unlike], [], None)
    assert [found.slug for found in ranked[:4]] == ["best0", "best1", "best2", "alike"]
    assert ranked[3].own < ranked[4].own
    nothing = [Candidate(lambda n=n: card(slug=f"n{n}", facets=kind if n else other), 0.1) for n in range(30)]
    assert is_weak(rank(read("rhino horn ivory"), nothing, [], None), has_meaning=True)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.floats(-5, 15)), max_size=30))
def test_company_is_a_deviation(found):
    found.sort(key=lambda entry: -entry[1])
    values = company(
        [{"facets": {"tool_type": [kind]}} for kind, _score in found], [s for _kind, s in found], ["tool_type"]
    )
    assert len(values) == len(found)
    assert sum(values) == pytest.approx(0, abs=1e-6)
    assert all(math.isfinite(value) for value in values)
