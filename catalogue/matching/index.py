"""Which entries of a registry are worth comparing with a candidate: those that share a telling thing with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from catalogue.matching.entries import PreparedEntry
from catalogue.matching.features import SHORTEST_INITIALS, Measures, short_forms
from catalogue.matching.rarity import Rarity

_MOST_SHARED = 400
_BY_NAME, _BY_ORGANISATION, _BY_SUMMARY = 8, 8, 5
_TYPING_ERROR = 0.78
_MOST_COMPARED = 8_000_000


def measures_of(entries: Sequence[PreparedEntry]) -> Measures:
    hosts = Counter(host for entry in entries for host in {entry.host, entry.site} if host)
    return Measures(
        name_words=Rarity(_name_words(entry) for entry in entries),
        organisation_words=Rarity({token for form in entry.organisations for token in form} for entry in entries),
        summary_words=Rarity(entry.words for entry in entries),
        host_counts=dict(hosts),
    )


class EntryIndex:
    """``measures``: those of other entries, where these are too few or too many alike to say what is rare."""

    def __init__(self, entries: Sequence[PreparedEntry], measures: Measures | None = None) -> None:
        self.entries = list(entries)
        self.measures = measures or measures_of(self.entries)
        self._by_form: dict[str, set[int]] = defaultdict(set)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_organisation: dict[str, set[int]] = defaultdict(set)
        self._by_summary_word: dict[str, set[int]] = defaultdict(set)
        self._by_sound: dict[str, set[int]] = defaultdict(set)
        self._by_initials: dict[str, set[int]] = defaultdict(set)
        self._by_address: dict[str, set[int]] = defaultdict(set)
        for n, entry in enumerate(self.entries):
            for form, _tokens in entry.names:
                self._by_form[form].add(n)
            for word in _name_words(entry):
                self._by_word[word].add(n)
            for tokens in (*entry.organisations, *entry.partners):
                for word in tokens:
                    self._by_organisation[word].add(n)
            for word in entry.words:
                self._by_summary_word[word].add(n)
            for address in _addresses(entry):
                self._by_address[address].add(n)
            for sound in entry.sounds:
                self._by_sound[sound].add(n)
            for short in _initials(entry):
                self._by_initials[short].add(n)
        self._forms = [form for form in self._by_form if len(form) > 4]

    def near_forms(self, wanted: Sequence[PreparedEntry]) -> dict[int, set[int]]:
        """Find, for entries whose name nobody has, those that have it with a typing error. {position: entries}."""
        unknown = [
            (n, form)
            for n, entry in enumerate(wanted)
            for form in entry.own_names
            if len(form) > 4 and form not in self._by_form
        ]
        return self._near(unknown)

    def near_among(self) -> dict[int, set[int]]:
        """Find names with a typing error among the index's own entries."""
        names = [(n, form) for n, entry in enumerate(self.entries) for form in entry.own_names if len(form) > 4]
        return self._near(names)

    def _near(self, unknown: Sequence[tuple[int, str]]) -> dict[int, set[int]]:
        neighbours: dict[int, set[int]] = defaultdict(set)
        if not unknown or not self._forms:
            return neighbours
        if len(unknown) * len(self._forms) > _MOST_COMPARED:
            return self._one_letter_apart(unknown)
        for start in range(0, len(unknown), 2_000):
            part = unknown[start : start + 2_000]
            likeness = cdist(
                [form for _n, form in part],
                self._forms,
                scorer=Indel.normalized_similarity,
                score_cutoff=_TYPING_ERROR,
                dtype=np.float32,
            )
            for row, column in zip(*np.nonzero(likeness), strict=True):
                neighbours[part[row][0]] |= self._by_form[self._forms[column]]
        return neighbours

    def _one_letter_apart(self, unknown: Sequence[tuple[int, str]]) -> dict[int, set[int]]:
        """Find names that agree when a letter is left out of each, where comparing all with all is too much."""
        by_rest: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            for rest in _shortened(form):
                by_rest[rest].append(form)
        neighbours: dict[int, set[int]] = defaultdict(set)
        for n, form in unknown:
            for rest in _shortened(form):
                for known in by_rest.get(rest, ()):
                    neighbours[n] |= self._by_form[known]
        return neighbours

    def candidates(self, wanted: PreparedEntry, near: Iterable[int] = ()) -> set[int]:
        positions = set(near)
        for form, _tokens in wanted.names:
            positions |= self._by_form.get(form, set()) | self._by_initials.get(form, set())
        if not wanted.is_latin:
            for sound in wanted.sounds:
                positions |= self._by_sound.get(sound, set())
        for address in _addresses(wanted):
            sharers = self._by_address.get(address, set())
            if len(sharers) <= 25:
                positions |= sharers
        positions |= self._best(_name_words(wanted), self._by_word, self.measures.name_words, _BY_NAME)
        organisations = {word for form in wanted.organisations for word in form}
        positions |= self._best(
            organisations, self._by_organisation, self.measures.organisation_words, _BY_ORGANISATION
        )
        positions |= self._best(wanted.words, self._by_summary_word, self.measures.summary_words, _BY_SUMMARY, most=60)
        return positions

    def _best(
        self, words: Iterable[str], index: dict[str, set[int]], rarity: Rarity, count: int, most: int = _MOST_SHARED
    ) -> set[int]:
        """Return the entries with the highest weight of shared words; words that very many share aren't looked at."""
        weights: dict[int, float] = defaultdict(float)
        for word in words:
            sharers = index.get(word)
            if sharers and len(sharers) <= most:
                weight = rarity.weight(word)
                for n in sharers:
                    weights[n] += weight
        if len(weights) <= count:
            return set(weights)
        return set(sorted(weights, key=weights.__getitem__, reverse=True)[:count])


def _name_words(entry: PreparedEntry) -> set[str]:
    return {token for _form, tokens in entry.names for token in tokens if len(token) > 1}


def _shortened(form: str) -> set[str]:
    return {form, *(form[:n] + form[n + 1 :] for n in range(len(form)))}


def _initials(entry: PreparedEntry) -> set[str]:
    return {short for _form, tokens in entry.names for short in short_forms(tokens) if len(short) >= SHORTEST_INITIALS}


def _addresses(entry: PreparedEntry) -> tuple[str, ...]:
    return tuple(
        address
        for address in {entry.page, entry.host, entry.site, entry.repository and f"repo:{entry.repository}"}
        if address
    )
