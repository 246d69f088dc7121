"""Terms that saved analyses name follow a rename and a merge, are not deleted, and what is frozen doesn't change."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gaps import live_data
from gaps.matrix_service import matrix_result, read_request
from gaps.models.needs import Area
from gaps.models.pages import GapIndexPage, GapPage
from gaps.models.snapshots import Snapshot
from gaps.snapshots.freezing import state_of, take_snapshot
from gaps.term_references import _chosen, _moved
from taxonomy.changes import TermInUse, delete, merge, rename
from taxonomy.models import Term
from taxonomy.uses import references_to
from tests import dangerous
from tests.gaps.loaded import WithAnalyses


def term(vocabulary: str, slug: str) -> Term:
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def a_page(*blocks: dict[str, Any], slug: str = "saved") -> GapPage:
    front = GapIndexPage.objects.get(locale__language_code="en")
    page: GapPage = front.add_child(instance=GapPage(title="Saved", slug=slug, body=json.dumps(list(blocks))))
    page.save_revision().publish()
    return page


def figure(filters: str, snapshot: int | None = None) -> dict[str, Any]:
    return {"type": "figure", "value": {"filters": filters, "snapshot": snapshot, "before": "There are", "after": "."}}


def filters_of(page: GapPage) -> list[str]:
    return [block["value"]["filters"] for block in GapPage.objects.get(pk=page.pk).body.raw_data]


class TestSavedAnalyses(WithAnalyses):
    def test_a_renamed_term_is_renamed_in_what_is_published_and_in_drafts(self) -> None:
        page = a_page(figure("technology=games&region=africa"), figure("technology=e-learning"))
        page.body = json.dumps([figure("region=asia&technology=Games")])
        page.save_revision()
        rename(term("technology", "games"), "serious-games")
        assert filters_of(page) == ["technology=serious-games&region=africa", "technology=e-learning"]
        draft = GapPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert draft.body.raw_data[0]["value"]["filters"] == "region=asia&technology=serious-games"

    def test_a_merge_moves_filters_and_areas_and_counts_them(self) -> None:
        page = a_page(figure("technology=games&technology=virtual-reality"))
        moved = merge(term("technology", "games"), term("technology", "virtual-reality"))
        # Once as published, once in the version that editing starts from.
        assert (filters_of(page), moved.slugs) == (["technology=virtual-reality"], 2)
        areas = Area.objects.filter(regions__icontains="africa-eastern").count()
        assert areas
        assert merge(term("region", "africa-eastern"), term("region", "africa-middle")).slugs == areas
        assert not Area.objects.filter(regions__icontains="africa-eastern").exists()

    def test_a_term_that_only_an_analysis_names_is_not_deleted(self) -> None:
        fresh = Term.objects.create(vocabulary=term("technology", "games").vocabulary, slug="smoke-signals")
        page = a_page(figure("technology=smoke-signals"))
        assert [(use.label, use.url) for use in references_to(fresh)] == [("Saved", f"/admin/pages/{page.pk}/edit/")]
        with pytest.raises(TermInUse):
            delete(fresh)
        page.delete()
        delete(fresh)

    def test_an_unpublished_use_is_a_use(self) -> None:
        page = a_page(figure("technology=e-learning"))
        page.body = json.dumps([figure("technology=games")])
        page.save_revision()
        assert "Saved" in {use.label for use in references_to(term("technology", "games"))}

    def test_what_is_frozen_stays_though_its_terms_are_merged(self, client: Client) -> None:
        games = "technology=games"
        snapshot, _is_new = take_snapshot()
        page = a_page(figure(games, snapshot.number), figure(games))

        def shown() -> list[str]:
            return re.findall(r'class="figures">(\d+)<', client.get("/en/gaps/saved/").content.decode())

        frozen, live = shown()
        assert frozen == live
        merge(term("technology", "games"), term("technology", "e-learning"))
        live_data.note_change()
        assert filters_of(page) == [games, "technology=e-learning"]
        assert shown()[0] == frozen
        assert int(shown()[1]) > int(live)

    def test_an_address_of_a_past_day_means_the_terms_of_that_day(self) -> None:
        snapshot, _is_new = take_snapshot()
        Snapshot.objects.update(taken_on=snapshot.taken_on - timedelta(days=9))
        day = (snapshot.taken_on - timedelta(days=1)).isoformat()

        def total(**asked: str) -> int:
            params = QueryDict(mutable=True)
            params.update(asked)
            return matrix_result(*read_request(params, "en", strict=True)).matrix.total

        games, lessons = total(technology="games", date=day), total(technology="e-learning", date=day)
        merge(term("technology", "games"), term("technology", "e-learning"))
        rename(term("technology", "e-learning"), "lessons")
        live_data.note_change()
        assert total(technology="games", date=day) == games
        assert total(technology="e-learning", date=day) == lessons
        assert total(technology="lessons") > max(games, lessons)

    def test_a_term_named_since_means_what_it_was_named_before(self) -> None:
        snapshot, _is_new = take_snapshot()
        rename(term("technology", "games"), "play")
        assert state_of(snapshot).resolve("technology", "play") == "games"
        assert state_of(snapshot).resolve("technology", "unheard-of") is None


keys = st.sampled_from(["technology", "region", "country", "have", "q", "x y"])
values = st.one_of(st.sampled_from(["games", "Games ", "a&b", "é"]), dangerous.texts(max_size=5))


@given(st.lists(st.tuples(keys, values), max_size=5))
def test_moving_replaces_one_value_of_one_vocabulary_only(pairs: list[tuple[str, str]]) -> None:
    moved = _moved(urlencode(pairs), "technology", "games", "play")
    assert "games" not in _chosen(moved, "technology")
    expected = [
        (key, "play" if key == "technology" and value.strip().lower() == "games" else value) for key, value in pairs
    ]
    assert parse_qsl(moved, keep_blank_values=True) == list(dict.fromkeys(expected))
