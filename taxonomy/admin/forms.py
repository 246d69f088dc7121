"""Forms in which editors change terms and vocabularies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taxonomy.current import vocabulary_index
from taxonomy.editing import LanguageSection, words_of
from taxonomy.index import FALLBACK_LANGUAGE
from taxonomy.models import Term, TermRedirect, Vocabulary
from taxonomy.places import WORD_LANGUAGES, autonym
from text.active_language import active_language

LONGEST_WORD = 200


def languages() -> list[str]:
    """Every language that terms have words in, English and the editor's first."""
    known = dict.fromkeys([FALLBACK_LANGUAGE, active_language()])
    return list(known | dict.fromkeys(sorted({*WORD_LANGUAGES, *vocabulary_index().languages})))


@dataclass(frozen=True)
class LanguageFields:
    """One language's part of the form."""

    code: str
    name: str
    is_open: bool
    fields: tuple[forms.BoundField, ...]
    summary: str


class _Lines(forms.CharField):
    """Several words, one a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=True, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        lines = tuple(dict.fromkeys(" ".join(line.split()) for line in (super().clean(value) or "").splitlines()))
        for line in lines:
            if len(line) > LONGEST_WORD:
                raise forms.ValidationError(
                    _("“%(start)s…” is longer than %(limit)d characters.") % {"start": line[:40], "limit": LONGEST_WORD}
                )
        return tuple(line for line in lines if line)


class WordsForm(forms.Form):
    """A term's words in every language and its place in the tree."""

    parent = forms.TypedChoiceField(label=gettext_lazy("Broader term"), required=False, coerce=int, empty_value=None)
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, max_value=30_000, help_text=gettext_lazy("Among its siblings.")
    )

    def __init__(self, *args: Any, term: Term, **options: Any) -> None:
        super().__init__(*args, **options)
        self.term = term
        self.languages = languages()
        present = words_of(term) if term.pk else {}
        self.fields["parent"].choices = self._places()  # type: ignore[attr-defined]
        self.initial.setdefault("parent", term.parent_id or "")
        self.initial.setdefault("position", term.position)
        for code in self.languages:
            words = present.get(code, LanguageSection())
            rtl = {"dir": "rtl"} if code in ("ar", "fa", "he", "ur") else {"dir": "auto"}
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Label"), max_length=LONGEST_WORD, required=code == FALLBACK_LANGUAGE, initial=words.label
            )
            self.fields[f"synonyms_{code}"] = _Lines(
                label=_("Synonyms"),
                initial="\n".join(words.synonyms),
                help_text=_("What people type or write in surveys, one a line."),
            )
            self.fields[f"rejected_{code}"] = _Lines(
                label=_("Rejected words"),
                initial="\n".join(words.rejected),
                help_text=_("Words that people use and the sector rejects: they are recognised and never shown."),
            )
            self.fields[f"definition_{code}"] = forms.CharField(
                label=_("Definition"),
                required=False,
                max_length=2000,
                initial=words.definition,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            for kind in ("label", "synonyms", "rejected", "definition"):
                self.fields[f"{kind}_{code}"].widget.attrs.update({"lang": code, **rtl})

    def _places(self) -> Iterator[tuple[Any, str]]:
        yield "", _("At the top")
        index = vocabulary_index()
        vocabulary = self.term.vocabulary.slug
        below = set(index.descendants(vocabulary, self.term.slug)) if self.term.pk else set()
        for term in index.terms(vocabulary):
            if term.slug not in below:
                yield term.pk, "— " * index.depth(vocabulary, term.slug) + term.label()

    def by_language(self) -> Iterator[LanguageFields]:
        for place, code in enumerate(self.languages):
            fields = tuple(self[f"{kind}_{code}"] for kind in ("label", "synonyms", "rejected", "definition"))
            yield LanguageFields(
                code=code,
                name=autonym(code),
                is_open=place == 0 or any(field.errors for field in fields),
                fields=fields,
                summary=str(fields[0].value() or _("no label")),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        index = vocabulary_index()
        for code in self.languages:
            label = cleaned.get(f"label_{code}", "")
            for other in index.terms(self.term.vocabulary.slug) if label else ():
                if other.pk != self.term.pk and other.labels.get(code, "").casefold() == label.casefold():
                    self.add_error(f"label_{code}", _("“%(slug)s” has this label already.") % {"slug": other.slug})
            if not label and any(cleaned.get(f"{kind}_{code}") for kind in ("synonyms", "rejected", "definition")):
                self.add_error(f"label_{code}", _("Give the term a label in this language too."))
        return cleaned

    def words(self) -> dict[str, LanguageSection]:
        return {
            code: LanguageSection(
                label=" ".join(self.cleaned_data[f"label_{code}"].split()),
                synonyms=self.cleaned_data[f"synonyms_{code}"],
                rejected=self.cleaned_data[f"rejected_{code}"],
                definition=self.cleaned_data[f"definition_{code}"].strip(),
            )
            for code in self.languages
        }

    def broader(self) -> Term | None:
        pk = self.cleaned_data["parent"]
        return Term.objects.get(pk=pk) if pk else None


class NewTermForm(WordsForm):
    slug = forms.CharField(
        label=gettext_lazy("Permanent name"),
        max_length=80,
        validators=[validate_slug],
        help_text=gettext_lazy("Lower-case letters, digits and hyphens; part of addresses and of exported data."),
    )
    field_order = ["slug", "parent", "position"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        known = {"vocabulary": self.term.vocabulary}
        if (
            Term.objects.filter(slug=slug, **known).exists()
            or TermRedirect.objects.filter(old_slug=slug, **known).exists()
        ):
            raise forms.ValidationError(_("This name is, or was, that of another term of the vocabulary."))
        return slug


class RenameForm(forms.Form):
    slug = forms.CharField(label=gettext_lazy("New permanent name"), max_length=80, validators=[validate_slug])


class SuccessorForm(forms.Form):
    """Which term of the same vocabulary takes this one's place."""

    successor = forms.TypedChoiceField(label=gettext_lazy("Term that takes its place"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, term: Term, required: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        index = vocabulary_index()
        vocabulary = term.vocabulary.slug
        choices = [
            (other.pk, "— " * index.depth(vocabulary, other.slug) + other.label())
            for other in index.terms(vocabulary)
            if other.pk != term.pk and term.slug not in index.ancestors(vocabulary, other.slug)
        ]
        field = self.fields["successor"]
        field.required = required
        field.choices = [("", _("Choose a term") if required else _("None")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> Term | None:
        pk = self.cleaned_data["successor"]
        return Term.objects.get(pk=pk) if pk else None


class VocabularyForm(forms.Form):
    """A vocabulary's own labels and note."""

    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, vocabulary: Vocabulary, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("note", vocabulary.note)
        present = {text.language: text.text for text in vocabulary.texts.all()}
        for code in languages():
            self.fields[f"label_{code}"] = forms.CharField(
                label=autonym(code),
                required=code == FALLBACK_LANGUAGE,
                max_length=LONGEST_WORD,
                initial=present.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )

    def labels(self) -> dict[str, str]:
        return {
            name.removeprefix("label_"): str(value).strip()
            for name, value in self.cleaned_data.items()
            if name.startswith("label_")
        }
