"""Terms that records rely on are renamed, retired, merged and deleted without losing anything."""

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from catalogue.models import Organisation, Tool, ToolClassification
from catalogue.records import record_of
from taxonomy.changes import ChangeRefused, TermInUse, delete, merge, reinstate, rename, retire
from taxonomy.current import vocabulary_index
from taxonomy.loading import load_vocabularies
from taxonomy.models import Term, TermRedirect
from taxonomy.resolution import resolve
from taxonomy.signals import terms_changed
from taxonomy.uses import counts_of_use, reference_providers, register_reference_provider, relations, uses_of
from tests.catalogue.factories import make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


def term(vocabulary: str, slug: str) -> Term:
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def technologies(tool: Tool) -> list[str]:
    """As they stand in the database, in their order."""
    return list(
        ToolClassification.objects.filter(tool=tool, term__vocabulary__slug="technology").values_list(
            "term__slug", flat=True
        )
    )


def test_every_kind_of_use_is_known() -> None:
    found = {(relation.model.__name__, relation.field.name, relation.owner.__name__) for relation in relations()}
    assert found >= {
        ("ToolClassification", "term", "Tool"),
        ("Tool", "status", "Tool"),
        ("Tool", "access", "Tool"),
        ("Tool", "victim_data", "Tool"),
        ("Organisation", "organisation_type", "Organisation"),
    }


def test_uses_are_counted_and_listed() -> None:
    tool = make_tool(technologies=["games"])
    [use] = uses_of(term("technology", "games"))
    assert (use.objects, use.is_draft) == ((tool,), False)
    assert counts_of_use()[term("technology", "games").pk] == 1
    assert {use.kind for use in uses_of(term("organisation_type", "ngo"))} == {"organisations"}
    assert uses_of(term("technology", "blockchain")) == []


def test_a_renamed_terms_old_slug_leads_to_it() -> None:
    tool = make_tool(technologies=["games"])
    rename(term("technology", "games"), "serious-games")
    index = vocabulary_index()
    assert index.resolve_slug("technology", "games") == "serious-games"
    assert resolve("games", "technology")[0].slug == "serious-games"
    assert record_of(tool).technologies == ("serious-games",)
    assert load_vocabularies().gone == {"technology": ["games"]}
    assert not Term.objects.filter(slug="games").exists()


def test_renaming_back_and_forth() -> None:
    games = term("technology", "games")
    rename(games, "serious-games")
    rename(games, "games")
    assert vocabulary_index().resolve_slug("technology", "serious-games") == "games"
    assert vocabulary_index().resolve_slug("technology", "games") == "games"


@pytest.mark.parametrize("slug", ["biometrics", "former"])
def test_a_slug_that_means_something_else_is_refused(slug: str) -> None:
    rename(term("technology", "blockchain"), "ledger")
    TermRedirect.objects.update(old_slug="former")
    with pytest.raises(ChangeRefused, match=slug):
        rename(term("technology", "games"), slug)


def test_a_merge_moves_every_use_and_every_word() -> None:
    both = make_tool("both", technologies=["games", "mobile-app", "virtual-reality"])
    one = make_tool("one", name="Another", aka=[], url="", technologies=["database", "games"])
    moved = merge(term("technology", "games"), term("technology", "virtual-reality"))
    assert technologies(both) == ["virtual-reality", "mobile-app"], "the better place of the two is kept"
    assert technologies(one) == ["database", "virtual-reality"]
    assert moved.rows == 2
    index = vocabulary_index()
    assert index.resolve_slug("technology", "games") == "virtual-reality"
    assert resolve("Serious games", "technology")[0].slug == "virtual-reality"
    assert resolve("Jeux", "technology", "fr")[0].slug == "virtual-reality"
    assert "Jeux" in index.term("technology", "virtual-reality").synonyms["fr"]  # type: ignore[union-attr]
    assert "games" not in {known.slug for known in index.terms("technology")}
    assert record_of(Tool.objects.get(slug="one")).technologies == ("database", "virtual-reality")


def usage(term: Term) -> set[tuple[str, str]]:
    """(object, path) of everything that Wagtail's table of usage says of a term."""
    return set(ReferenceIndex.get_references_to(term).values_list("object_id", "content_path"))


def test_after_a_merge_wagtails_table_of_usage_is_as_if_made_anew() -> None:
    tools = [
        make_tool("both", technologies=["games", "mobile-app", "virtual-reality"]),
        make_tool("one", name="Another", aka=[], url="", technologies=["database", "games"]),
    ]
    games, into = term("technology", "games"), term("technology", "virtual-reality")
    merge(games, into)
    after = usage(into)
    assert len(after) == 2
    assert usage(games) == set()
    for tool in tools:
        ReferenceIndex.create_or_update_for_object(Tool.objects.get(pk=tool.pk))
    assert usage(into) == after


def test_a_merge_costs_the_same_for_many_records() -> None:
    def cost_of_merge(slug: str, records: int) -> int:
        for number in range(records):
            name = f"{slug} {number}"
            make_tool(f"{slug}-{number}", name=name, aka=[], url="", technologies=[slug, "virtual-reality"])
        with CaptureQueriesContext(connection) as queries:
            merge(term("technology", slug), term("technology", "virtual-reality"))
        return len(queries)

    cost_of_merge("blockchain", 1)  # what is learnt once a process is learnt
    assert cost_of_merge("games", 2) == cost_of_merge("e-learning", 12)


