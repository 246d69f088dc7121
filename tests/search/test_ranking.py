"""Reading of queries, names, concepts and the fusion of signals."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.encoder.store import VectorStore, quantise, restore
from search.engines.embedded.schema import default_key, name_key
from search.engines.spelling import Spellings, allowed_errors, similar
from search.ranking.candidate_columns import RecordHeader
from search.ranking.clauses import lexical_plan, numbers_in
from search.ranking.concepts import concept_index
from search.ranking.fusion import MOST_SHORTLISTED, WEIGHTS, Background, Candidates, Signals, answer_set, is_weak, rank
from search.ranking.names import NameMatcher
from search.ranking.query_parser import parse_text
from search.ranking.relevance_feedback import relevance_feedback
from search.ranking.understanding import understand
from tests import dangerous
from tests.search.making import cards_of, facets_of
from tests.starting import vocabulary


@given(dangerous.texts(max_size=200), st.sampled_from(["en", "es", "th", "xx"]))
def test_any_text_can_be_read_and_planned(text, hint):
    reading = parse_text(text, hint)
    assert lexical_plan(reading).required <= max(2, len(reading.words))
    assert set(reading.words) <= set(reading.all_words)
    understand(reading, concept_index(vocabulary()))


def test_phrases_exclusions_and_function_words():
    reading = parse_text('the "case files" for shelters -kenya well-known')
    assert [[word.folded for word in phrase] for phrase in reading.phrases] == [["case", "files"]]
    assert [word.folded for word in reading.excluded] == ["kenya"]
    assert [word.folded for word in reading.words] == ["case", "files", "shelters", "well", "known"]


def test_a_query_of_function_words_keeps_them():
    assert [word.folded for word in parse_text("who is it for").words] == ["who", "is", "it", "for"]


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
    head = RecordHeader("x", name, "Thorn", (), 100)
    assert (NameMatcher(parse_text(typed), [head]).match(head) > 0.55) is is_meant


def test_an_alias_names_a_record_too():
    head = RecordHeader("x", "Victim Case Management System", "", ("VCMS",), 100)
    matcher = NameMatcher(parse_text("vcms"), [head])
    assert matcher.match(head) == 1.0
    assert matcher.match_name(head) < 1.0


def concepts_of(text, hint="en"):
    reading = parse_text(text, hint, vocabulary().lexicon)
    return {(found.key, found.value) for found in understand(reading, concept_index(vocabulary())).concepts}


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


def card(slug="x", name="X", facets=None, standing=100):
    return RecordHeader(slug, name, "", (), standing), facets or {}


def candidates(*given, named=(), log=None):
    """Of records with their lexical scores. log: takes the slugs of records that are read."""
    listed = [found for found, _score in given]

    def read_cards(places):
        chosen = [listed[place] for place in places]
        if log is not None:
            log.extend(head.slug for head, _facets in chosen)
        return cards_of(chosen)

    return Candidates(
        read_cards,
        np.array([score for _found, score in given]),
        np.array([head.slug in named for head, _facets in listed], dtype=bool),
    )


def test_standing_decides_between_equals_but_not_for_a_named_record():
    reading = parse_text("lighthouse keeper for survivors")
    alive, ended = (card("b-alive", standing=100), 5.0), (card("a-ended", standing=30), 5.0)
    assert rank(reading, candidates(ended, alive), [], None).slugs == ["b-alive", "a-ended"]
    named, other = (card("named", "Lighthouse", standing=10), 5.0), (card("other"), 5.0)
    assert rank(parse_text("lighthouse"), candidates(other, named), [], None).slugs[0] == "named"


def test_whoever_names_a_record_wants_it_dead_or_alive():
    named = candidates((card("b-alive", "Lighthouse", standing=100), 5.0), (card("a-ended", "Lighthouse"), 5.0))
    ranking = rank(parse_text("lighthouse"), named, [], None)
    assert [Signals(*signals).quality_prior for signals in ranking.signals] == [0.0, 0.0]
    assert ranking.slugs == ["a-ended", "b-alive"]


def test_equal_records_stand_in_the_order_of_their_addresses():
    found = candidates(*((card(slug), 1.0) for slug in "dbca"))
    assert rank(parse_text("lighthouse"), found, [], None).slugs == list("abcd")


def test_where_nothing_fits_few_are_listed_and_it_is_said():
    found = candidates(*((card(f"x{place}"), 0.1 * place) for place in range(60)))
    ranking = rank(parse_text("rhino horn ivory"), found, [], None)
    assert is_weak(ranking, can_tell=True)
    assert len(answer_set(ranking, can_tell=True)) == 10
    assert not is_weak(ranking, can_tell=False)


def test_nothing_found_is_nothing_ranked():
    ranking = rank(parse_text("rhino"), candidates(), [], None)
    assert ranking.slugs == answer_set(ranking, can_tell=True).slugs == []
    assert is_weak(ranking, can_tell=False)


def test_a_score_is_the_weighted_sum_of_signals():
    found = candidates((card("a", facets={"tool_type": ["games"]}), 4.0), (card("b"), 1.0))
    ranking = rank(parse_text("a game"), found, [], None)
    assert ranking.scores == pytest.approx(ranking.signals @ np.array(WEIGHTS))
    assert Signals(*ranking.signals[0]).words == 4.0


def test_a_record_without_a_text_is_taken_to_mean_what_its_other_texts_mean():
    cosines = {"record": np.array([0.9, 0.9]), "tagline_fr": np.array([np.nan, 0.7])}
    found = replace(candidates((card("a"), 0.0), (card("b"), 0.0)), cosines=cosines)
    usual = Background({"record": (0.8, 0.05), "tagline_fr": (0.8, 0.05)})
    first, second = (Signals(*row) for row in rank(parse_text("x"), found, [], usual).signals)
    assert (first.record, first.profile, first.tagline) == pytest.approx((2, 2, 2))
    assert (second.record, second.profile, second.tagline) == pytest.approx((2, 0, -2))


def test_errors_forgiven_grow_with_the_word():
    assert [allowed_errors(word) for word in ("ab1", "abc", "abcd", "abcdefgh", "a1234567")] == [0, 0, 1, 2, 0]
    known = Spellings({"trafficking": 9, "tracking": 3, "coming": 9})
    assert similar("traficking", known)[0] == "trafficking"
    assert similar("traficking", known, lambda word: word != "trafficking") == ["tracking"]
    assert similar("incoming", known) == []


@given(st.text("abc", min_size=4, max_size=9), st.lists(st.text("abc", min_size=1, max_size=11), max_size=40))
def test_similar_words_are_all_those_within_the_errors_allowed(word, others):
    errors = allowed_errors(word)
    known = Spellings(dict.fromkeys(others, 1))
    near = {
        other: distance
        for other in others
        if (distance := OSA.distance(word, other)) <= errors
        and (other[0] == word[0] or (distance < 2 and len(word) >= 6))
    }
    assert dict(known.near(word, errors)) == near
    assert [near[other] for other in similar(word, known)] == sorted(near.values())[:3]


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


def test_of_many_candidates_the_promising_are_read_and_whoever_is_named_is_among_them():
    many = [(card(f"r{place}"), place / 100) for place in range(MOST_SHORTLISTED + 100)]
    read_slugs: list[str] = []
    found = candidates((card("meant", "Lighthouse"), 0.0), *many, named={"meant"}, log=read_slugs)
    ranking = rank(parse_text("lighthouse"), found, [], None)
    assert ranking.slugs[0] == "meant"
    assert len(ranking) == len(read_slugs) == MOST_SHORTLISTED
    assert "r0" not in read_slugs
    assert f"r{MOST_SHORTLISTED + 99}" in read_slugs


def test_records_classified_like_the_best_come_up_and_weakness_is_judged_without_them():
    kind, other = {"tool_type": ["case-management"]}, {"tool_type": ["awareness"]}
    best = [(card(f"best{n}", facets=kind), 9.0 - n) for n in range(3)]
    alike = (card("alike", facets=kind), 2.0)
    unlike = [(card(f"unlike{n}", facets=other), 2.1) for n in range(6)]
    ranking = rank(parse_text("keep files"), candidates(*best, alike, *unlike), [], None)
    assert ranking.slugs[:4] == ["best0", "best1", "best2", "alike"]
    assert ranking.own[3] < ranking.own[4]
    nothing = candidates(*((card(f"n{n}", facets=kind if n else other), 0.1) for n in range(30)))
    assert is_weak(rank(parse_text("rhino horn ivory"), nothing, [], None), can_tell=True)


carried = st.dictionaries(
    st.sampled_from(["tool_type", "country", "status"]), st.lists(st.sampled_from("abc"), max_size=3)
)


@given(st.lists(st.tuples(carried, st.floats(-5, 15)), max_size=30))
def test_company_is_likeness_to_the_best_in_rare_terms(given_records):
    """Against the definition, spelt out record by record."""
    keys = ("tool_type", "country")
    terms = [{(key, v) for key in keys for v in facets.get(key, ())} for facets, _score in given_records]
    scores = [score for _facets, score in given_records]
    held = Counter(term for own in terms for term in own)
    rarity = {term: math.log(1 + len(terms) / number) for term, number in held.items()}
    unit = [math.sqrt(sum(rarity[term] ** 2 for term in own)) or 1.0 for own in terms]
    best = sorted(range(len(terms)), key=lambda place: -scores[place])[:5]
    alike = [
        sum(
            math.exp(scores[b] - scores[best[0]]) * sum(rarity[term] ** 2 for term in own & terms[b]) / length / unit[b]
            for b in best
        )
        for own, length in zip(terms, unit, strict=True)
    ]
    mean = sum(alike) / max(1, len(alike))
    spread = math.sqrt(sum((value - mean) ** 2 for value in alike) / max(1, len(alike)))
    columns = cards_of([card(facets=facets) for facets, _score in given_records])
    expected = [(value - mean) / spread if spread > 1e-9 else 0.0 for value in alike]
    if spread == 0 or spread > 1e-6:  # between lies what rounding decides
        assert relevance_feedback(columns, np.array(scores), keys) == pytest.approx(expected, abs=1e-5)


@given(st.lists(carried, max_size=8), st.data())
def test_columns_say_what_the_cards_say(facets, data):
    columns = cards_of([card(f"r{place}", facets=own) for place, own in enumerate(facets)])
    order = data.draw(st.lists(st.sampled_from(range(len(facets))), unique=True)) if facets else []
    taken = columns.take(np.array(order, dtype=np.int64))
    assert [head.slug for head in taken.heads] == [f"r{place}" for place in order]
    for column, place in enumerate(order):
        own = {key: set(values) for key, values in facets[place].items() if values}
        assert {key: set(values) for key, values in facets_of(taken, column).items()} == own
    for key, values in (("tool_type", ["a"]), ("country", ["b", "c"]), ("none", ["a"]), ("status", [])):
        said = [not set(values).isdisjoint(facets[place].get(key, ())) for place in order]
        assert taken.carrying(key, values).tolist() == said
