"""The edit form's tabs, in the order in which a reader asks."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

from catalogue.admin.comparisons import PickComparison
from catalogue.admin.fields import TermsField
from catalogue.admin.forms import ToolForm, ToolTextForm
from catalogue.admin.notices import (
    AudiencePanel,
    DraftPanel,
    PersonalDataPanel,
    ProposalsPanel,
    QualityPanel,
    SimilarPanel,
    WithdrawalPanel,
)
from catalogue.disclosure import Disclosure, level_of
from catalogue.fields import FIELDS
from catalogue.models import ToolText
from catalogue.public_fields import fields_hidden_from
from catalogue.records import SAFEGUARDS


class GuardedBoundPanel(FieldPanel.BoundPanel):
    def get_comparison(self) -> list[Any]:
        # Of two revisions one may be older than the present level of disclosure: the strictest counts.
        level = level_of(getattr(self.request, "user", None))
        hidden = fields_hidden_from(level, disclosure=Disclosure.VETTED)
        return [] if self.panel.field_name in hidden else super().get_comparison()


class GuardedPanel(FieldPanel):
    """A field that only some levels may read. The form leaves it out (``ToolForm``); so do comparisons of revisions."""

    BoundPanel = GuardedBoundPanel


class PickBoundPanel(FieldPanel.BoundPanel):
    def get_comparison(self) -> list[Any]:
        name = self.panel.field_name
        field = ToolForm.base_fields[name]
        vocabulary = field.vocabulary if isinstance(field, TermsField) else name.removesuffix("_codes")
        return [functools.partial(PickComparison, name, field.label, vocabulary)]


class PickPanel(FieldPanel):
    """A picking field of ``ToolForm``."""

    BoundPanel = PickBoundPanel


class TextsPanel(InlinePanel):
    """Texts in other languages, with the form that knows what confirming means."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(
            ToolText, form_class=ToolTextForm, defer_required_on_fields=["language", "text"]
        )
        formset["inherit_kwargs"] = ["for_user"]
        return options


def _rows(relation: str, heading: Any, label: Any, panels: list[Any]) -> InlinePanel:
    return InlinePanel(relation, panels=panels, heading=heading, label=label)


WHAT = ObjectList(
    [
        WithdrawalPanel(),
        ProposalsPanel(),
        DraftPanel(),
        PersonalDataPanel(),
        SimilarPanel(),
        TitleFieldPanel("name", placeholder=_("Name")),
        FieldPanel("slug"),
        _rows("aliases", _("Other names"), _("Other name"), [FieldPanel("name")]),
        FieldPanel("summary"),
        FieldPanel("url"),
        PickPanel("tool_types"),
        PickPanel("pillars"),
        PickPanel("exploitation"),
        PickPanel("technologies"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("status_date")]),
                FieldPanel("status_note"),
                FieldRowPanel([FieldPanel("launched"), FieldPanel("ended")]),
                FieldPanel("ended_because"),
            ],
            heading=_("Is it alive"),
        ),
        FieldPanel("tags"),
    ],
    heading=_("What it is"),
)
WHERE = ObjectList(
    [
        PickPanel("regions"),
        PickPanel("country_codes"),
        PickPanel("language_codes"),
        PickPanel("target_users"),
    ],
    heading=_("Where and for whom"),
)
USABLE = ObjectList(
    [
        PickPanel("infrastructure"),
        FieldPanel("access"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("source_repo")]),
        _rows(
            "links",
            _("Links"),
            _("Link"),
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("label")]), FieldPanel("url")],
        ),
    ],
    heading=_("Could I use it"),
)
SAFE = ObjectList(
    [
        FieldPanel("victim_data"),
        *(FieldPanel(name) for name in SAFEGUARDS),
    ],
    heading=_("Is it safe"),
)
EFFECTIVE = ObjectList(
    [
        _rows(
            "impact_claims",
            _("Claims about effect"),
            _("Claim about effect"),
            [
                FieldPanel("claim"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("method"), FieldPanel("is_independent")]),
                FieldPanel("source_url"),
            ],
        ),
        FieldPanel("notes"),
    ],
    heading=_("Does it work"),
)
PEOPLE = ObjectList(
    [
        _rows(
            "participations",
            _("Organisations"),
            _("Organisation"),
            [FieldPanel("organisation"), FieldRowPanel([FieldPanel("role"), FieldPanel("contribution")])],
        ),
        FieldPanel("origin_country"),
        PickPanel("seeking"),
    ],
    heading=_("Who is behind it"),
)
SOURCES = ObjectList(
    [
        _rows(
            "sources",
            _("Sources"),
            _("Source"),
            [
                FieldPanel("title"),
                FieldPanel("url"),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("supports")]),
                FieldRowPanel([FieldPanel("is_seen"), FieldPanel("seen_on")]),
            ],
        ),
        FieldPanel("confidence"),
        FieldPanel("last_verified_on", help_text=_("Who verified it is filled in with your name.")),
    ],
    heading=_("Sources"),
)
WORDS = ObjectList(
    [
        TextsPanel(
            "texts",
            heading=_("Words in other languages"),
            label=_("Text in a language"),
            panels=[
                FieldRowPanel([FieldPanel("language"), FieldPanel("kind")]),
                FieldPanel("text"),
                FieldPanel("confirmed"),
            ],
        ),
    ],
    heading=_("Words in other languages"),
)
INTERNAL = ObjectList(
    [
        QualityPanel(heading=_("Open problems")),
        AudiencePanel(heading=_("Who can see what")),
        GuardedPanel("disclosure"),
        GuardedPanel("restricted_detail"),
        GuardedPanel("curator_notes"),
    ],
    heading=_("Internal"),
)


def _further(tabs: list[ObjectList]) -> ObjectList:
    """A tab for declared fields that no other has a place for, so that a new field can be filled in at once."""
    placed = {name for tab in tabs for name in _names(tab)}
    panels = [
        PickPanel(field.name) if field.relation == "classifications" else FieldPanel(field.attribute)
        for field in FIELDS.values()
        if (field.attribute or field.relation == "classifications") and (field.attribute or field.name) not in placed
    ]
    return ObjectList(panels, heading=_("Further fields"))


def _names(panel: Any) -> Iterator[str]:
    yield getattr(panel, "field_name", "")
    for child in getattr(panel, "children", ()):
        yield from _names(child)


_TABS = [WHAT, WHERE, USABLE, SAFE, EFFECTIVE, PEOPLE, SOURCES, WORDS, INTERNAL]
_FURTHER = _further(_TABS)
TOOL_FORM = TabbedInterface([*_TABS, *([_FURTHER] if _FURTHER.children else [])], base_form_class=ToolForm)
