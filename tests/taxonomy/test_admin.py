"""Editors' pages for vocabularies and terms."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP, VETTED_GROUP
from catalogue.groups import set_up_groups
from taxonomy.current import vocabulary_index
from taxonomy.models import Term, TermText
from tests.catalogue.factories import make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


def term(vocabulary: str, slug: str) -> Term:
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def address(name: str, *args: Any) -> str:
    return reverse(f"vocabularies:{name}", args=args)


def login(client: Client, group: str) -> Client:
    set_up_groups()
    user = User.objects.create_user(f"a-{group.lower()}", password="x")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


@pytest.fixture
def curator(client: Client) -> Client:
    return login(client, CURATORS_GROUP)


@pytest.fixture
def editor(client: Client) -> Client:
    return login(client, EDITORS_GROUP)


def body(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def filled(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send from a page's form, with some fields changed."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in {**values, **changes}.items()}


def test_terms_are_listed_as_a_tree_with_their_uses(curator: Client) -> None:
    make_tool(regions=["africa-eastern"])
    page = body(curator, address("tree", "region"))
    assert page.index(address("edit", term("region", "africa").pk)) < page.index(
        address("edit", term("region", "africa-eastern").pk)
    )
    usage = address("usage", term("region", "africa-eastern").pk)
    assert f'<a href="{usage}">1<' in page
    assert address("tree", "region") in body(curator, address("index"))


def test_the_list_costs_the_same_for_any_number_of_terms(curator: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):
        curator.get(address("tree", "infrastructure"))


def test_words_are_edited_by_language(curator: Client) -> None:
    games = term("technology", "games")
    url = address("edit", games.pk)
    sent = filled(
        curator, url, label_fr="Jeux sérieux", synonyms_fr="jeu\r\n jeu  vidéo \r\n\r\njeu", rejected_fr="jouet"
    )
    response = curator.post(url, sent)
    assert response.status_code == 302
    index = vocabulary_index()
    known = index.term("technology", "games")
    assert known is not None
    assert (known.labels["fr"], known.synonyms["fr"], known.rejected["fr"]) == (
        "Jeux sérieux", ("jeu", "jeu vidéo"), ("jouet",),
    )  # fmt: skip
    assert "Edited" in body(curator, url), "the change is in the term's history"


def test_saving_without_a_change_writes_nothing(curator: Client) -> None:
    games = term("technology", "games")
    before = list(TermText.objects.filter(term=games).values_list("pk", "text", "position"))
    curator.post(address("edit", games.pk), filled(curator, address("edit", games.pk)))
    assert list(TermText.objects.filter(term=games).values_list("pk", "text", "position")) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label_en": ""}, "This field is required"),
        ({"label_en": "Blockchain"}, "“blockchain” has this label already"),
        ({"label_fr": "", "synonyms_fr": "jeu"}, "Give the term a label in this language too"),
        ({"synonyms_en": "x" * 201}, "is longer than 200 characters"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"parent": "999999"}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_saved_says_why(curator: Client, changes: dict[str, str], message: str) -> None:
    url = address("edit", term("technology", "games").pk)
    response = curator.post(url, filled(curator, url, **changes))
    assert response.status_code == 200
    assert message in response.content.decode()


def test_a_term_can_not_lie_below_itself(curator: Client) -> None:
    africa = term("region", "africa")
    url = address("edit", africa.pk)
    for below in (africa, term("region", "africa-eastern")):
        assert curator.post(url, filled(curator, url, parent=below.pk)).status_code == 200
    assert curator.post(url, filled(curator, url, parent=term("region", "asia").pk)).status_code == 302


def test_adding_a_term(curator: Client) -> None:
    url = address("add", "technology")
    response = curator.post(url, filled(curator, url, slug="robots", label_en="Robots"))
    assert response.status_code == 302
    assert vocabulary_index().label("technology", "robots") == "Robots"
    again = curator.post(url, filled(curator, url, slug="robots", label_en="Robots again"))
    assert "This name is, or was, that of another term" in again.content.decode()


def test_a_merge_shows_what_moves_before_it_moves(curator: Client) -> None:
    make_tool(technologies=["games"])
    games, other = term("technology", "games"), term("technology", "virtual-reality")
    url = address("merge", games.pk)
    assert "Show what moves" in body(curator, url)
    shown = curator.post(url, {"successor": other.pk}).content.decode()
    assert "Safe Path" in shown
    assert Term.objects.get(pk=games.pk).status == Term.Lifecycle.ACTIVE
    response = curator.post(url, {"successor": other.pk, "confirmed": "yes"}, follow=True)
    assert "was merged into" in response.content.decode()
    assert vocabulary_index().resolve_slug("technology", "games") == "virtual-reality"


def test_renaming_retiring_and_offering_again(curator: Client) -> None:
    games = term("technology", "games")
    assert curator.post(address("rename", games.pk), {"slug": "blockchain"}).status_code == 200
    assert curator.post(address("rename", games.pk), {"slug": "not a slug"}).status_code == 200
    curator.post(address("rename", games.pk), {"slug": "serious-games"})
    curator.post(address("retire", games.pk), {"successor": ""})
    games.refresh_from_db()
    assert (games.slug, games.status) == ("serious-games", Term.Lifecycle.RETIRED)
    page = body(curator, address("edit", games.pk))
    assert "This term is retired" in page
    assert "Slug changed from “games” to “serious-games”" in page
    assert "Offer “" in body(curator, address("reinstate", games.pk))
    curator.post(address("reinstate", games.pk))
    games.refresh_from_db()
    assert games.status == Term.Lifecycle.ACTIVE


def test_a_refusal_is_told(curator: Client) -> None:
    response = curator.post(address("retire", term("region", "africa").pk), {"successor": ""})
    assert "has 5 narrower terms in use" in response.content.decode()


def test_deleting_a_used_term_is_refused_with_links_to_its_uses(editor: Client) -> None:
    tool = make_tool(technologies=["games"])
    games = term("technology", "games")
    page = body(editor, address("delete", games.pk))
    assert "is in use and can't be deleted" in page
    assert f'href="{reverse("wagtailsnippets_catalogue_tool:edit", args=[tool.pk])}"' in page
    editor.post(address("delete", games.pk))
    assert Term.objects.filter(pk=games.pk).exists()
    unused = term("technology", "blockchain")
    assert "Delete it for good?" in body(editor, address("delete", unused.pk))
    editor.post(address("delete", unused.pk))
    assert not Term.objects.filter(pk=unused.pk).exists()


def test_a_vocabularys_own_labels(curator: Client) -> None:
    url = address("edit_vocabulary", "pillar")
    curator.post(url, filled(curator, url, label_sw="Nguzo", label_de="", note="The four Ps."))
    labels = vocabulary_index().vocabularies["pillar"].labels
    assert labels["sw"] == "Nguzo"
    assert "de" not in labels


def test_who_may_do_what(client: Client) -> None:
    games = term("technology", "games")
    login(client, CURATORS_GROUP)
    assert client.get(address("delete", games.pk)).status_code == 302, "curators may not delete"
    client.logout()
    login(client, VETTED_GROUP)
    for name in ("edit", "merge", "usage"):
        assert client.get(address(name, games.pk)).status_code == 302
    client.logout()
    assert client.get(address("index")).status_code == 302


@pytest.mark.parametrize("name", ["edit", "merge", "retire", "rename", "usage", "reinstate"])
def test_a_term_that_is_not_there(curator: Client, name: str) -> None:
    # Without a page there, the middleware tries the same address with a language.
    assert curator.get(address(name, 999_999), follow=True).status_code == 404
