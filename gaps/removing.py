"""Snapshots and saved analyses forget a record that is removed, or what it said before."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import PageLogEntry, Revision

from catalogue.fields import FIELDS
from catalogue.removal.scrubbing import Scrubber
from catalogue.removal.signals import Erased, Forgotten
from gaps import live_data
from gaps.axes import AXIS_KEYS
from gaps.models.pages import GapIndexPage, GapPage
from gaps.snapshots.redacting import forget_records, forget_values

_PAGES: tuple[type[GapIndexPage] | type[GapPage], ...] = (GapIndexPage, GapPage)
_KEY_OF_FIELD = {"countries": "country", "languages": "language"}
_FACTS = ("confidence", "launched", "ended", "name")


def forget_record(sender: Any, erased: Erased, **_: Any) -> None:
    """A tombstone stands for it in every snapshot, and in place of its names in analyses and their versions."""
    forget_records(erased.slugs, erased.token)
    _scrub_pages(Scrubber((*erased.names, *erased.slugs)))
    live_data.note_change()


def _scrub_pages(scrubber: Scrubber) -> None:
    for model in _PAGES:
        for page in model._default_manager.all():
            body = list(page.body.raw_data)
            scrubbed = scrubber.data(body)
            texts = {
                name: scrubber.text(getattr(page, name)) for name in ("title", "draft_title", "search_description")
            }
            if scrubbed == body and all(getattr(page, name) == text for name, text in texts.items()):
                continue
            page.body = page.body.stream_block.to_python(scrubbed)
            for name, text in texts.items():
                setattr(page, name, text)
            page.save()
            PageLogEntry.objects.filter(page=page.pk).update(label=page.title[:255])
        pages = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]
        for revision in Revision.page_revisions.filter(object_id__in=pages).iterator(chunk_size=50):
            content = {**revision.content}
            if content.get("body"):
                content["body"] = json.dumps(scrubber.data(json.loads(content["body"])))
            content |= {name: scrubber.text(content[name]) for name in ("title", "draft_title") if content.get(name)}
            if content != revision.content:
                revision.content = content
                revision.object_str = scrubber.text(revision.object_str)
                revision.save(update_fields=["content", "object_str"])


def forget_history(sender: Any, forgotten: Forgotten, **_: Any) -> None:
    """Snapshots go on counting what it said then, and say it no more."""
    keys = {_KEY_OF_FIELD.get(name) or FIELDS[name].vocabulary or name for name in forgotten.fields}
    wanted = {key for key in keys if key in AXIS_KEYS or key in _FACTS}
    if wanted:
        forget_values(forgotten.slugs, wanted, forgotten.name)
        live_data.note_change()
