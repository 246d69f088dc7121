"""Where terms are used, without knowing the rooms that use them.

Foreign keys to a term are found through Django; drafts through Wagtail's revisions. A room that keeps slugs in another
form (a saved mapping, an editor's matrix) registers a ``TermReferenceProvider``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from taxonomy.many import with_any_of
from taxonomy.models import Term


@dataclass(frozen=True)
class Relation:
    """A foreign key to a term. ``owner`` is the model that people edit: the key's own, or that of its parental key."""

    field: models.ForeignKey
    owner: type[models.Model]
    parent_key: ParentalKey | None

    @property
    def model(self) -> type[models.Model]:
        return self.field.model

    @property
    def child_name(self) -> str | None:
        """The name under which an owner's revision keeps its children of this model."""
        return self.parent_key.remote_field.get_accessor_name() if self.parent_key else None

    def rows(self, term: Term) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{self.field.name: term})

    def owner_ids(self, term: Term) -> set[Any]:
        key = self.parent_key.attname if self.parent_key else "pk"
        return set(self.rows(term).values_list(key, flat=True))


@dataclass(frozen=True)
class Use:
    """Objects of one kind that carry a term; ``is_draft``: not in what is published, but in an unpublished version."""

    kind: str
    objects: tuple[models.Model, ...]
    is_draft: bool = False

    @property
    def count(self) -> int:
        return len(self.objects)


@dataclass(frozen=True)
class TermReference:
    """A use that a TermReferenceProvider knows of."""

    label: str
    url: str = ""


class TermReferenceProvider(Protocol):
    """A place where slugs are kept other than by a foreign key."""

    def find(self, vocabulary: str, slug: str) -> list[TermReference]: ...

    def move(self, vocabulary: str, old: str, new: str) -> int:
        """Replace a slug wherever it is kept; the number of places."""
        ...


reference_providers: list[TermReferenceProvider] = []


def register_reference_provider(provider: TermReferenceProvider) -> None:
    reference_providers.append(provider)


def relations() -> Iterator[Relation]:
    """Every foreign key to a term outside this room."""
    for related in Term._meta.get_fields(include_hidden=True):
        if not isinstance(related, models.ManyToOneRel) or related.related_model._meta.app_label == "taxonomy":
            continue
        field = related.field
        parent_key = next((key for key in field.model._meta.get_fields() if isinstance(key, ParentalKey)), None)
        owner = parent_key.related_model if parent_key else field.model
        yield Relation(field, owner, parent_key)


def uses_of(term: Term) -> list[Use]:
    """Every object that carries the term, published or in a draft, by kind."""
    ids_by_owner: dict[type[models.Model], set[Any]] = defaultdict(set)
    for relation in relations():
        ids_by_owner[relation.owner] |= relation.owner_ids(term)
    uses = [_use(owner, ids) for owner, ids in ids_by_owner.items() if ids]
    for owner in {relation.owner for relation in relations()}:
        drafts = {pk for pk, content in _drafts(owner) if _carries(owner, content, term.pk)} - ids_by_owner[owner]
        if drafts:
            uses.append(_use(owner, drafts, is_draft=True))
    return uses


def references_to(term: Term) -> list[TermReference]:
    return [use for provider in reference_providers for use in provider.find(term.vocabulary.slug, term.slug)]


def _use(owner: type[models.Model], ids: set[Any], *, is_draft: bool = False) -> Use:
    return Use(
        kind=str(owner._meta.verbose_name_plural),
        objects=tuple(chain.from_iterable(with_any_of(owner._default_manager.all(), "pk", sorted(ids)))),
        is_draft=is_draft,
    )


def counts_of_use() -> Counter[int]:
    """How many rows carry each term, by the term's key; one query for each kind of use."""
    counts: Counter[int] = Counter()
    for relation in relations():
        rows = (
            relation.model._default_manager.filter(**{f"{relation.field.name}__isnull": False})
            .order_by()
            .values_list(relation.field.attname)
            .annotate(models.Count("pk"))
        )
        counts.update(dict(rows))
    return counts


def _drafts(owner: type[models.Model]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """(key, content) of every object with unpublished changes."""
    if not hasattr(owner, "latest_revision") or not hasattr(owner, "has_unpublished_changes"):
        return
    rows = owner._default_manager.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    yield from rows.values_list("pk", "latest_revision__content").iterator()


def _carries(owner: type[models.Model], content: dict[str, Any], pk: int) -> bool:
    return any(pk in _values(relation, content) for relation in relations() if relation.owner is owner)


def _values(relation: Relation, content: dict[str, Any]) -> list[Any]:
    name = relation.field.name
    if relation.child_name is None:
        return [content.get(name)]
    return [row.get(name) for row in content.get(relation.child_name, ())]


def newest_revisions(owner: type[models.Model]) -> Iterator[Revision]:
    """The versions of a model's objects that editing starts from, and those waiting to be published."""
    content_type = ContentType.objects.get_for_model(owner, for_concrete_model=False)
    rows = Revision.objects.filter(content_type=content_type)
    waiting = rows.filter(approved_go_live_at__isnull=False)
    if hasattr(owner, "latest_revision"):
        newest = owner._default_manager.filter(latest_revision__isnull=False).values("latest_revision")
        rows = rows.filter(pk__in=newest) | waiting
    else:
        rows = waiting
    yield from rows.iterator(chunk_size=200)


def move_in_content(owner: type[models.Model], content: dict[str, Any], old: int, new: int) -> bool:
    """Replace a term by another in a revision's content; True when something changed. No term comes twice."""
    changed = False
    for relation in relations():
        if relation.owner is not owner or old not in _values(relation, content):
            continue
        changed = True
        name = relation.field.name
        if relation.child_name is None:
            content[name] = new
            continue
        rows = content[relation.child_name]
        is_there = False
        remaining = []
        for row in rows:
            if row.get(name) in (old, new):
                if is_there:
                    continue
                is_there = True
                row = {**row, name: new}
            remaining.append(row)
        content[relation.child_name] = remaining
    return changed
