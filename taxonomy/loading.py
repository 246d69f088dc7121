"""Loads vocabularies from files without undoing what people edited here.

Each term remembers part by part (label, synonyms and definition by language, broader term, position) what the last load
brought. A part that changed in the file and not here is taken over; one that was edited here and not in the file stays;
one that changed in both is a conflict: it stays as it is here and is reported until somebody decides. Nothing is ever
deleted, and a term that was renamed, merged or retired here doesn't come back.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from taxonomy.cache import note_change
from taxonomy.many import with_any_of
from taxonomy.models import Term, TermRedirect, TermText, Vocabulary, VocabularyText
from taxonomy.signals import announce_terms

FOLDER = Path(__file__).parent / "data" / "vocabularies"
REJECTED_WORDS = Path(__file__).parent / "data" / "rejected_words.json"

# The order in which vocabularies are listed; others follow by name.
ORDER = (
    "tool_type", "pillar", "exploitation", "target_user", "technology", "infrastructure", "region", "status", "access",
    "organisation_type", "seeking", "evidence", "victim_data", "disclosure",
)  # fmt: skip

Parts = dict[str, Any]


class VocabularyFileError(ValueError):
    """A file that is no vocabulary; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Conflict:
    """A part changed both here and in the file. ``part`` such as ``label/fr``."""

    vocabulary: str
    slug: str
    part: str
    here: Any
    file: Any


@dataclass
class VocabularyLoadReport:
    """What a load did: slugs by vocabulary in ``created`` and ``updated``, the number left as they were."""

    created: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    updated: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    edited_here: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    only_here: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[Conflict] = field(default_factory=list)
    unchanged: int = 0

    def counts(self) -> dict[str, int]:
        def number(slugs: Mapping[str, list[str]]) -> int:
            return sum(map(len, slugs.values()))

        return {
            "created": number(self.created),
            "updated": number(self.updated),
            "unchanged": self.unchanged,
            "conflicts": len(self.conflicts),
        }

    def as_data(self) -> dict[str, Any]:
        """For --json."""
        return {
            "counts": self.counts(),
            "created": dict(self.created),
            "updated": dict(self.updated),
            "edited_here": dict(self.edited_here),
            "only_here": dict(self.only_here),
            "merged_or_renamed_here": dict(self.gone),
            "conflicts": [vars(conflict) for conflict in self.conflicts],
        }


def load_vocabularies(folder: Path = FOLDER, *, overwrite: bool = False) -> VocabularyLoadReport:
    """Load every vocabulary file of a folder in one transaction. ``overwrite``: in a conflict the file wins.

    Raises VocabularyFileError for a file that can't be read, before anything is changed.
    """
    files = [read_file(path) for path in sorted(folder.glob("*.json"))]
    if not files:
        raise VocabularyFileError(f"No vocabulary files (*.json) in {folder}.")
    known = [*ORDER, *sorted(content["vocabulary"] for content in files)]
    files.sort(key=lambda content: known.index(content["vocabulary"]))
    report = VocabularyLoadReport()
    with transaction.atomic():
        for position, content in enumerate(files):
            _Loader(content, position, report, overwrite=overwrite).load()
        changed = {
            vocabulary: {*report.created.get(vocabulary, ()), *report.updated.get(vocabulary, ())}
            for vocabulary in {*report.created, *report.updated}
        }
        if changed:
            note_change()
            for vocabulary, slugs in changed.items():
                announce_terms(vocabulary, slugs)
    return report


