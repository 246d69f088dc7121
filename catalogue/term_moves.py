"""Records that are kept for readers name terms by their slugs, so they follow when a term gets another one."""

from __future__ import annotations

from django.db.models import Q

from catalogue.models import Tool
from catalogue.published_records import publish_again
from catalogue.records import FIELD_OF_SINGLE
from taxonomy.uses import TermReference

_ORGANISATION_TYPE = "organisation_type"


class KeptRecords:
    """A place where slugs are kept (``taxonomy.uses``). What counts as a use of a term are the tools' own rows."""

    def find(self, vocabulary: str, slug: str) -> list[TermReference]:
        return []

    def move(self, vocabulary: str, old: str, new: str) -> int:
        """Write the records anew whose tools carry the term; their rows, which name it by its key, are moved before."""
        publish_again(Tool.objects.filter(_carries(vocabulary, new)))
        return 0


def _carries(vocabulary: str, slug: str) -> Q:
    if vocabulary in FIELD_OF_SINGLE:
        return Q(**{f"{vocabulary}__slug": slug})
    if vocabulary == _ORGANISATION_TYPE:
        return Q(participations__organisation__organisation_type__slug=slug)
    return Q(classifications__term__vocabulary__slug=vocabulary, classifications__term__slug=slug)
