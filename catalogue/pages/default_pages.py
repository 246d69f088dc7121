"""The pages that every registry starts with, in every language of the interface, made where they are missing.

Editors change them afterwards; nothing here overwrites their work. Titles and leads are in
``data/pages/headings.json``, bodies in ``data/pages/<language>/<slug>.html``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from catalogue.pages.models import ContentPage, HomePage

SomePage = TypeVar("SomePage", bound=Page)
FOLDER = Path(__file__).parent.parent / "data" / "pages"
SLUGS = ("about", "method", "privacy", "accessibility")


@dataclass(frozen=True, slots=True)
class PageText:
    slug: str
    language: str
    title: str
    lead: str

    @property
    def body(self) -> str:
        return (FOLDER / self.language / f"{self.slug}.html").read_text(encoding="utf-8").strip()


@cache
def _headings() -> dict[str, dict[str, dict[str, str]]]:
    """Slug to language to ``title`` and ``lead``."""
    headings: dict[str, dict[str, dict[str, str]]] = json.loads((FOLDER / "headings.json").read_text(encoding="utf-8"))
    return headings


def texts_in(language: str) -> list[PageText]:
    """The starting texts in one language; a language that nobody translated them into has none."""
    return [PageText(slug, language, **_headings()[slug][language]) for slug in SLUGS if language in _headings()[slug]]


@transaction.atomic
def ensure_pages(languages: Iterable[str] | None = None) -> list[str]:
    """Create what is missing, in the original's language and the given ones; returns the titles of the pages made.

    Without languages: in all of the interface.

    A page's translations are made only while the original is as it came: ours say what our own text says, and no
    longer fit one that its editors rewrote.
    """
    made: list[str] = []
    home = HomePage.objects.order_by("path").first()
    if home is None:
        root = Page.get_first_root_node()
        _clear_welcome_page(root)
        home = root.add_child(instance=HomePage(title=settings.WAGTAIL_SITE_NAME, slug="home", show_in_menus=False))
        home.save_revision().publish()
        made.append(home.title)
    _ensure_site(home)
    originals = {page.slug: page for page in ContentPage.objects.child_of(home)}
    for text in texts_in(home.locale.language_code):
        if text.slug not in originals:
            orphan = ContentPage.objects.filter(slug=text.slug, depth=home.depth + 1).first()
            originals[text.slug] = _add(home, text, translation_of=orphan)
            made.append(text.title)
    for code in [code for code, _name in settings.LANGUAGES] if languages is None else languages:
        if code != home.locale.language_code:
            made += _ensure_translations(home, originals, code)
    if made:
        Site.clear_site_root_paths_cache()
    return made


def _ensure_translations(home: HomePage, originals: dict[str, ContentPage], code: str) -> list[str]:
    made: list[str] = []
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    home_there = HomePage.objects.filter(translation_key=home.translation_key, locale=locale).first()
    if home_there is None:
        home_there = Page.get_first_root_node().add_child(
            instance=HomePage(
                title=home.title,
                slug=f"{home.slug}-{code}",
                show_in_menus=False,
                locale=locale,
                translation_key=home.translation_key,
            )
        )
        home_there.save_revision().publish()
        made.append(f"{home.title} ({code})")
    pages = ContentPage.objects.filter(locale=locale)
    present: set[UUID] = set(pages.values_list("translation_key", flat=True))
    taken = set(home_there.get_children().values_list("slug", flat=True))
    for text in texts_in(code):
        original = originals[text.slug]
        if original.translation_key in present or text.slug in taken or original.revisions.count() > 1:
            continue
        _add(home_there, text, translation_of=original)
        made.append(text.title)
    return made


def _add(home: HomePage, text: PageText, *, translation_of: ContentPage | None = None) -> ContentPage:
    page = ContentPage(
        title=text.title,
        slug=text.slug,
        lead=text.lead,
        body=text.body,
        search_description=text.lead,
    )
    return add_published(home, page, translation_of)


def add_published(parent: Page, page: SomePage, translation_of: Page | None = None) -> SomePage:
    """The page below its parent, in the parent's language, for everybody to see."""
    page.locale = parent.locale
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _clear_welcome_page(root: Page) -> None:
    """Take away the page that Wagtail's own migration makes; it holds the address that the home page needs."""
    welcome = root.get_children().filter(slug="home", content_type__model="page").first()
    if welcome is not None:
        Site.objects.filter(root_page=welcome).delete()
        Page.objects.get(pk=welcome.pk).delete()


def _ensure_site(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname=address.hostname or "localhost",
            port=port,
            site_name=settings.WAGTAIL_SITE_NAME,
            root_page=home,
            is_default_site=True,
        )
    elif not issubclass(site.root_page.specific_class or Page, HomePage):
        site.root_page = home
        site.save()
