"""How a correction becomes a change of the record: a form with the fields that it is about, beside the reader's words.

Words become a term, a country or a date only by a person; so the form offers the field's own choices, starting from
what the waiting draft, or else the record, says. What is written goes upon the waiting draft, never over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.fields import PickField, TermsField, country_choices, in_kept_order, language_choices, term_choices
from catalogue.fields import FIELDS, check_values, plain, read_values
from catalogue.history import LABELS, in_words
from catalogue.models import Proposal, Tool
from catalogue.partial_dates import PartialDateInput
from catalogue.proposals.forms import CORRECTABLE
from catalogue.writing import Outcome, RecordChange, WriteMode, write_records

# What a correction is about → the record's fields that may have to change for it, under the data set's names.
CONCERNED: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "summary": ("summary",),
    "status": ("status", "status_date", "status_note", "ended", "ended_because"),
    "url": ("url",),
    "organisation": ("organisation",),
    "countries": ("countries",),
    "languages": ("languages",),
    "access": ("access", "licence"),
    "infrastructure": ("infrastructure",),
    "handles_victim_data": ("handles_victim_data", "personal_data"),
    "restricted": ("name", "summary", "notes", "status_note", "url"),
    "other": ("name", "summary", "notes", "launched", "ended", "licence", "source_repo"),
}
# Of these the reader's words can be the value as they stand.
IN_FREE_WORDS = frozenset({"name", "summary", "url", "organisation"})
_LONG = frozenset({"summary", "notes", "status_note", "ended_because", "personal_data"})
_YEARS = frozenset({"launched", "ended"})
_DATES = frozenset({"status_date"})
_LISTS: Mapping[str, Callable[[tuple[str, ...]], Any]] = {
    "countries": lambda carried: country_choices(),
    "languages": language_choices,
    "infrastructure": lambda carried: term_choices("infrastructure", carried),
}
_EMPTY: tuple[Any, ...] = (None, "", (), [])


@dataclass(frozen=True)
class FieldVersions:
    """What one field says in public, in the waiting draft, and in the proposal; all in words."""

    label: str
    public: str
    draft: str
    proposed: str


class Versions:
    """The record as it is public and as its waiting draft has it, with the values that a correction is about."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self.about = next(iter(proposal.values), "other")
        self.names = CONCERNED.get(self.about, CONCERNED["other"])
        self.tool = proposal.tool

    @property
    def has_draft(self) -> bool:
        return bool(self.tool and self.tool.has_unpublished_changes and self.tool.latest_revision_id)

    @property
    def seen(self) -> str:
        """Name the version that a form was made of."""
        return str(self.tool.latest_revision_id or 0) if self.tool else "0"

    @cached_property
    def public(self) -> dict[str, Any]:
        return read_values(self.tool, self.names) if self.tool else {}

    @cached_property
    def draft(self) -> dict[str, Any]:
        if not self.has_draft or self.tool is None:
            return self.public
        return read_values(self.tool.get_latest_revision_as_object(), self.names)

    @property
    def differing(self) -> list[str]:
        """Return the fields concerned in which the waiting draft already says something else than the public record."""
        return [name for name in self.names if self.draft.get(name) != self.public.get(name)]

    def lines(self) -> list[FieldVersions]:
        words = self.proposal.values.get(self.about, "")
        lines = [
            FieldVersions(
                str(LABELS[name]),
                in_words(name, self.public.get(name)),
                in_words(name, self.draft.get(name)) if name in self.differing else "",
                str(words) if name == self.about else "",
            )
            for name in self.names
        ]
        if self.about not in self.names:
            lines.insert(0, FieldVersions(str(CORRECTABLE.get(self.about, self.about)), "", "", str(words)))
        return lines


