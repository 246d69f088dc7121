"""The two forms of ``/suggest/`` and ``/tools/<slug>/correct/``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.fields import check_values, plain
from catalogue.models.proposals import SAFETY
from catalogue.personal_data import PersonalDatum, key_of_all, kinds_in_words, personal_data_of
from catalogue.proposals.spam import is_stamp_of_a_person, new_stamp
from taxonomy.current import vocabulary_index
from text.cleaning import clean_line

# Vocabularies that a sender is asked for, under the data set's names, with the question as it is put.
QUESTIONS = {
    "tool_types": ("tool_type", _("What does it do?")),
    "target_users": ("target_user", _("Who uses it?")),
    "infrastructure": ("infrastructure", _("What does a user need to run it?")),
    "regions": ("region", _("Where is it used?")),
}
SINGLE_QUESTIONS = {
    "status": ("status", _("Is it in use today?")),
    "access": ("access", _("What does it cost, and who gets access?")),
    "handles_victim_data": ("victim_data", _("Does it store personal data of victims or survivors?")),
}
CORRECTABLE = {
    "name": _("its name"),
    "summary": _("what it does"),
    "status": _("whether it is in use"),
    "url": _("its home page"),
    "organisation": _("who is behind it"),
    "countries": _("where it is used"),
    "languages": _("its languages"),
    "access": _("what it costs, and who gets access"),
    "infrastructure": _("what a user needs"),
    "handles_victim_data": _("what data about victims it keeps"),
    SAFETY: _("something that should not be public"),
    "other": _("something else"),
}
IN_ONE_LINE = frozenset({"name", "url", "organisation"})


def _choices(vocabulary: str) -> list[Any]:
    """Return terms as choices; a tree's headings become groups of choices."""
    index = vocabulary_index()
    tops = index.children(vocabulary)
    choices: list[Any] = []
    for term in tops:
        below = index.children(vocabulary, term.slug)
        if below:
            choices.append((term.label(), [(one.slug, one.label()) for one in below]))
        else:
            choices.append((term.slug, term.label()))
    return choices


def _restamped(data: QueryDict) -> QueryDict:
    fresh = data.copy()
    fresh["stamp"] = new_stamp()
    return fresh


class SingleLineCharField(forms.CharField):
    """Text of one line; a line break that a program sends along counts as a space."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class PersonForm(forms.Form):
    """What both forms share: where to check it, a comment, an optional address, and the quiet checks."""

    source_url = forms.URLField(
        label=_("Where can we check it?"),
        help_text=_("The address of a page that says so. Nothing is published without a source."),
        required=False,
        max_length=1000,
        assume_scheme="https",
    )
    comment = forms.CharField(
        label=_("Anything else the curators should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sender_email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only for questions about this proposal. It is deleted when the proposal is decided."),
        required=False,
    )
    # People don't see it (templates/catalogue/proposals/form.html hides it by its class); machines fill it in.
    homepage_2 = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    # The key of what was found in the texts and is meant to be public; the page offers it as the value of a tick.
    meant_public = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = new_stamp()
        self.personal_data: list[PersonalDatum] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("homepage_2") or not is_stamp_of_a_person(cleaned.get("stamp", "")):
            raise forms.ValidationError(
                _("We could not tell this from an automatic sending. Please wait a few seconds and send it again.")
            )
        self._ask_about_personal_data(cleaned)
        return cleaned

    def public_texts(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return what readers would see, under the data set's names."""
        raise NotImplementedError

    @property
    def personal_data_key(self) -> str:
        return key_of_all(self.personal_data)

    def _ask_about_personal_data(self, cleaned: dict[str, Any]) -> None:
        self.personal_data = [datum for _name, datum in personal_data_of(self.public_texts(cleaned))]
        if self.personal_data and cleaned.get("meant_public") != self.personal_data_key:
            kinds = kinds_in_words(self.personal_data)
            texts = ", ".join(f"“{datum.text}”" for datum in self.personal_data)
            message = _("Readers would see %(kinds)s: %(texts)s. Remove it, or confirm that it is meant to be public.")
            self.add_error(None, message % {"kinds": kinds, "texts": texts})

    def sent_words(self) -> dict[str, Any]:
        """Return all that was sent but the stamp: two sendings of one form are the same when these are."""
        return {name: value for name, value in self.cleaned_data.items() if name != "stamp"}

    def take_new_stamp(self) -> None:
        """Let the form be sent once more."""
        if isinstance(self.data, QueryDict):
            self.data = _restamped(self.data)

    def renew_stamp(self) -> None:
        """Keep what was typed when a page is shown again, but let it be sent again at once."""
        if self.is_bound and is_stamp_of_a_person(self.data.get("stamp", "")):
            return
        self.take_new_stamp()


