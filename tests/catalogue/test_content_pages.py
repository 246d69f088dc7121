"""Content pages: made once in every language, kept as editors leave them, found under every language's address."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Locale, Site

from catalogue.disclosure import EDITORS_GROUP
from catalogue.groups import set_up_groups
from catalogue.models import ContentPage, HomePage
from catalogue.pages.default_pages import SLUGS, ensure_pages, texts_in
from catalogue.pages.models import FEATURES
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTS = [text for code in LANGUAGES for text in texts_in(code)]


def page_in(code, slug="about"):
    return ContentPage.objects.get(locale__language_code=code, slug=slug)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_page_is_missing_in_any_language(client, vocabularies, code):
    assert [text.slug for text in texts_in(code)] == list(SLUGS)
    ensure_pages()
    for text in texts_in(code):
        html = client.get(f"/{code}/{text.slug}/").content.decode()
        assert f"<h1>{text.title}</h1>" in html
        assert '<article class="prose">' in html  # no language of its own: it is the page's
        assert html.count("<h2") >= text.body.count("<h2>") > 2


@pytest.mark.parametrize("slug", SLUGS)
def test_a_translation_has_the_parts_of_the_original_in_other_words(slug):
    bodies = {code: next(text.body for text in texts_in(code) if text.slug == slug) for code in LANGUAGES}
    tags = {code: re.findall(r"<(/?\w+)>", body) for code, body in bodies.items()}
    assert {code for code in LANGUAGES if tags[code] != tags["en"]} == set()
    assert len(set(bodies.values())) == len(LANGUAGES)


def test_a_second_run_makes_nothing_and_overwrites_nothing(vocabularies, capsys):
    assert len(ensure_pages()) == len(LANGUAGES) * (1 + len(SLUGS))
    for code in ("en", "ar"):
        page = page_in(code)
        page.title = f"What we are {code}"
        page.save_revision().publish()
    call_command("ensure_pages", "--json")
    assert json.loads(capsys.readouterr().out) == {"made": []}
    assert [page_in(code).title for code in ("en", "ar")] == ["What we are en", "What we are ar"]
    assert HomePage.objects.count() == len(LANGUAGES)


def test_a_page_that_was_deleted_comes_back(vocabularies):
    ensure_pages()
    page_in("en", "privacy").delete()
    page_in("nl", "method").delete()
    assert ensure_pages() == ["Privacy and leaving quickly", "Methode en grenzen"]
    assert page_in("en", "privacy").get_translations().count() == len(LANGUAGES) - 1  # they belong to it again


def test_what_editors_rewrote_gets_no_translation_of_what_it_no_longer_says(vocabularies):
    ensure_pages()
    page_in("ru").delete()
    page = page_in("en")
    page.lead = "Something else."
    page.save_revision().publish()
    assert ensure_pages() == []


def test_the_default_site_leads_to_the_home_page(vocabularies):
    ensure_pages()
    home = HomePage.objects.get(locale__language_code="en")
    assert Site.objects.get(is_default_site=True).root_page.specific == home
    assert home.get_translations().count() == len(LANGUAGES) - 1


def test_a_page_that_nobody_translated_is_shown_in_its_own_language_and_says_so(client, vocabularies):
    ensure_pages()
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=ContentPage(title="Partners", slug="partners", body="<p>Many.</p>"))
    assert "has not been translated" not in client.get("/en/partners/").content.decode()
    html = client.get("/ar/partners/").content.decode()
    assert '<article class="prose" lang="en" dir="ltr">' in html
    assert 'rel="canonical" href="http://testserver/en/partners/"' in html
    assert 'hreflang="en" href="http://testserver/en/partners/"' in html
    assert 'hreflang="ar" href=' not in html
    assert client.get("/ar/nowhere/").status_code == 404


def test_the_switch_and_hreflang_follow_a_translation_to_its_own_address(client, vocabularies):
    ensure_pages()
    page = page_in("fr")
    page.slug = "a-propos"
    page.save_revision().publish()
    html = client.get("/en/about/?a=1").content.decode()
    assert 'href="/fr/a-propos/?a=1" lang="fr"' in html
    assert 'hreflang="fr" href="http://testserver/fr/a-propos/"' in html
    assert page.title in client.get("/fr/about/").content.decode()  # links to the old address still lead to it
    there = client.get("/fr/a-propos/").content.decode()
    assert 'href="/pt/about/" lang="pt"' in there
    assert 'rel="canonical" href="http://testserver/fr/a-propos/"' in there


def test_a_translation_whose_original_moved_on_says_so(client, vocabularies):
    ensure_pages()
    notice = "Le texte anglais a été modifié"
    assert notice not in client.get("/fr/method/").content.decode()
    page = page_in("en", "method")
    page.lead = "Changed."
    page.save_revision().publish()
    assert notice in client.get("/fr/method/").content.decode()


def test_arabic_pages_run_from_right_to_left(client, vocabularies):
    ensure_pages()
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/privacy/").content.decode()


def test_the_sitemap_lists_each_page_in_its_languages(client, vocabularies):
    make_tool()
    ensure_pages()
    page_in("es", "method").unpublish()
    sheet = client.get("/sitemap-texts.xml").content.decode()
    assert "<loc>http://testserver/es/about/</loc>" in sheet
    assert "http://testserver/es/method/" not in sheet
    assert sheet.count("<loc>") == len(TEXTS) - 1


def test_editors_can_translate_a_new_page_in_the_admin(client, vocabularies):
    ensure_pages(["es"])
    set_up_groups()
    editor = get_user_model().objects.create_user("ed", password="x")
    editor.groups.add(Group.objects.get(name=EDITORS_GROUP))
    client.force_login(editor)
    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=ContentPage(title="Partners", slug="partners", body="<p>Many.</p>"))
    locale = Locale.objects.get(language_code="es")
    sent = client.post(f"/admin/translation/submit/page/{page.pk}/", {"locales": [locale.pk]})
    assert sent.status_code == 302, sent.content
    assert page.get_translation(locale).get_parent().specific == home.get_translation(locale)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.language}-{text.slug}")
def test_the_texts_use_only_what_the_editor_of_the_admin_keeps(text):
    widget = get_rich_text_editor_widget(features=FEATURES)
    stored = widget.value_from_datadict({"body": widget.format_value(text.body)}, {}, "body")
    for tag in ("<h2", "<li", "<b>"):
        assert stored.count(tag) == text.body.count(tag)