class DecisionForm(forms.Form):
    """What a curator says to the sender of a proposal when deciding on it."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the sender (needed when you decline)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeOverForm(DecisionForm):
    """The fields that a correction is about, as the draft or the record has them, for a curator to set right."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    over_draft = forms.BooleanField(
        label=gettext_lazy("Replace what the waiting draft says in these fields"), required=False
    )

    def __init__(self, versions: Versions, data: QueryDict | None = None) -> None:
        self.versions = versions
        super().__init__(self._whole(data))
        self.fields["seen"].initial = versions.seen
        for name in versions.names:
            self.fields[name] = _field_for(name, versions.draft.get(name))
            self.initial[name] = self._start(name)
        if not versions.differing:
            del self.fields["over_draft"]

    def _whole(self, data: QueryDict | None) -> QueryDict | None:
        """Fill in the form as it stands when it is opened, for whoever sends the decision alone, without the fields."""
        if data is None or "seen" in data:
            return data
        whole = data.copy()
        whole["seen"] = self.versions.seen
        for name in self.versions.names:
            start = self._start(name)
            text = "" if start is None else str(start)
            whole.setlist(name, start if isinstance(start, list) else [text])
        return whole

    def _start(self, name: str) -> Any:
        if name == self.versions.about and name in IN_FREE_WORDS:
            return self.versions.proposal.values[name]
        value = self.versions.draft.get(name)
        return list(value) if isinstance(value, tuple) else value

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.versions.names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.versions.seen:
            raise ValidationError(
                _("Somebody changed the record's draft since this page was opened. Compare again, then decide.")
            )
        if self.versions.differing and not cleaned.get("over_draft"):
            raise ValidationError(
                _(
                    "A draft is waiting that already changes what this correction is about. Compare the three "
                    "versions, then tick “Replace what the waiting draft says” to take this one over."
                )
            )
        _good, problems = check_values(self._chosen(cleaned))
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)
        return cleaned

    def _chosen(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {name: cleaned[name] for name in self.versions.names if name in cleaned}

    def changed_values(self) -> dict[str, Any]:
        """Return canonical values of the fields that the curator gave another value than the draft has."""
        good, _problems = check_values(self._chosen(self.cleaned_data))
        for name, before in self.versions.draft.items():
            if isinstance(before, tuple) and isinstance(good.get(name), tuple):
                good[name] = tuple(in_kept_order(before, good[name]))
        return {name: value for name, value in good.items() if value != self.versions.draft.get(name)}


def _field_for(name: str, value: Any) -> forms.Field:
    label = str(LABELS[name])
    carried = value if isinstance(value, tuple) else ()
    if name in _LISTS:
        field = TermsField(name, label=label) if name == "infrastructure" else PickField(label=label, with_search=True)
        field.offer(_LISTS[name](carried))
        return field
    vocabulary = FIELDS[name].vocabulary
    if vocabulary:
        choices = term_choices(vocabulary, [value] if value else [])
        offered = [("", _("Not said")), *((choice.value, choice.label) for choice in choices)]
        return forms.ChoiceField(label=label, required=False, choices=offered)
    if name in _DATES:
        return PartialDateInput(label=label, required=False)
    if name in _YEARS:
        return forms.IntegerField(label=label, required=False)
    widget = forms.Textarea(attrs={"rows": 4}) if name in _LONG else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget)


def take_over(proposal: Proposal, tool: Tool, values: Mapping[str, Any], user: Any) -> None:
    """Write the values, the source and the reader's words upon the waiting draft, or upon the record as a new draft.

    Raises ValidationError when nothing would be done about what the reader says.
    """
    about = next(iter(proposal.values), "other")
    if not values and not _was_edited_since(proposal, tool):
        raise ValidationError(
            _("Nothing has changed yet. Change a field here, or open the record and change it; then take this over.")
        )
    if tool.is_withdrawn and not values:
        return  # nobody reads it any more
    draft = tool.get_latest_revision_as_object() if tool.latest_revision_id else tool
    present = read_values(draft, ("sources", "curator_notes"))
    changes = dict(values) | {"curator_notes": _with_note(present["curator_notes"], proposal, about)}
    if proposal.source_url:
        sources = [plain(row) for row in present["sources"]]
        if not any(row["url"] == proposal.source_url for row in sources):
            label = str(CORRECTABLE.get(about, about))
            title = _("Named by a reader")
            sources.append({"title": title, "url": proposal.source_url, "seen": False, "supports": label[:300]})
            changes["sources"] = sources
    [written] = write_records(
        [RecordChange(tool.slug, changes)], user=user, reason=_("Corrected by a reader"), mode=WriteMode.DRAFT
    )
    if written.outcome is Outcome.REFUSED:
        raise ValidationError(" ".join(written.problems.values()))
    tool.refresh_from_db()


def _was_edited_since(proposal: Proposal, tool: Tool) -> bool:
    """Tell whether a curator has set it right in the record's own form, or has taken the record off the site."""
    is_withdrawn = tool.withdrawn_at is not None and tool.withdrawn_at > proposal.created_at
    return is_withdrawn or tool.revisions.filter(created_at__gt=proposal.created_at, user__isnull=False).exists()


def _with_note(notes: str, proposal: Proposal, about: str) -> str:
    parts = [f"{timezone.localdate().isoformat()}, {CORRECTABLE.get(about, about)}: {proposal.values.get(about, '')}"]
    if proposal.comment:
        parts.append(proposal.comment)
    return "\n\n".join(filter(None, [notes, "\n".join(parts)]))
