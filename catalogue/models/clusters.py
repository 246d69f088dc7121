"""Models with children that are read and saved in a few queries, however many children there are."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import models, transaction
from modelcluster.models import ClusterableModel, get_all_child_relations


class LeanCluster(ClusterableModel):
    """A model with children that leaves alone what is stored as it is.

    modelcluster looks every key of a version up by itself and saves each child again, and Wagtail then brings its table
    of uses up to date for each: more than a thousand queries for a record with fifty children.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        # Needs all models loaded.
        from wagtail.signal_handlers import disable_reference_index_auto_update, update_reference_index_on_save

        self._forget_unchanged_children()
        with disable_reference_index_auto_update():
            super().save(*args, **options)
        update_reference_index_on_save(self)

    def _forget_unchanged_children(self) -> None:
        """Take those lists of children off the work of ``save`` that are stored as they are."""
        staged = self.__dict__.get("_cluster_related_objects", {})
        for relation in get_all_child_relations(type(self)):
            name = relation.get_accessor_name()
            if self.pk is None or name not in staged:
                continue
            columns = [field.attname for field in relation.related_model._meta.concrete_fields]
            stored = relation.related_model._default_manager.filter(**{relation.field.name: self.pk})
            present = {row[0]: row for row in stored.values_list("pk", *columns)}
            wanted = {child.pk: (child.pk, *(getattr(child, column) for column in columns)) for child in staged[name]}
            if len(wanted) == len(staged[name]) and wanted == present:
                del staged[name]

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Build the object of a version. Keys are looked up together; only if one leads nowhere, one by one."""
        is_sound = check_fks and _all_are_there(cls, data)
        return super().from_serializable_data(data, check_fks=check_fks and not is_sound, strict_fks=strict_fks)


def _all_are_there(model: type[ClusterableModel], data: dict[str, Any]) -> bool:
    """Tell whether every row that a version of the model, or of its children, names by its key is there."""
    named: dict[type[models.Model], set[Any]] = defaultdict(set)
    _collect(model, data, named)
    for relation in get_all_child_relations(model):
        for child in data.get(relation.get_accessor_name(), ()):
            _collect(relation.related_model, child, named)
    return all(
        target._default_manager.filter(pk__in=keys).count() == len(keys) for target, keys in named.items() if keys
    )


def _collect(model: type[models.Model], data: dict[str, Any], named: dict[type[models.Model], set[Any]]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and data.get(field.name) is not None:
            named[field.remote_field.model].add(data[field.name])
