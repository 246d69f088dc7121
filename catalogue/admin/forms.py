"""The edit form of a tool and of what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalogue.admin.fields import (
    PickField,
    TermsField,
    country_choices,
    in_kept_order,
    language_choices,
    term_choices,
)
from catalogue.disclosure import Disclosure, level_of
from catalogue.fields import FIELDS
from catalogue.models import FormerSlug, TextOrigin, Tool, ToolClassification, ToolCountry, ToolLanguage, ToolText
from catalogue.public_fields import fields_hidden_from
from catalogue.records import FIELD_OF_SINGLE
from catalogue.removal.keys import removed_among, was_removed
from catalogue.writing.organisations import free_slug
from taxonomy.current import vocabulary_index
from taxonomy.models import Term

NONE_KNOWN = "none-known"
# How the form asks for terms where the field's own label doesn't ask enough.
_QUESTIONS: dict[str, dict[str, Any]] = {
    "tool_types": {
        "with_primary": True,
        "help_text": _("What kind of initiative it is. Mark the one that describes it best as primary."),
    },
    "pillars": {"label": _("Pillar of response")},
    "target_users": {"label": _("Who uses or runs it")},
    "infrastructure": {
        "label": _("What a user needs"),
        "help_text": _("Tick at least one connection and one device."),
    },
    "regions": {"help_text": _("Where it is or was used.")},
}


class ToolForm(WagtailAdminModelForm):
    """Adds to the model's fields what is kept in rows: terms, countries, languages.

    ``save`` turns these back into rows of the tool in memory, so that drafts, previews and revisions carry them.
    """

    country_codes = PickField(label=_("Countries of use"), with_search=True)
    language_codes = PickField(label=_("Languages of the interface or service"), with_search=True)
    origin_country = forms.ChoiceField(label=_("Country of the lead organisation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._carried = self._read_rows()
        self._offer()
        for name in fields_hidden_from(level_of(self.for_user), disclosure=self._strictest_disclosure()):
            self.fields.pop(name, None)
            if name == "restricted_detail":
                # Whoever can't read the detail can't decide who may.
                self.fields.pop("disclosure", None)

    @property
    def term_fields(self) -> dict[str, TermsField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, TermsField)}

    def _strictest_disclosure(self) -> str:
        """Return the stricter level of the draft in hand and the record as it is published."""
        saved = Tool.objects.filter(pk=self.instance.pk).values_list("disclosure", flat=True).first()
        levels = [Disclosure(value) for value in (saved, self.instance.disclosure) if value]
        return max(levels, key=lambda disclosure: disclosure.level)

    def _read_rows(self) -> dict[str, list[str]]:
        by_pk = vocabulary_index().by_pk
        terms = [by_pk[row.term_id] for row in self.instance.classifications.all() if row.term_id in by_pk]
        rows = {
            name: [term.slug for term in terms if term.vocabulary == field.vocabulary]
            for name, field in self.term_fields.items()
        }
        rows["country_codes"] = [row.code for row in self.instance.countries.all()]
        rows["language_codes"] = [row.code for row in self.instance.languages.all()]
        return rows

    def _offer(self) -> None:
        for name, values in self._carried.items():
            self.initial.setdefault(name, values)
        for name, field in self.term_fields.items():
            field.offer(term_choices(field.vocabulary, self._carried[name]))
        countries = country_choices()
        self.fields["country_codes"].offer(countries)
        self.fields["language_codes"].offer(language_choices(self._carried["language_codes"]))
        if "origin_country" in self.fields:
            self.fields["origin_country"].choices = [("", "—"), *((one.value, one.label) for one in countries)]
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for name in FIELD_OF_SINGLE:
            if name in self.fields:
                field = self.fields[name]
                present = Q(status=Term.Lifecycle.ACTIVE) | Q(pk=getattr(self.instance, f"{name}_id"))
                field.queryset = field.queryset.filter(present)
                field.empty_label = _("Not said")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_slug(cleaned)
        for name, before in self._carried.items():
            if name in cleaned:
                chosen = cleaned[name]
                first = chosen[0] if name == "tool_types" and self.data.get(self._primary_name()) in chosen else None
                cleaned[name] = in_kept_order(before, chosen, first=first)
        if NONE_KNOWN in cleaned.get("seeking", ()) and len(cleaned["seeking"]) > 1:
            self.add_error("seeking", _("“None known” can't stand beside something it looks for. Untick one of them."))
        launched, ended = cleaned.get("launched"), cleaned.get("ended")
        if launched and ended and ended < launched:
            self.add_error("ended", _("It can't have ended before it was launched."))
        if cleaned.get("restricted_detail") and cleaned.get("disclosure") == Disclosure.PUBLIC:
            self.add_error("disclosure", _("Say who may read the restricted detail: registered or vetted readers."))
        return cleaned

    def _primary_name(self) -> str:
        return f"{self.add_prefix('tool_types')}-primary"

    def _clean_slug(self, cleaned: dict[str, Any]) -> None:
        if "slug" not in self.fields or "slug" in self.errors:
            return
        slug, name = cleaned.get("slug"), cleaned.get("name") or ""
        others = FormerSlug.objects.exclude(tool=self.instance.pk) if self.instance.pk else FormerSlug.objects.all()
        taken = set(Tool.objects.exclude(pk=self.instance.pk).values_list("slug", flat=True))
        taken |= set(others.values_list("slug", flat=True))
        is_suggested = self.instance.pk is None and slug == slugify(name)
        if name and (not slug or (is_suggested and slug in taken)):
            # Nobody chose the address: a second record of the same name gets one of its own, and a warning.
            cleaned["slug"] = free_slug(name, taken, 60)
        elif self.instance.pk is None and removed_among([(slug or "", [name])]):
            self.add_error("name", was_removed())
        elif others.filter(slug=slug).exists():
            self.add_error("slug", _("This was the address of another record and still leads there. Choose another."))

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """An address made here is put into the open page, which would send its own again with the next save."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        slug = self.cleaned_data.get("slug", "")
        if slug and slug != self.data.get(self.add_prefix("slug")):
            updates.append((self.add_prefix("slug"), slug))
        return updates

    def save_cluster_m2m(self) -> None:
        """Set the rows in memory; ``save`` calls this before it writes anything, for drafts and previews too."""
        super().save_cluster_m2m()
        tool = self.instance
        self._set_terms(tool)
        _set_codes(tool, "countries", ToolCountry, self.cleaned_data.get("country_codes"))
        _set_codes(tool, "languages", ToolLanguage, self.cleaned_data.get("language_codes"))
        if "last_verified_on" in self.changed_data:
            tool.last_verified_by = self.for_user if tool.last_verified_on else None

    def _set_terms(self, tool: Tool) -> None:
        index = vocabulary_index()
        present = {row.term_id: row for row in tool.classifications.all()}
        answered = {field.vocabulary: name for name, field in self.term_fields.items() if name in self.cleaned_data}
        rows = [row for pk, row in present.items() if pk in index.by_pk and index.by_pk[pk].vocabulary not in answered]
        for vocabulary, name in answered.items():
            for position, slug in enumerate(self.cleaned_data[name]):
                pk = index.pk_of(vocabulary, slug)
                if pk is None:  # retired in this second; the form's next reading doesn't offer it any more
                    continue
                row = present.get(pk) or ToolClassification(term_id=pk)
                row.sort_order = position
                rows.append(row)
        tool.classifications.set(rows)


