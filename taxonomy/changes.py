"""Changes of terms that people and records already rely on: rename, retire, merge, delete.

Each is one transaction, is written to Wagtail's log, and tells others by ``terms_changed`` once it is committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.validators import validate_slug
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from taxonomy.cache import note_change
from taxonomy.many import with_any_of
from taxonomy.models import Term, TermRedirect, TermText
from taxonomy.signals import announce_terms
from taxonomy.uses import (
    Relation,
    TermReference,
    Use,
    move_in_content,
    newest_revisions,
    reference_providers,
    references_to,
    relations,
)
from taxonomy.uses import uses_of as _uses_of


class ChangeRefused(ValueError):
    """A change that would lose or muddle something; the message says what, in the reader's language."""


class TermInUse(ChangeRefused):
    """A term that is in use isn't deleted. ``uses`` and ``slug_uses`` say where."""

    def __init__(self, term: Term, uses: list[Use], slug_uses: list[TermReference]) -> None:
        self.uses = uses
        self.slug_uses = slug_uses
        places = [f"{use.count} {use.kind}" for use in uses] + [use.label for use in slug_uses]
        super().__init__(
            _("“%(term)s” is in use (%(places)s). Retire it or merge it into another term.")
            % {"term": term, "places": ", ".join(places)}
        )


@dataclass(frozen=True)
class MergeCounts:
    """What a merge moved: rows of records, drafts, slugs kept elsewhere, narrower terms, words."""

    rows: int
    drafts: int
    slugs: int
    narrower: int
    words: int


@transaction.atomic
def rename(term: Term, slug: str, user: Any = None) -> None:
    """Give a term another slug; the old one leads to it from now on."""
    old = term.slug
    if slug == old:
        return
    validate_slug(slug)
    if Term.objects.filter(vocabulary=term.vocabulary, slug=slug).exists():
        raise ChangeRefused(_("Another term of the vocabulary has the slug “%(slug)s”.") % {"slug": slug})
    taken = TermRedirect.objects.filter(vocabulary=term.vocabulary, old_slug=slug).first()
    if taken is not None and taken.term_id != term.pk:
        raise ChangeRefused(
            _("“%(slug)s” is the former slug of “%(term)s”; old links would change their meaning.")
            % {"slug": slug, "term": taken.term}
        )
    if taken is not None:
        taken.delete()
    term.slug = slug
    term.save()
    TermRedirect.objects.update_or_create(vocabulary=term.vocabulary, old_slug=old, defaults={"term": term})
    vocabulary = term.vocabulary.slug
    for provider in reference_providers:
        provider.move(vocabulary, old, slug)
    announce_terms(vocabulary, {old, slug})
    log(term, "taxonomy.rename", user=user, data={"from": old, "to": slug})


@transaction.atomic
def retire(term: Term, replacement: Term | None = None, user: Any = None) -> None:
    """Offer a term no longer. Records keep it; its words lead to the replacement, when there is one."""
    if term.status == Term.Lifecycle.RETIRED:
        raise ChangeRefused(_("“%(term)s” is retired already.") % {"term": term})
    if replacement is not None:
        _check_successor(term, replacement)
    in_use = term.children.filter(status=Term.Lifecycle.ACTIVE).count()
    if in_use:
        raise ChangeRefused(
            _("“%(term)s” has %(number)d narrower terms in use. Move or retire them first.")
            % {"term": term, "number": in_use}
        )
    term.status = Term.Lifecycle.RETIRED
    term.replaced_by = replacement
    term.save()
    announce_terms(term.vocabulary.slug, {term.slug, *([replacement.slug] if replacement else [])})
    log(term, "taxonomy.retire", user=user, data={"replacement": replacement.slug if replacement else None})


@transaction.atomic
def reinstate(term: Term, user: Any = None) -> None:
    """Offer a retired term again."""
    if term.status == Term.Lifecycle.ACTIVE:
        return
    if TermRedirect.objects.filter(vocabulary=term.vocabulary, old_slug=term.slug).exists():
        raise ChangeRefused(_("“%(term)s” was merged into another term, which has its uses now.") % {"term": term})
    if term.parent is not None and term.parent.status == Term.Lifecycle.RETIRED:
        raise ChangeRefused(_("The broader term “%(term)s” is retired.") % {"term": term.parent})
    term.status = Term.Lifecycle.ACTIVE
    term.replaced_by = None
    term.save()
    announce_terms(term.vocabulary.slug, {term.slug})
    log(term, "taxonomy.reinstate", user=user)


@transaction.atomic
def merge(term: Term, into: Term, user: Any = None) -> MergeCounts:
    """Make one concept of two: every use, narrower term and word of ``term`` goes to ``into``.

    The old slug leads to ``into`` from now on. The merged term itself stays, retired, for old versions of records.
    """
    _check_successor(term, into)
    term = Term.objects.select_for_update().get(pk=term.pk)
    vocabulary = term.vocabulary.slug
    rows = sum(_move_rows(relation, term, into) for relation in relations())
    drafts = _move_drafts(term, into)
    slugs = sum(provider.move(vocabulary, term.slug, into.slug) for provider in reference_providers)
    narrower = list(term.children.exclude(pk=into.pk))
    for child in narrower:
        child.parent = into
        child.save()
    words = _move_words(term, into)
    Term.objects.filter(replaced_by=term).update(replaced_by=into)
    TermRedirect.objects.filter(term=term).update(term=into)
    TermRedirect.objects.update_or_create(vocabulary=term.vocabulary, old_slug=term.slug, defaults={"term": into})
    term.status = Term.Lifecycle.RETIRED
    term.replaced_by = into
    term.save()
    for owner in {relation.owner for relation in relations()}:
        # Rows moved in bulk send no signal; Wagtail's own table of usage has to hear of them.
        _references(owner, term).update(to_object_id=str(into.pk))
    note_change()
    announce_terms(vocabulary, {term.slug, into.slug})
    moved = MergeCounts(rows, drafts, slugs, len(narrower), words)
    log(term, "taxonomy.merge", user=user, data={"into": into.slug, **vars(moved)})
    log(into, "taxonomy.merge_into", user=user, data={"from": term.slug, **vars(moved)})
    return moved


