"""The home page and the content pages (about, method, privacy, accessibility) as Wagtail pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page, Site
from wagtail.search import index
from wagtail.url_routing import RouteResult

from text.active_language import active_language

# No images or embeds: nothing an editor writes may load from elsewhere, nor break the content-security policy.
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]


class InOneLanguage:
    """Of a page: the language that its text is in, and how that runs."""

    locale: Locale

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def is_foreign(self) -> bool:
        """Tell whether nobody translated the page yet: it is shown in the language it has, and says so."""
        return self.language != active_language()


class HomePage(InOneLanguage, Page):
    """The entrance. Heading and lead are optional: empty ones are the interface's, in the reader's language."""

    heading = models.CharField(_("heading"), max_length=200, blank=True)
    lead = models.TextField(_("lead"), blank=True)

    template = "catalogue/home.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below; one that nobody translated is shown in the language it was written in."""
        try:
            return super().route(request, path_components)
        except Http404:
            original = Site.find_for_request(request).root_page
            if original.pk == self.pk:
                raise
            result = original.specific.route(request, path_components)
            there = result.page.get_translation_or_none(self.locale)
            return RouteResult(there.specific, result.args, result.kwargs) if there and there.live else result


class ContentPage(InOneLanguage, Page):
    """A page of text."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    template = "catalogue/content.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")

    @cached_property
    def path_on_site(self) -> str:
        """The path of its address, beginning with its language."""
        parts = self.get_url_parts()
        return str(parts[2]) if parts else ""

    @cached_property
    def language_versions(self) -> dict[str, ContentPage]:
        """Language code to the page that readers of that language get, this one included."""
        pages = self.get_translations(inclusive=True).live().public().select_related("locale")
        return {page.locale.language_code: page for page in pages}

    @property
    def is_older_than_original(self) -> bool:
        """The text that this one translates was published again since."""
        original = self.language_versions.get(settings.LANGUAGE_CODE)
        if original is None or not original.last_published_at or not self.last_published_at:
            return False
        return bool(original.last_published_at > self.last_published_at)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # The frame's language switch and hreflang follow it: a translation may have an address of its own.
        request.language_paths = {code: page.path_on_site for code, page in self.language_versions.items()}  # type: ignore[attr-defined]
        return context
