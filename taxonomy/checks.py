"""Questions that Django's `check` asks of the vocabularies and of the models that use terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.db import models

from taxonomy import places
from taxonomy.loading import FOLDER, REJECTED_WORDS, VocabularyFileError, read_file


@register("taxonomy")
def check_uses(**_: Any) -> list[CheckMessage]:
    """A deleted or merged term may never drop out of a record unseen."""
    from taxonomy.models import Term

    return [*_deletions(Term), *_many_to_many(Term)]


def _deletions(term: type[models.Model]) -> Iterator[CheckMessage]:
    for related in term._meta.get_fields(include_hidden=True):
        if not isinstance(related, models.ManyToOneRel) or related.related_model._meta.app_label == "taxonomy":
            continue
        if related.on_delete is not models.PROTECT:
            yield Error(
                f"{related.field} would lose its term when the term is deleted.",
                hint="Say on_delete=models.PROTECT; terms in use are retired or merged.",
                obj=related.related_model,
                id="taxonomy.E001",
            )


def _many_to_many(term: type[models.Model]) -> Iterator[CheckMessage]:
    for related in term._meta.get_fields(include_hidden=True):
        if isinstance(related, models.ManyToManyRel):
            yield Error(
                f"{related.field} is a many-to-many relation to terms.",
                hint=(
                    "Use a model of its own with a PROTECT key: Wagtail's usage tracking overlooks many-to-many "
                    "relations (https://github.com/wagtail/wagtail/issues/9629), and so would a merge."
                ),
                obj=related.related_model,
                id="taxonomy.E002",
            )


@register("taxonomy")
def check_files(**_: Any) -> list[CheckMessage]:
    """The files that the registry starts from hold together."""
    errors: list[CheckMessage] = []
    files = {}
    for path in sorted(FOLDER.glob("*.json")):
        try:
            content = read_file(path)
        except VocabularyFileError as error:
            errors.append(Error(str(error), id="taxonomy.E003"))
        else:
            files[content["vocabulary"]] = content
    regions = {term["slug"] for term in files.get("region", {}).get("terms", ())}
    if regions:
        for country in places.countries().values():
            if country.region is not None and country.region not in regions:
                errors.append(
                    Error(f"The country {country.code} lies in {country.region}, no region.", id="taxonomy.E004")
                )
    rejected = json.loads(REJECTED_WORDS.read_text(encoding="utf-8"))
    for vocabulary, terms in rejected.items():
        known = {term["slug"]: term for term in files.get(vocabulary, {}).get("terms", ())}
        for slug, by_language in terms.items():
            for language, words in by_language.items():
                for word in words:
                    if word not in known.get(slug, {}).get("synonyms", {}).get(language, ()):
                        errors.append(
                            checks.Warning(
                                f"“{word}” ({language}) is no synonym of {vocabulary}/{slug}, so it can't be rejected.",
                                hint=f"Remove it from {REJECTED_WORDS.name} or add it to the vocabulary's file.",
                                id="taxonomy.W001",
                            )
                        )
    return errors