class SuggestionForm(PersonForm):
    """A tool that is missing."""

    name = SingleLineCharField(label=_("What is it called?"), max_length=200)
    organisation = SingleLineCharField(label=_("Who is behind it?"), max_length=200, required=False)
    url = forms.URLField(label=_("Its home page"), required=False, max_length=500, assume_scheme="https")
    summary = forms.CharField(
        label=_("What does it do, for whom, and how?"),
        help_text=_("Two or three plain sentences. No names or stories of people."),
        min_length=40,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    countries = forms.MultipleChoiceField(label=_("In which countries is it used?"), required=False)
    languages = forms.MultipleChoiceField(label=_("In which languages does it work?"), required=False)
    launched = forms.IntegerField(label=_("Since which year?"), required=False, min_value=1950, max_value=2100)
    is_another = forms.BooleanField(
        label=_("None of these is the tool that I mean"), required=False, widget=forms.CheckboxInput
    )

    field_order = ["name", "organisation", "url", "summary"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        index = vocabulary_index()
        for name, (vocabulary, question) in QUESTIONS.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=question,
                choices=_choices(vocabulary),
                required=name == "tool_types",
                widget=forms.CheckboxSelectMultiple,
            )
        for name, (vocabulary, question) in SINGLE_QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question, choices=[("", _("I don't know")), *_choices(vocabulary)], required=False
            )
        for name, vocabulary in (("countries", "country"), ("languages", "language")):
            terms = sorted(((term.slug, term.label()) for term in index.terms(vocabulary)), key=lambda pair: pair[1])
            self.fields[name].choices = terms  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["size"] = 6
        self.order_fields(
            [
                "name", "organisation", "url", "summary", "tool_types", "target_users", "infrastructure", "regions",
                "countries", "languages", "status", "launched", "access", "handles_victim_data", "source_url",
                "comment", "sender_email", "homepage_2", "stamp", "is_another", "meant_public",
            ]
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("url") and not cleaned.get("source_url") and "source_url" not in self.errors:
            self.add_error("source_url", _("Give its home page or a page that describes it, so that we can check."))
        return cleaned

    def public_texts(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: cleaned.get(name) or "" for name in ("name", "organisation", "summary")} | {
            "countries": [code.upper() for code in cleaned.get("countries") or ()]
        }

    def proposed_values(self) -> dict[str, Any]:
        """Return plain values under the data set's names; what was left open is left out."""
        names = (
            "name", "organisation", "url", "summary", "countries", "languages", "launched",
            *QUESTIONS, *SINGLE_QUESTIONS,
        )  # fmt: skip
        given = {name: self.cleaned_data.get(name) for name in names}
        good, _problems = check_values({name: value for name, value in given.items() if value})
        return {name: plain(value) for name, value in good.items()}


class CorrectionForm(PersonForm):
    """One thing that is wrong in a record."""

    about = forms.ChoiceField(label=_("What is wrong?"), choices=list(CORRECTABLE.items()))
    correct = forms.CharField(
        label=_("What would be right?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["about", "correct", "source_url", "comment", "sender_email"]

    def public_texts(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        # What somebody wants to be taken out is told to the curators, not to readers.
        return {} if cleaned.get("about") == SAFETY else {"summary": cleaned.get("correct") or ""}

    def proposed_values(self) -> dict[str, Any]:
        about, words = self.cleaned_data["about"], self.cleaned_data["correct"]
        return {about: clean_line(words) if about in IN_ONE_LINE else words}
