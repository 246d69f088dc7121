"""What a change of the blocks and of the addresses costs, and what notices it."""

from typing import Any

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.urls import path
from wagtail import blocks
from wagtail.fields import StreamField

from gaps import urls
from gaps.fields import UnmigratedStreamField
from gaps.models.pages import GapPage


def changes_when_a_choice_is_added(field: type[StreamField]) -> dict[str, Any]:
    """What Django would migrate when the blocks of a page get another choice."""

    def state(choices: list[tuple[str, str]]) -> ProjectState:
        project = ProjectState.from_apps(apps)
        body = field([("map", blocks.ChoiceBlock(choices=choices))], blank=True)
        fields = {**project.models["gaps", "gappage"].fields, "body": body}
        project.models["gaps", "gappage"] = ModelState("gaps", "GapPage", fields, bases=("wagtailcore.page",))
        return project

    before, after = state([("ended", "Ended")]), state([("ended", "Ended"), ("years", "Years")])
    return MigrationAutodetector(before, after)._detect_changes()


def test_another_choice_in_a_block_needs_no_migration() -> None:
    assert changes_when_a_choice_is_added(StreamField)
    assert not changes_when_a_choice_is_added(UnmigratedStreamField)


def test_the_pages_keep_their_blocks_out_of_migrations_and_have_them_all_the_same() -> None:
    body = GapPage._meta.get_field("body")
    assert isinstance(body, UnmigratedStreamField)
    assert set(body.stream_block.child_blocks) == {
        "text", "figure", "matrix", "ranking", "regions", "sparkline", "tools", "map",
    }  # fmt: skip


def test_an_address_that_a_page_could_take_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not GapPage.check()
    also = path("gaps/compare/", lambda request: None, name="compare")
    monkeypatch.setattr(urls, "urlpatterns", [also, *urls.urlpatterns])
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        assert ["compare" in error.msg for error in GapPage.check()] == [True]
    finally:
        monkeypatch.undo()
        clear_url_caches()