@transaction.atomic
def delete(term: Term, user: Any = None) -> None:
    """Remove a term that nothing uses. Raises TermInUse or ChangeRefused."""
    uses, slug_uses = _uses_of(term), references_to(term)
    if uses or slug_uses:
        raise TermInUse(term, uses, slug_uses)
    if term.children.exists():
        raise ChangeRefused(_("“%(term)s” has narrower terms.") % {"term": term})
    if term.replaces.exists() or TermRedirect.objects.filter(term=term).exists():
        raise ChangeRefused(_("Former slugs lead to “%(term)s”; without it old links would break.") % {"term": term})
    if term.replaced_by_id and TermRedirect.objects.filter(vocabulary=term.vocabulary, old_slug=term.slug).exists():
        raise ChangeRefused(_("“%(term)s” was merged; old versions of records still name it.") % {"term": term})
    log(term, "wagtail.delete", user=user, deleted=True)
    term.delete()


def _check_successor(term: Term, successor: Term) -> None:
    if successor.pk == term.pk:
        raise ChangeRefused(_("A term can't take its own place."))
    if successor.vocabulary_id != term.vocabulary_id:
        raise ChangeRefused(_("Both terms must belong to the same vocabulary."))
    if successor.status == Term.Lifecycle.RETIRED:
        raise ChangeRefused(_("“%(term)s” is retired itself.") % {"term": successor})
    broader = successor.parent
    while broader is not None:
        if broader.pk == term.pk:
            raise ChangeRefused(
                _("“%(narrower)s” lies below “%(term)s”. Move it first.") % {"narrower": successor, "term": term}
            )
        broader = broader.parent


def _move_rows(relation: Relation, term: Term, into: Term) -> int:
    """Point a relation's rows to the other term; a row whose owner has that term already goes, its place stays."""
    name = relation.field.name
    moved = relation.rows(term).count()
    others = _unique_with(relation)
    with disable_reference_index_auto_update():
        if others is not None:
            _drop_second_rows(relation, others, term, into)
        relation.rows(term).update(**{name: into})
    return moved


def _drop_second_rows(relation: Relation, others: list[str], term: Term, into: Term) -> None:
    ranked = any(field.name == "sort_order" for field in relation.model._meta.fields)
    present: dict[tuple[Any, ...], Any] = {
        tuple(getattr(row, other) for other in others): row for row in relation.rows(into)
    }
    gone, improved = [], []
    for row in relation.rows(term):
        same = present.get(tuple(getattr(row, other) for other in others))
        if same is None:
            continue
        gone.append(row.pk)
        if ranked and row.sort_order < same.sort_order:
            same.sort_order = row.sort_order
            improved.append(same)
    if improved:
        relation.model._default_manager.bulk_update(improved, ["sort_order"], batch_size=500)
    for rows in with_any_of(relation.model._default_manager.all(), "pk", gone):
        rows.delete()
    if relation.child_name:
        paths = [f"{relation.child_name}.{pk}.{relation.field.name}" for pk in gone]
        for references in with_any_of(_references(relation.owner, term), "content_path", paths):
            references.delete()


def _references(owner: type[models.Model], term: Term) -> models.QuerySet[ReferenceIndex]:
    """What Wagtail's table of usage says of a model's objects that carry a term."""
    types = ContentType.objects
    return ReferenceIndex.objects.filter(
        content_type=types.get_for_model(owner, for_concrete_model=False),
        to_content_type=types.get_for_model(Term),
        to_object_id=str(term.pk),
    )


def _unique_with(relation: Relation) -> list[str] | None:
    """The other fields (attribute names) that a term may come with only once, or None."""
    options = relation.model._meta
    groups = [list(fields) for fields in options.unique_together]
    groups += [
        list(constraint.fields) for constraint in options.constraints if isinstance(constraint, models.UniqueConstraint)
    ]
    for group in groups:
        if relation.field.name in group:
            return [
                str(getattr(options.get_field(name), "attname", name)) for name in group if name != relation.field.name
            ]
    return None


def _move_drafts(term: Term, into: Term) -> int:
    """In the versions that editing starts from, or that wait to be published; older ones keep what they said."""
    moved = 0
    for owner in {relation.owner for relation in relations()}:
        changed = [
            revision
            for revision in newest_revisions(owner)
            if move_in_content(owner, revision.content, term.pk, into.pk)
        ]
        Revision.objects.bulk_update(changed, ["content"], batch_size=50)
        moved += len(changed)
    return moved


def _move_words(term: Term, into: Term) -> int:
    """A merged term's labels and synonyms become synonyms of the other, where it hasn't got them."""
    known = {(text.language, text.text.casefold()) for text in into.texts.all()}
    added: list[TermText] = []
    for text in term.texts.exclude(kind=TermText.SkosProperty.DEFINITION):
        if (text.language, text.text.casefold()) in known:
            continue
        known.add((text.language, text.text.casefold()))
        kind = (
            TermText.SkosProperty.REJECTED
            if text.kind == TermText.SkosProperty.REJECTED
            else TermText.SkosProperty.SYNONYM
        )
        added.append(TermText(term=into, language=text.language, kind=kind, text=text.text, position=100 + len(added)))
    TermText.objects.bulk_create(added)
    return len(added)
