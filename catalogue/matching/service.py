"""Which record an initiative is, for imports and for the warning on the admin's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalogue.matching.entries import Candidate, Entry, prepare
from catalogue.matching.features import compare
from catalogue.matching.index import EntryIndex
from catalogue.matching.scoring import Match, reasons, score
from catalogue.records import Record

_SHOWN = 0.2


class Matcher:
    """Compares candidates with a registry's records. Making one costs about a second for 10,000 records."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._index = EntryIndex(entries)

    @classmethod
    def of_records(cls, records: Iterable[Record]) -> Matcher:
        return cls([prepare(Candidate.from_record(record), record.slug) for record in records])

    def matches(self, candidate: Candidate, *, limit: int = 5, skip: Iterable[str] = ()) -> list[Match]:
        """Best first; ``skip`` names keys that were decided not to be the same."""
        return self.matches_of([candidate], limit=limit, skips=[frozenset(skip)])[0]

    def matches_of(
        self, candidates: Sequence[Candidate], *, limit: int = 5, skips: Sequence[frozenset[str]] | None = None
    ) -> list[list[Match]]:
        """For many at once: one list a candidate, in their order."""
        wanted = [prepare(candidate) for candidate in candidates]
        near = self._index.near_forms(wanted)
        answers = []
        for n, entry in enumerate(wanted):
            skip = skips[n] if skips else frozenset()
            answers.append(self._matches(entry, near.get(n, ()), limit, skip))
        return answers

    def _matches(self, entry: Entry, near: Iterable[int], limit: int, skip: frozenset[str]) -> list[Match]:
        found = []
        for n in self._index.candidates(entry, near):
            other = self._index.entries[n]
            if other.key in skip:
                continue
            seen = compare(entry, other, self._index.measures)
            value = score(seen)
            if value >= _SHOWN:
                found.append(Match(other.key, round(value, 4), reasons(seen), seen.is_exact, seen))
        found.sort(key=lambda match: (-match.score, match.key))
        return found[:limit]
