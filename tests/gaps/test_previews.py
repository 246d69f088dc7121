"""An editor sees every page before readers do: the preview beside the form, and *View draft*, of every type of page."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from catalogue.pages.default_pages import ensure_pages
from gaps.default_pages import ensure_gap_pages
from tests.catalogue.admin_forms import fields_of, signed_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr")


@pytest.fixture
def editor(vocabularies: None, django_user_model: type) -> Client:
    ensure_pages(LANGUAGES)
    ensure_gap_pages()
    client = signed_in()
    client.user.is_superuser = True
    client.user.save()
    return client


def pages() -> list[Page]:
    """One page of each type in each language."""
    chosen: dict[tuple[type, str], Page] = {}
    for page in Page.objects.filter(depth__gt=1).specific():
        if page.locale.language_code in LANGUAGES:
            chosen.setdefault((type(page), page.locale.language_code), page)
    types = {model for model in apps.get_models() if issubclass(model, Page) and model is not Page}
    assert {type_ for type_, _language in chosen} == types
    assert {language for _type, language in chosen} == set(LANGUAGES)
    return list(chosen.values())


def test_the_draft_of_every_type_of_page_is_shown(editor: Client) -> None:
    for page in pages():
        page.title = page.seo_title = f"Words not yet public {page.pk}"
        if hasattr(page, "lead"):
            page.lead = f"Lead not yet public {page.pk}"
        page.save_revision()
        answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert answer.status_code == 200, page
        assert f"not yet public {page.pk}" in answer.content.decode(), page
        public = Client().get(page.url)
        assert "not yet public" not in public.content.decode(), page


def test_the_preview_of_every_type_of_page_is_shown(editor: Client) -> None:
    for page in pages():
        form = fields_of(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
        form.setdefault("body-count", ["0"])  # which a script adds
        form["lead"] = f"Lead being written {page.pk}"
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        assert editor.post(preview, form).json()["is_valid"], page
        answer = editor.get(preview)
        assert answer.status_code == 200, page
        assert f"Lead being written {page.pk}" in answer.content.decode(), page
