"""Likely duplicates of a record that is being written, for people who work in the admin.

Half a form says little, so two things are asked: ``catalogue.matching``, which weighs all that is known, and whether
the name, the web address or the source code alone is that of another record.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from catalogue.admin.finding import plain
from catalogue.disclosure import Level
from catalogue.matching import LIKELY, Candidate, Matcher
from catalogue.matching.addresses import is_front_page, page_key, repository_key
from catalogue.models import Tool
from catalogue.records import Record, iterate_records

SHOWN = 5
NEAR_NAME = 78  # of 100


@dataclass(frozen=True)
class Likely:
    """A record that may be the same, and why, in words."""

    pk: int
    name: str
    slug: str
    why: str


@dataclass(frozen=True)
class _Known:
    pk: int
    slug: str
    name: str
    names: tuple[str, ...]
    page: str
    repository: str

    @classmethod
    def of(cls, record: Record) -> _Known:
        names = tuple(filter(None, (plain(name) for name in (record.name, *record.aka))))
        page, repository = page_key(record.url), repository_key(record.source_repo)
        return cls(record.pk, record.slug, record.name, names, page, repository)


@dataclass
class _Registry:
    """All records, drafts and withdrawn ones too, prepared once and again when one of them has changed."""

    stamp: Any = None
    matcher: Matcher | None = None
    known: dict[str, _Known] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> tuple[Matcher, dict[str, _Known]]:
        stamp = tuple(Tool.objects.aggregate(Count("pk"), Max("pk"), Max("updated_at")).values())
        with self.lock:
            if self.matcher is None or stamp != self.stamp:
                records = list(iterate_records(Tool.objects.all(), Level.PUBLIC))
                self.matcher = Matcher.of_records(records)
                self.known = {record.slug: _Known.of(record) for record in records}
                self.stamp = stamp
            return self.matcher, self.known


_registry = _Registry()


def find_likely(candidate: Candidate, exclude: int | None = None) -> list[Likely]:
    """At most five, best first; ``exclude`` is the key of the record itself. Empty values say nothing."""
    matcher, known = _registry.refresh()
    skip = {slug for slug, one in known.items() if one.pk == exclude}
    found: dict[str, tuple[float, list[str]]] = {}
    for slug, one in known.items():
        if slug not in skip:
            score, why = _same_in_itself(candidate, one)
            if why:
                found[slug] = (score, why)
    for match in matcher.matches(candidate, limit=SHOWN, skip=skip):
        score, why = found.get(match.key, (0.0, []))
        if match.score >= LIKELY or why:
            found[match.key] = (max(score, match.score), list(dict.fromkeys([*why, *match.reasons])))
    best = sorted(found, key=lambda slug: (-found[slug][0], slug))[:SHOWN]
    return [Likely(known[slug].pk, known[slug].name, slug, "; ".join(found[slug][1])) for slug in best]


def _same_in_itself(candidate: Candidate, other: _Known) -> tuple[float, list[str]]:
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
    wanted = [name for name in map(plain, names) if len(name) >= 3]
    likeness = max((fuzz.ratio(name, other) for name in wanted for other in others), default=0.0)
    if likeness == 100:
        return 1.0, [_("the same name")]
    if likeness >= NEAR_NAME:
        return likeness / 110, [_("nearly the same name")]
    return 0.0, []
