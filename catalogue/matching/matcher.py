"""Which record an initiative is, for imports and for the warning on the admin's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalogue.matching.entries import MatchCandidate, PreparedEntry, prepare
from catalogue.matching.features import Measures, compare
from catalogue.matching.index import EntryIndex, measures_of
from catalogue.matching.scoring import RecordMatch, score
from catalogue.records import Record

_SHOWN = 0.2


class Matcher:
    """Compares candidates with a registry's records. Making one costs about a second for 10,000 records."""

    def __init__(self, entries: Sequence[PreparedEntry]) -> None:
        self._index = EntryIndex(entries)

    @classmethod
    def of_records(cls, records: Iterable[Record]) -> Matcher:
        return cls([prepare(MatchCandidate.from_record(record), record.slug) for record in records])

    def matches(self, candidate: MatchCandidate, *, limit: int = 5, skip: Iterable[str] = ()) -> list[RecordMatch]:
        """Return the matches of one candidate, best first; ``skip`` names keys that were decided not to be the same."""
        return self.matches_of([candidate], limit=limit, skips=[frozenset(skip)])[0]

    def matches_of(
        self, candidates: Sequence[MatchCandidate], *, limit: int = 5, skips: Sequence[frozenset[str]] | None = None
    ) -> list[list[RecordMatch]]:
        """Return the matches of many candidates: one list each, in their order."""
        wanted = [prepare(candidate) for candidate in candidates]
        near = self._index.near_forms(wanted)
        answers = []
        for n, entry in enumerate(wanted):
            skip = skips[n] if skips else frozenset()
            answers.append(self._matches(entry, near.get(n, ()), limit, skip))
        return answers

    def repeats_among(self, candidates: Sequence[MatchCandidate]) -> dict[int, tuple[int, RecordMatch]]:
        """{position: (position of an earlier candidate, match)} for candidates that are likely one with an earlier one.

        What is rare is judged by this matcher's records and the candidates together.
        """
        entries = [prepare(candidate, str(n)) for n, candidate in enumerate(candidates)]
        index = EntryIndex(entries, measures_of([*self._index.entries, *entries]))
        near = index.near_among()
        repeats: dict[int, tuple[int, RecordMatch]] = {}
        for n, entry in enumerate(entries):
            earlier = (m for m in index.candidates(entry, near.get(n, ())) if m < n)
            likely = [match for m in earlier if (match := _match(entry, entries[m], index.measures)).is_likely]
            if likely:
                best = max(likely, key=lambda match: (match.score, -int(match.key)))
                repeats[n] = int(best.key), best
        return repeats

    def _matches(
        self, entry: PreparedEntry, near: Iterable[int], limit: int, skip: frozenset[str]
    ) -> list[RecordMatch]:
        matches = []
        for n in self._index.candidates(entry, near):
            other = self._index.entries[n]
            if other.key in skip:
                continue
            match = _match(entry, other, self._index.measures)
            if match.score >= _SHOWN:
                matches.append(match)
        matches.sort(key=lambda match: (-match.score, match.key))
        return matches[:limit]


def _match(entry: PreparedEntry, other: PreparedEntry, measures: Measures) -> RecordMatch:
    seen = compare(entry, other, measures)
    return RecordMatch(other.key, round(score(seen), 4), seen.is_exact, seen)
