"""Form fields for what a tool carries several of: terms of a vocabulary, countries, languages.

Their values are lists of slugs or codes, in the order in which the record keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.admin.widgets import CheckboxTree, PickerChoice
from taxonomy.current import vocabulary_index

# Vocabularies whose upper terms only group the others: a record never carries "device" itself.
WITH_HEADINGS = frozenset({"infrastructure", "region"})


class PickField(forms.Field):
    """Several of a list. ``choices`` are set for each form, since they depend on language and record."""

    default_error_messages = {
        "unknown": _("“%(value)s” is not in the list."),
        "required": _("Tick at least one."),
    }
    widget = CheckboxTree

    def __init__(self, *, with_primary: bool = False, with_search: bool = False, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=CheckboxTree(with_primary=with_primary, with_search=with_search), **options)
        self.allowed: frozenset[str] = frozenset()

    def offer(self, choices: Sequence[PickerChoice]) -> None:
        self.widget.choices = choices
        self.allowed = frozenset(choice.value for choice in choices if not choice.is_heading)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(str(one) for one in value or ()))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for one in value:
            if one not in self.allowed:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"value": one[:60]})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = list(initial or ()), list(data or ())
        return set(before) != set(after) or before[:1] != after[:1]


class TermsField(PickField):
    """Terms of one vocabulary."""

    def __init__(self, vocabulary: str, **options: Any) -> None:
        super().__init__(**options)
        self.vocabulary = vocabulary


def term_choices(vocabulary: str, carried: Iterable[str]) -> list[PickerChoice]:
    """Return a vocabulary's terms in tree order; retired ones only when the record carries them."""
    index = vocabulary_index()
    carried_slugs = set(carried)
    parents = {term.parent for term in index.terms(vocabulary)} if vocabulary in WITH_HEADINGS else set()
    return [
        PickerChoice(
            value=term.slug,
            label=term.label(),
            depth=index.depth(vocabulary, term.slug),
            hint=term.definition(),
            is_heading=term.slug in parents and term.slug not in carried_slugs,
            is_retired=term.is_retired,
        )
        for term in index.terms(vocabulary, with_retired=True)
        if not term.is_retired or term.slug in carried_slugs
    ]


def country_choices() -> list[PickerChoice]:
    """Return every country by its name in the reader's language; values are ISO 3166-1 alpha-2, upper case."""
    return _by_label(PickerChoice(term.slug.upper(), term.label()) for term in vocabulary_index().terms("country"))


def language_choices(carried: Iterable[str] = ()) -> list[PickerChoice]:
    """Return every language that has a two-letter code, and any other that the record has already."""
    index = vocabulary_index()
    choices = [PickerChoice(term.slug, term.label()) for term in index.terms("language")]
    known = {choice.value for choice in choices}
    return _by_label([*choices, *(PickerChoice(code, code) for code in carried if code not in known)])


def _by_label(choices: Iterable[PickerChoice]) -> list[PickerChoice]:
    return sorted(choices, key=lambda choice: choice.label.casefold())


def in_kept_order(before: Sequence[str], chosen: Sequence[str], *, first: str | None = None) -> list[str]:
    """Return what is chosen, in the order the record had it, new values behind; ``first`` comes to the front."""
    ordered = [value for value in before if value in chosen]
    ordered += [value for value in chosen if value not in ordered]
    if first in ordered:
        ordered.remove(first)
        ordered.insert(0, first)
    return ordered