def read_file(path: Path) -> dict[str, Any]:
    """A vocabulary file, checked for the shape that the loader relies on."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VocabularyFileError(f"{path.name}: can't be read as JSON ({error}).") from error
    if not isinstance(content, dict) or not isinstance(content.get("terms"), list) or not content.get("vocabulary"):
        raise VocabularyFileError(f'{path.name}: needs the keys "vocabulary" and "terms".')
    slugs = [term.get("slug") if isinstance(term, dict) else None for term in content["terms"]]
    twice = [str(slug) for slug, times in Counter(slugs).items() if times > 1 or not slug]
    if twice:
        raise VocabularyFileError(f"{path.name}: slugs missing or given twice: {', '.join(sorted(twice))}.")
    for term in content["terms"]:
        if term.get("parent") is not None and term["parent"] not in slugs:
            raise VocabularyFileError(f"{path.name}: {term['slug']} lies below {term['parent']!r}, which isn't there.")
        if not term.get("labels", {}).get("en"):
            raise VocabularyFileError(f"{path.name}: {term['slug']} has no English label.")
    return content


def parts_of_file(term: Mapping[str, Any], position: int, rejected: Mapping[str, list[str]]) -> Parts:
    parts: Parts = {"parent": term.get("parent"), "position": position}
    for language, text in term.get("labels", {}).items():
        parts[f"label/{language}"] = text
    for language, text in term.get("definition", {}).items():
        parts[f"definition/{language}"] = text
    for language, words in term.get("synonyms", {}).items():
        refused = set(rejected.get(language, ()))
        unique = list(dict.fromkeys(words))
        for kind, kept in (
            ("synonym", [word for word in unique if word not in refused]),
            ("rejected", [word for word in unique if word in refused]),
        ):
            if kept:
                parts[f"{kind}/{language}"] = kept
    return parts


def parts_of_term(term: Term, slugs: Mapping[int, str], texts: Iterable[TermText]) -> Parts:
    parts: Parts = {"parent": slugs.get(term.parent_id) if term.parent_id else None, "position": term.position}
    for text in texts:
        key = f"{text.kind}/{text.language}"
        if text.kind in (TermText.SkosProperty.SYNONYM, TermText.SkosProperty.REJECTED):
            parts.setdefault(key, []).append(text.text)
        else:
            parts[key] = text.text
    return parts


class _Loader:
    """One vocabulary file on its way into the database, in a constant number of queries."""

    def __init__(
        self, content: Mapping[str, Any], position: int, report: VocabularyLoadReport, *, overwrite: bool
    ) -> None:
        self.content = content
        self.slug: str = content["vocabulary"]
        self.position = position
        self.report = report
        self.overwrite = overwrite
        words = json.loads(REJECTED_WORDS.read_text(encoding="utf-8"))
        self.rejected: Mapping[str, Mapping[str, list[str]]] = words.get(self.slug, {})

    def load(self) -> None:
        self.vocabulary, _is_new = Vocabulary.objects.get_or_create(
            slug=self.slug, defaults={"position": self.position, "note": self.content.get("note", "")}
        )
        self._load_head()
        terms = {term.slug: term for term in Term.objects.filter(vocabulary=self.vocabulary)}
        slug_of = {term.pk: term.slug for term in terms.values()}
        texts: dict[int, list[TermText]] = defaultdict(list)
        for text in TermText.objects.filter(term__vocabulary=self.vocabulary).order_by("position", "id"):
            texts[text.term_id].append(text)
        gone = set(TermRedirect.objects.filter(vocabulary=self.vocabulary).values_list("old_slug", flat=True))

        wanted: dict[str, Parts] = {}
        for position, entry in enumerate(self.content["terms"]):
            slug = entry["slug"]
            if slug in gone:
                self.report.gone[self.slug].append(slug)
                continue
            wanted[slug] = parts_of_file(entry, position, self.rejected.get(slug, {}))

        new = [slug for slug in wanted if slug not in terms]
        created = Term.objects.bulk_create(
            [Term(vocabulary=self.vocabulary, slug=slug, position=wanted[slug]["position"]) for slug in new]
        )
        terms.update({term.slug: term for term in created})
        slug_of.update({term.pk: term.slug for term in created})
        self.report.created[self.slug].extend(new)

        self.touched: list[Term] = []
        self.new_texts: list[TermText] = []
        self.dropped_texts: list[int] = []
        for slug, parts in wanted.items():
            self._settle(terms[slug], parts, slug_of, texts, terms, is_new=slug in new)
        for slug in terms.keys() - wanted.keys() - gone:
            self.report.only_here[self.slug].append(slug)
        for dropped in with_any_of(TermText.objects.all(), "pk", self.dropped_texts):
            dropped.delete()
        TermText.objects.bulk_create(self.new_texts, batch_size=500)
        Term.objects.bulk_update(self.touched, ["parent", "position", "loaded"], batch_size=100)
        for slugs in (self.report.created, self.report.updated, self.report.edited_here, self.report.only_here):
            slugs[self.slug].sort()
            if not slugs[self.slug]:
                del slugs[self.slug]

    def _load_head(self) -> None:
        """The vocabulary's own labels and note."""
        here: Parts = {"note": self.vocabulary.note, "position": self.vocabulary.position}
        rows = {row.language: row for row in VocabularyText.objects.filter(vocabulary=self.vocabulary)}
        here.update({f"label/{language}": row.text for language, row in rows.items()})
        file: Parts = {"note": self.content.get("note", ""), "position": self.position}
        file.update({f"label/{language}": text for language, text in self.content.get("label", {}).items()})
        result, base = self._merge("", here, file, self.vocabulary.loaded)
        if result == here and base == self.vocabulary.loaded:
            return
        self.vocabulary.note, self.vocabulary.position = result["note"], result["position"]
        self.vocabulary.loaded = base
        self.vocabulary.save()
        for key, text in result.items():
            if key.startswith("label/") and here.get(key) != text:
                VocabularyText.objects.update_or_create(
                    vocabulary=self.vocabulary, language=key.partition("/")[2], defaults={"text": text}
                )

    def _merge(self, slug: str, here: Parts, file: Parts, base: Parts) -> tuple[Parts, Parts]:
        """Three-way: the parts as they are to be, and what to remember as loaded."""
        result, remembered = dict(here), dict(base)
        for part in [*file, *(part for part in base if part not in file)]:
            ours, theirs, last = here.get(part), file.get(part), base.get(part)
            if theirs in (ours, last):
                pass
            elif ours == last or self.overwrite:
                result[part] = theirs
            else:
                self.report.conflicts.append(Conflict(self.slug, slug, part, ours, theirs))
                continue
            remembered[part] = theirs
        return (
            {part: value for part, value in result.items() if value is not None or part == "parent"},
            {part: value for part, value in remembered.items() if value is not None or part == "parent"},
        )

    def _settle(
        self,
        term: Term,
        file: Parts,
        slug_of: Mapping[int, str],
        texts: Mapping[int, list[TermText]],
        terms: Mapping[str, Term],
        *,
        is_new: bool,
    ) -> None:
        present = texts.get(term.pk, [])
        here = {"parent": None, "position": term.position} if is_new else parts_of_term(term, slug_of, present)
        base = dict(here) if is_new else term.loaded
        result, remembered = self._merge(term.slug, here, file, base)
        if result != here or remembered != term.loaded:
            # A broader term that was merged away here leaves the term where it is.
            parent = terms.get(result["parent"]) if result["parent"] else None
            term.parent = parent if parent or not result["parent"] else term.parent
            term.position, term.loaded = result["position"], remembered
            self.touched.append(term)
        self._replace_texts(term, here, result, present)
        if is_new:
            return
        if result != here:
            self.report.updated[self.slug].append(term.slug)
        else:
            self.report.unchanged += 1
        if result != remembered:
            self.report.edited_here[self.slug].append(term.slug)

    def _replace_texts(self, term: Term, here: Parts, result: Parts, present: list[TermText]) -> None:
        for part in {*here, *result}:
            if "/" not in part or here.get(part) == result.get(part):
                continue
            kind, _slash, language = part.partition("/")
            self.dropped_texts.extend(row.pk for row in present if row.kind == kind and row.language == language)
            value = result.get(part) or []
            for position, text in enumerate([value] if isinstance(value, str) else value):
                self.new_texts.append(TermText(term=term, language=language, kind=kind, text=text, position=position))
