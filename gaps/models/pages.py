"""Gap analyses that editors write: text around live tables, rankings, charts and figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from catalogue.pages.models import InOneLanguage, is_foreign
from gaps.blocks import LIVE_BLOCKS, shows_demand


class ReadersPageQuerySet(PageQuerySet):
    def for_reader(self, language: str) -> list[Any]:
        """What everybody may see, each page once: in the reader's language if it is there, else the original."""
        originals = self.order_by().values("translation_key").annotate(original=models.Min("pk")).values("original")
        chosen: dict[UUID, Any] = {}
        wanted = models.Q(pk__in=originals) | models.Q(locale__language_code=language)
        for page in self.live().public().filter(wanted).select_related("locale").order_by("path"):
            if page.translation_key not in chosen or page.locale.language_code == language:
                chosen[page.translation_key] = page
        return list(chosen.values())


ReadersPageManager = PageManager.from_queryset(ReadersPageQuerySet)


class GapIndexPage(InOneLanguage, Page):
    """`/gaps/`: the findings and the table stand on it by themselves; this is the text around them."""

    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(LIVE_BLOCKS, verbose_name=_("text"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["catalogue.HomePage"]
    subpage_types = ["gaps.GapPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    objects = ReadersPageManager()

    class Meta:
        verbose_name = _("gaps: front page")

    @property
    def is_foreign(self) -> bool:
        return is_foreign(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        from gaps.views.front import front

        return front(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """An editor sees this version of the text around the living table, as readers will."""
        from gaps.views.front import front_page

        return front_page(request, self)


class GapPage(InOneLanguage, Page):
    """`/gaps/<slug>/`: one analysis. Every figure in it is live, or frozen to a snapshot, as its block says."""

    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(LIVE_BLOCKS, verbose_name=_("text"), blank=True)

    parent_page_types = ["gaps.GapIndexPage"]
    subpage_types: list[str] = []
    template = "gaps/page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    objects = ReadersPageManager()

    class Meta:
        verbose_name = _("gap analysis")
        verbose_name_plural = _("gap analyses")

    def clean(self) -> None:
        super().clean()
        from gaps.urls import RESERVED_SLUGS

        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address leads to another page of the gaps. Choose another one.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from django.urls import reverse

        from gaps.citation import Citation
        from gaps.live_data import current_registry

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        changed = self.last_published_at.date() if self.last_published_at else current_registry().on
        context["is_foreign"] = is_foreign(self)
        context["citation"] = Citation(f"gaps-{self.slug}", self.title, changed, f"/gaps/{self.slug}/")
        context["index_url"] = reverse("gaps:index")
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        from gaps.caching import to_keep

        shown = render(request, self.template, self.get_context(request))
        return to_keep(shown, has_demand=shows_demand(self.body))
