"""Content pages: made once, kept as editors leave them, shown in every language."""

import json

import pytest
from django.core.management import call_command
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Site

from catalogue.models import ContentPage, HomePage
from catalogue.pages.establishing import ensure_pages
from catalogue.pages.models import FEATURES
from catalogue.pages.texts import TEXTS

pytestmark = pytest.mark.django_db


def test_a_second_run_makes_nothing_and_overwrites_nothing(vocabularies, capsys):
    assert len(ensure_pages()) == 1 + len(TEXTS)
    page = ContentPage.objects.get(slug="about")
    page.title = "What we are"
    page.save_revision().publish()
    call_command("ensure_pages", "--json")
    assert json.loads(capsys.readouterr().out) == {"made": []}
    assert ContentPage.objects.get(slug="about").title == "What we are"
    assert HomePage.objects.count() == 1


def test_a_page_that_was_deleted_comes_back(vocabularies):
    ensure_pages()
    ContentPage.objects.get(slug="privacy").delete()
    assert ensure_pages() == ["Privacy and leaving quickly"]


def test_the_default_site_leads_to_the_home_page(vocabularies):
    ensure_pages()
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()


@pytest.mark.parametrize("slug", [text.slug for text in TEXTS])
def test_every_page_is_shown_and_says_when_it_is_not_in_the_readers_language(client, vocabularies, slug):
    ensure_pages()
    english = client.get(f"/en/{slug}/").content.decode()
    assert "has not been translated" not in english
    arabic = client.get(f"/ar/{slug}/")
    assert arabic.status_code == 200
    assert '<article class="prose" lang="en" dir="ltr">' in arabic.content.decode()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)
def test_the_texts_use_only_what_the_editor_of_the_admin_keeps(text):
    widget = get_rich_text_editor_widget(features=FEATURES)
    stored = widget.value_from_datadict({"body": widget.format_value(text.body)}, {}, "body")
    for tag in ("<h2", "<li", "<b>"):
        assert stored.count(tag) == text.body.count(tag)
