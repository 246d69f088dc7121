"""The guides of docs/ can be read on the site, and their links lead to pages."""

import re

import pytest
from django.urls import reverse

from website.guides import guides

pytestmark = pytest.mark.django_db


def test_every_guide_is_listed_and_opens(client):
    page = client.get(reverse("guides")).content.decode()
    assert len(guides()) > 4
    for guide in guides():
        assert guide.url in page
        answer = client.get(guide.url)
        assert answer.status_code == 200
        assert f"<h1>{guide.title}</h1>".replace("'", "&#x27;")[:20] in answer.content.decode()


def test_links_between_files_lead_to_pages(client):
    page = client.get(reverse("guide", args=["guides", "editors"])).content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    french = client.get(reverse("guide", args=["guides", "editors"]).replace("/en/", "/fr/")).content.decode()
    assert 'href="/en/guides/' not in french[french.index("<article") : french.index("</article>")]
    for href in re.findall(r'href="([^"]+)"', article):
        assert not href.endswith(".md")
        assert client.get(href).status_code == 200


def test_recipes_for_changing_the_code_are_no_guides_of_the_site(client):
    assert "release" not in {guide.name for guide in guides()}
    assert client.get("/en/guides/how-to/release/").status_code == 404


@pytest.mark.parametrize("name", ["none", "..", "README"])
def test_what_is_no_guide_is_not_found(client, name):
    assert client.get(f"/en/guides/guides/{name}/").status_code == 404
