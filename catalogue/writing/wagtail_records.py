"""What Wagtail keeps beside a record (revisions, log, reference index, admin search index), written in bulk.

Wagtail's own path (save, revision, publish) costs about 90 queries a record; the rows made here are the same ones,
which ``tests/catalogue/test_writing.py`` checks against Wagtail's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from catalogue.models import Tool
from taxonomy.many import with_any_of

CHUNK = 500


def make_revisions(tools: Sequence[Tool], user: Any) -> dict[int, Revision]:
    """Return a revision of each tool as it is in memory; {tool pk: revision}."""
    content_type = ContentType.objects.get_for_model(Tool)
    now = timezone.now()
    revisions = [
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(tool.pk),
            created_at=now,
            user=user,
            object_str=str(tool),
            content=tool.serializable_data(),
        )
        for tool in tools
    ]
    Revision.objects.bulk_create(revisions, batch_size=CHUNK)
    return {int(revision.object_id): revision for revision in revisions}


def log_changes(tools: Sequence[Tool], action: str, user: Any, reason: str, revisions: dict[int, Revision]) -> None:
    content_type = ContentType.objects.get_for_model(Tool)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type,
                object_id=str(tool.pk),
                label=str(tool)[:255],
                action=action,
                timestamp=now,
                user=user,
                revision=revisions.get(tool.pk),
                content_changed=True,
                data={"comment": reason} if reason else {},
            )
            for tool in tools
        ],
        batch_size=CHUNK,
    )


def index_references(tools: Sequence[Tool]) -> None:
    """Write the rows that Wagtail's usage pages read."""
    content_type = ContentType.objects.get_for_model(Tool)
    references = ReferenceIndex.objects.filter(base_content_type=content_type)
    for portion in with_any_of(references, "object_id", [str(tool.pk) for tool in tools]):
        portion.delete()
    rows: dict[tuple[str, Any, int, str], ReferenceIndex] = {}
    for tool in tools:
        for to_type, to_id, model_path, content_path in ReferenceIndex._extract_references_from_object(tool):
            path_hash = ReferenceIndex._get_content_path_hash(content_path)
            rows[(str(tool.pk), path_hash, to_type, to_id)] = ReferenceIndex(
                base_content_type=content_type,
                content_type=content_type,
                object_id=str(tool.pk),
                to_content_type_id=to_type,
                to_object_id=to_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=path_hash,
            )
    ReferenceIndex.objects.bulk_create(rows.values(), batch_size=CHUNK)


def index_for_admin(tools: Sequence[Tool]) -> None:
    """Fill the admin's own search; the public search listens to ``catalogue.signals``."""
    live = list(tools)
    for backend in get_search_backends(with_auto_update=True):
        backend.get_index_for_model(Tool).add_items(Tool, live)
