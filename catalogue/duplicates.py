"""Records that may be the same as one that is being written: for the forms of readers and of curators.

Half a form says little, so two things are asked: ``catalogue.matching``, which weighs all that is known, and whether
the name, the web address or the source code alone is that of another record.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from catalogue.disclosure import Level
from catalogue.matching import LIKELY, MatchCandidate, Matcher
from catalogue.matching.addresses import is_front_page, page_key, repository_key
from catalogue.models import Tool
from catalogue.querysets import ToolQuerySet
from catalogue.records import Record, iterate_records
from text.transliteration import name_key

MOST_SHOWN = 5
NEAR_NAME = 78  # of 100


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that may be meant, and why, in words."""

    pk: int
    slug: str
    name: str
    organisation: str
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    pk: int
    slug: str
    name: str
    organisation: str
    names: tuple[str, ...]
    page: str
    repository: str

    @classmethod
    def of(cls, record: Record) -> _Known:
        names = tuple(filter(None, (name_key(name) for name in (record.name, *record.aka))))
        page, repository = page_key(record.url), repository_key(record.source_repo)
        return cls(record.pk, record.slug, record.name, record.organisation, names, page, repository)


class _Registry:
    """Some records, prepared once and again when one of them has changed, in whatever process."""

    def __init__(self) -> None:
        self._stamp: Any = None
        self._matcher = Matcher.of_records([])
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def refreshed(self, tools: ToolQuerySet) -> tuple[Matcher, dict[str, _Known]]:
        stamp = tuple(tools.order_by().aggregate(Count("pk"), Max("pk"), Max("updated_at")).values())
        with self._lock:
            if stamp != self._stamp:
                public_records = list(iterate_records(tools, Level.PUBLIC))
                self._matcher = Matcher.of_records(public_records)
                self._known = {record.slug: _Known.of(record) for record in public_records}
                self._stamp = stamp
            return self._matcher, self._known


_public, _all = _Registry(), _Registry()


def likely_duplicates(candidate: MatchCandidate, *, is_public: bool = True, exclude: int | None = None) -> list[Likely]:
    """Return at most five records that may be meant, best first. Empty values say nothing.

    Readers are shown public records only; curators (``is_public=False``) drafts and withdrawn ones too. ``exclude``:
    the key of the record itself.
    """
    if is_public:
        matcher, known = _public.refreshed(Tool.objects.public())
    else:
        matcher, known = _all.refreshed(Tool.objects.all())
    skip = {slug for slug, one in known.items() if one.pk == exclude}
    likely: dict[str, tuple[float, list[str]]] = {}
    for slug, one in known.items():
        if slug not in skip:
            score, why = _same_in_itself(candidate, one)
            if why:
                likely[slug] = (score, why)
    for match in matcher.matches(candidate, limit=MOST_SHOWN, skip=skip):
        score, why = likely.get(match.key, (0.0, []))
        if match.score >= LIKELY or why:
            reasons = [*why, *(str(reason) for reason in match.reasons)]
            likely[match.key] = (max(score, match.score), list(dict.fromkeys(reasons)))
    best = sorted(likely, key=lambda slug: (-likely[slug][0], slug))[:MOST_SHOWN]
    return [
        Likely(known[slug].pk, slug, known[slug].name, known[slug].organisation, "; ".join(likely[slug][1]))
        for slug in best
    ]


def _same_in_itself(candidate: MatchCandidate, other: _Known) -> tuple[float, list[str]]:
    score, why = _same_name((candidate.name, *candidate.aka), other.names)
    page = page_key(candidate.url)
    if page and page == other.page:
        # A front page is one initiative's; a page below may be a list of several.
        score = max(score, 0.9 if is_front_page(candidate.url) else 0.8)
        why.append(_("the same web address"))
    repository = repository_key(candidate.source_repo)
    if repository and repository == other.repository:
        score = max(score, 0.95)
        why.append(_("the same source code"))
    return score, why


def _same_name(names: Iterable[str], others: Iterable[str]) -> tuple[float, list[str]]:
    wanted = [name for name in map(name_key, names) if len(name) >= 3]
    likeness = max((fuzz.ratio(name, other) for name in wanted for other in others), default=0.0)
    if likeness == 100:
        return 1.0, [_("the same name")]
    if likeness >= NEAR_NAME:
        return likeness / 110, [_("nearly the same name")]
    return 0.0, []
