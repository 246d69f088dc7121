"""Sees to it that the site has its pages. Safe to run again: what is there stays as its editors left it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from catalogue.pages.models import ContentPage, HomePage
from catalogue.pages.texts import TEXTS


@transaction.atomic
def ensure_pages() -> list[str]:
    """Create what is missing; returns the titles of the pages made."""
    made: list[str] = []
    home = HomePage.objects.order_by("path").first()
    if home is None:
        root = Page.get_first_root_node()
        _clear_welcome_page(root)
        home = root.add_child(instance=HomePage(title=settings.WAGTAIL_SITE_NAME, slug="home", show_in_menus=False))
        home.save_revision().publish()
        made.append(home.title)
    _ensure_site(home)
    present = set(home.get_children().values_list("slug", flat=True))
    for text in TEXTS:
        if text.slug in present:
            continue
        page = home.add_child(
            instance=ContentPage(
                title=text.title, slug=text.slug, lead=text.lead, body=text.body, search_description=text.lead
            )
        )
        page.save_revision().publish()
        made.append(page.title)
    return made


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
