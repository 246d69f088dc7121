"""Gap analyses that editors write: text around live tables, rankings, charts and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from catalogue.pages.models import InOneLanguage
from common.citations import Citation
from gaps.blocks import LIVE_BLOCKS, shows_demand
from gaps.cacheable import to_keep
from gaps.fields import UnmigratedStreamField

# Addresses below `/gaps/` that a gap page can't have, as they lead elsewhere.
RESERVED_SLUGS = frozenset({"method", "cell", "embed", "maps", "snapshots", "changes"})
# What the front page prints beside its text. The view that works it out registers here: a model knows no view.
front_page_contexts: list[Callable[[HttpRequest], Mapping[str, Any]]] = []


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
    body = UnmigratedStreamField(LIVE_BLOCKS, verbose_name=_("text"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["catalogue.HomePage"]
    subpage_types = ["gaps.GapPage"]
    template = "gaps/index.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    objects = ReadersPageManager()

    class Meta:
        verbose_name = _("gaps: front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An editor's preview shows this version of the text around the living table, as readers will see it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        for make in front_page_contexts:
            context.update(make(request))
        return context


class GapPage(InOneLanguage, Page):
    """`/gaps/<slug>/`: one analysis. Every figure in it is live, or frozen to a snapshot, as its block says."""

    lead = models.TextField(_("lead"), blank=True)
    body = UnmigratedStreamField(LIVE_BLOCKS, verbose_name=_("text"), blank=True)

    parent_page_types = ["gaps.GapIndexPage"]
    subpage_types: list[str] = []
    template = "gaps/page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    objects = ReadersPageManager()

    class Meta:
        verbose_name = _("gap analysis")
        verbose_name_plural = _("gap analyses")

    @classmethod
    def check(cls, **kwargs: Any) -> list[CheckMessage]:
        """A page must not take the address of a view: every word that follows `gaps/` in the addresses is reserved."""
        below = [str(pattern.pattern).split("/")[1:2] for pattern in get_resolver("gaps.urls").url_patterns]
        words = {part for parts in below for part in parts if part and not part.startswith("<")}
        errors: list[CheckMessage] = super().check(**kwargs)
        if unreserved := sorted(words - RESERVED_SLUGS):
            errors.append(Error(f"A gap page could take the address of a view: {', '.join(unreserved)}.", obj=cls))
        return errors

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address leads to another page of the gaps. Choose another one.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        changed = self.last_published_at.date() if self.last_published_at else timezone.localdate()
        context["citation"] = Citation.of_living_page(f"gaps-{self.slug}", self.title, f"/gaps/{self.slug}/", changed)
        context["index_url"] = reverse("gaps:index")
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = render(request, self.template, self.get_context(request))
        return to_keep(shown, has_demand=shows_demand(self.body))