def test_a_merge_moves_single_values() -> None:
    tool = make_tool(access="freemium", organisation_type="igo")
    merge(term("access", "freemium"), term("access", "commercial"))
    merge(term("organisation_type", "igo"), term("organisation_type", "government"))
    tool.refresh_from_db()
    assert tool.access is not None
    assert tool.access.slug == "commercial"
    assert Organisation.objects.get(name="Example Union").organisation_type == term("organisation_type", "government")
    assert Organisation.objects.filter(organisation_type__slug="igo").count() == 0


def test_a_merge_reaches_unpublished_drafts_and_the_version_that_editing_starts_from() -> None:
    tool = make_tool(technologies=["mobile-app", "virtual-reality"])
    draft = tool.get_latest_revision_as_object()
    draft.classifications.add(ToolClassification(term=term("technology", "games"), sort_order=9))
    draft.access = term("access", "freemium")
    draft.save_revision()
    assert [(use.objects, use.is_draft) for use in uses_of(term("technology", "games"))] == [((tool,), True)]
    merge(term("technology", "games"), term("technology", "virtual-reality"))
    merge(term("access", "freemium"), term("access", "commercial"))
    tool.refresh_from_db()
    tool.get_latest_revision().publish()
    tool.refresh_from_db()
    assert sorted(technologies(tool)) == ["mobile-app", "virtual-reality"]
    assert tool.access == term("access", "commercial")


def test_merging_again_follows_the_chain_and_moves_narrower_terms() -> None:
    merge(term("technology", "games"), term("technology", "virtual-reality"))
    merge(term("technology", "virtual-reality"), term("technology", "e-learning"))
    assert vocabulary_index().resolve_slug("technology", "games") == "e-learning"
    merge(term("region", "europe"), term("region", "asia"))
    assert "europe-northern" in vocabulary_index().descendants("region", "asia")


def test_a_merge_tells_others_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[str, frozenset[str]]] = []

    def listen(vocabulary: str, slugs: frozenset[str], **_: Any) -> None:
        heard.append((vocabulary, slugs))

    terms_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            merge(term("technology", "games"), term("technology", "virtual-reality"))
            assert heard == []
    finally:
        terms_changed.disconnect(listen)
    assert heard == [("technology", frozenset({"games", "virtual-reality"}))]


def test_slugs_kept_elsewhere_are_moved_too() -> None:
    class Mapping:
        kept = "technology/games"

        def find(self, vocabulary: str, slug: str) -> list[Any]:
            return []

        def move(self, vocabulary: str, old: str, new: str) -> int:
            self.kept = self.kept.replace(f"{vocabulary}/{old}", f"{vocabulary}/{new}")
            return 1

    mapping = Mapping()
    register_reference_provider(mapping)
    try:
        moved = merge(term("technology", "games"), term("technology", "virtual-reality"))
    finally:
        reference_providers.remove(mapping)
    assert (moved.slugs, mapping.kept) == (1, "technology/virtual-reality")


@pytest.mark.parametrize(
    ("old", "into", "reason"),
    [
        (("technology", "games"), ("technology", "games"), "own place"),
        (("technology", "games"), ("pillar", "prevention"), "same vocabulary"),
        (("region", "africa"), ("region", "africa-eastern"), "lies below"),
    ],
)
def test_merges_that_make_no_sense_are_refused(old: tuple[str, str], into: tuple[str, str], reason: str) -> None:
    with pytest.raises(ChangeRefused, match=reason):
        merge(term(*old), term(*into))
    assert term(*old).status == Term.Lifecycle.ACTIVE


def test_a_retired_term_stays_on_its_records_and_is_found_under_its_successor() -> None:
    tool = make_tool(technologies=["games"])
    retire(term("technology", "games"), term("technology", "virtual-reality"))
    index = vocabulary_index()
    assert record_of(tool).technologies == ("games",)
    assert "games" in index.descendants("technology", "virtual-reality")
    assert "games" not in {known.slug for known in index.terms("technology")}
    assert resolve("games", "technology")[0].slug == "virtual-reality"
    reinstate(term("technology", "games"))
    assert vocabulary_index().resolve_slug("technology", "games") == "games"


def test_what_may_not_be_retired_or_reinstated() -> None:
    with pytest.raises(ChangeRefused, match="5 narrower terms"):
        retire(term("region", "africa"))
    merge(term("technology", "games"), term("technology", "virtual-reality"))
    with pytest.raises(ChangeRefused, match="was merged"):
        reinstate(term("technology", "games"))
    with pytest.raises(ChangeRefused, match="retired already"):
        retire(term("technology", "games"))


def test_a_term_in_use_is_not_deleted_and_says_where_it_is_used() -> None:
    tool = make_tool(technologies=["games"])
    with pytest.raises(TermInUse, match="1 tools") as caught:
        delete(term("technology", "games"))
    assert caught.value.uses[0].objects == (tool,)
    with pytest.raises(models.ProtectedError):
        term("technology", "games").delete()
    with pytest.raises(ChangeRefused, match="narrower terms"):
        delete(term("region", "africa"))


def test_an_unused_term_can_be_deleted() -> None:
    delete(term("technology", "games"))
    assert vocabulary_index().term("technology", "games") is None


def test_a_term_used_only_in_a_draft_is_not_deleted() -> None:
    tool = make_tool()
    draft = tool.get_latest_revision_as_object()
    draft.classifications.add(ToolClassification(term=term("technology", "games"), sort_order=9))
    draft.save_revision()
    with pytest.raises(TermInUse):
        delete(term("technology", "games"))