for _field in FIELDS.values():
    if _field.relation == "classifications":
        _options = {"label": _field.label, **_QUESTIONS.get(_field.name, {})}
        ToolForm.declared_fields[_field.name] = ToolForm.base_fields[_field.name] = TermsField(
            _field.vocabulary, **_options
        )


def _set_codes(tool: Tool, relation: str, model: Any, codes: Iterable[str] | None) -> None:
    if codes is None:
        return
    manager = getattr(tool, relation)
    present = {row.code: row for row in manager.all()}
    rows = []
    for position, code in enumerate(codes):
        row = present.get(code) or model(code=code)
        row.sort_order = position
        rows.append(row)
    manager.set(rows)


class ToolTextForm(WagtailAdminModelForm):
    """A text in a language. Ticking "confirmed" says who did it and when; without the tick it counts as a machine's."""

    language = forms.ChoiceField(label=_("Language"))
    confirmed = forms.BooleanField(
        label=_("Confirmed"),
        required=False,
        help_text=_("Somebody who knows the language wrote it, or has read it and agrees."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        index = vocabulary_index()
        codes = dict.fromkeys((*index.languages, *filter(None, [self.instance.language])))
        names = sorted((index.label("language", code), code) for code in codes)
        self.fields["language"].choices = [("", "—"), *((code, name) for name, code in names)]
        # A new row is somebody's own words, so it starts as confirmed.
        self.initial["confirmed"] = self.instance.is_confirmed if self.instance.text else True

    def save(self, commit: bool = True) -> ToolText:
        text: ToolText = super().save(commit=False)
        if self.cleaned_data.get("confirmed"):
            if "text" in self.changed_data:
                text.origin = TextOrigin.PERSON
            if text.confirmed_on is None or "text" in self.changed_data:
                text.confirmed_on = timezone.localdate()
                text.confirmed_by = self.for_user
        else:
            text.confirmed_on = text.confirmed_by = None
            text.origin = TextOrigin.MACHINE
        if commit:
            text.save()
        return text


class ReasonForm(forms.Form):
    """Why something is done; shown to readers or kept in the record's history."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers who follow an old link see this sentence."),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise ValidationError(_("Say why the record is withdrawn."))
        return reason
