"""The home page and the content pages (about, method, privacy, accessibility) as Wagtail pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

# No images or embeds: nothing an editor writes may load from elsewhere, nor break the content-security policy.
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]


def is_foreign(page: Page) -> bool:
    """Nobody translated the page yet: it is shown in the language it has, and says so."""
    return str(page.locale.language_code) != (get_language() or "en").split("-")[0]


class HomePage(Page):
    """The entrance. Heading and lead are optional: empty ones are the interface's, in the reader's language."""

    heading = models.CharField(_("heading"), max_length=200, blank=True)
    lead = models.TextField(_("lead"), blank=True)

    template = "catalogue/home.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalogue.home import Home, panels_for

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["home"] = Home()
        context["is_foreign"] = is_foreign(self)
        context["home_panels"] = panels_for(request)
        return context


class ContentPage(Page):
    """A page of text."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    template = "catalogue/content.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["is_foreign"] = is_foreign(self)
        return context
