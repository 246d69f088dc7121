"""What machines ask for by agreed names: robots.txt, the sitemap, our search's description, security.txt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.models import ContentPage, Organisation, Tool
from taxonomy.current import vocabulary_index
from text.active_language import active_language

# Items times languages on one sheet; each carries a link to every language.
SHEET = 700
# The operator's setting of today; whoever copies the file may trust it for half a year (RFC 9116, Expires).
CONTACT_TRUSTED = timedelta(days=180)
# The places of the contract that a reader may want to find.
PLACES = ("tools/", "find/", "gaps/", "plan/", "vocabularies/", "organisations/", "suggest/")


class _RegistrySitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = SHEET

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


class PlaceSitemap(_RegistrySitemap):
    """Home and the main places."""

    def items(self) -> Sequence[str]:
        return ["", *PLACES]

    def location(self, item: str) -> str:
        return reverse("wagtail_serve", args=[item])


class EditorialPageSitemap(_RegistrySitemap):
    """The pages of text, in the languages that each is written in."""

    def items(self) -> Sequence[dict[str, str]]:
        """Language to path, one such mapping for a page and its translations."""
        paths: dict[Any, dict[str, str]] = {}
        for page in ContentPage.objects.live().public().select_related("locale").order_by("path"):
            paths.setdefault(page.translation_key, {})[page.language] = page.path_on_site
        return list(paths.values())

    def get_languages_for_item(self, item: dict[str, str]) -> list[str]:
        return list(item)

    def location(self, item: dict[str, str]) -> str:
        return item[active_language()]


class ToolSitemap(_RegistrySitemap):
    def items(self) -> QuerySet[Tool]:
        return Tool.objects.public().only("slug", "public_changed_at").order_by("pk")

    def lastmod(self, item: Tool) -> datetime:
        return item.public_changed_at


class OrganisationSitemap(_RegistrySitemap):
    def items(self) -> Iterable[Organisation]:
        with_part = Organisation.objects.filter(participations__tool__in=Tool.objects.public())
        return with_part.only("slug").distinct().order_by("pk")

    def location(self, item: Organisation) -> str:
        return reverse("catalogue:organisation", args=[item.slug])


class TermSitemap(_RegistrySitemap):
    def items(self) -> Sequence[tuple[str, str]]:
        index = vocabulary_index()
        return [
            (vocabulary.slug, term.slug)
            for vocabulary in index.vocabularies.values()
            if not vocabulary.is_virtual
            for term in index.terms(vocabulary.slug)
        ]

    def location(self, item: tuple[str, str]) -> str:
        return reverse("wagtail_serve", args=["vocabularies/{}/{}/".format(*item)])


SITEMAPS: dict[str, type[Sitemap]] = {
    "places": PlaceSitemap,
    "texts": EditorialPageSitemap,
    "tools": ToolSitemap,
    "organisations": OrganisationSitemap,
    "terms": TermSitemap,
}


# Where filters, sorts and choices can be combined without end, a robot stays with what has one parameter: a list of one
# value, its pages, a table of one other side. All records are in the sitemap. The longest rule that fits is obeyed (RFC
# 9309), so a page of a list of one value stays open, and one of a list of two doesn't.
_CLOSED = (
    "/admin/",
    "/*/admin/",
    "/*/correct/",
    "/*/quiet/",
    "/*?*format=",
    "/*?*next=",
    "/*/tools/?*&",
    "/*/tools/?*&*&page=",
    "/*/tools/?*&page=*&",
    "/*/tools/?q=",
    "/*/tools/?have=",
    "/*/tools/?global=",
    "/*/tools/?in_doubt=",
    "/*/tools/?sort=",
    "/*/tools/?per_page=",
    "/*/find/?",
    "/*/compare/?",
    "/*/shortlist/?",
    "/*/suggest/?",
    "/*/suggest/similar/",
    "/*/organisations/?*&",
    "/*/gaps/?*&",
    "/*/gaps/cell/",
    "/*/gaps/embed/",
    "/*/gaps/changes/?",
    "/*/gaps/snapshots/*?",
)
_OPEN = ("/*/tools/?*&page=",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be found; forms, downloads and combinations of filters need no robot."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _CLOSED),
        *(f"Allow: {path}" for path in _OPEN),
        "",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml")


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whoever finds a weakness or a leak learns here whom to tell; 404 where the operator names nobody."""
    if not settings.CONTACT:
        raise Http404
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + CONTACT_TRUSTED
    lines = [
        *(f"Contact: {address}" for address in settings.CONTACT),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(settings.CONTACT_LANGUAGES)}",
    ]
    # An address without https may not stand in the file.
    if settings.BASE_URL.startswith("https://"):
        lines.append(f"Canonical: {settings.BASE_URL}{reverse('security_contact')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
