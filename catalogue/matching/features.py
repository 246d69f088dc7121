"""How two entries compare: each feature is a number that says one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from babel import Locale
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import ratio

from catalogue.matching.entries import PreparedEntry
from catalogue.matching.names import initials
from catalogue.matching.rarity import Rarity
from text.transliteration import latin_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of names and organisations that many have; they weigh little however rare the registry makes them.
_PLAIN = _words(
    "app application tool tools platform portal system systems project programme program initiative service "
    "services website site online digital mobile web human trafficking anti counter slavery modern labour labor "
    "forced child children safe safety hotline helpline line national international global centre center ministry "
    "department university institute office agency government against trafik"
)
_PLAIN_FACTOR = 0.4
# A ministry of Brazil is not another ministry of Brazil.
_PLACES = frozenset(
    token for name in Locale("en").territories.values() for token in latin_words(name) if len(token) > 3
) | {"us", "uk", "usa", "eu", "un"}
_PLACE_FACTOR = 0.15
_TYPING_ERROR = 0.86
_INITIALS = 0.85
SHORTEST_INITIALS, _LONGEST_INITIALS = 3, 8
_ALIKE_BY_SOUND = 0.75
_SHORTEST_NEAR = 4
_MOST_KEPT = 50_000
_SMALL_WORDS = _words(
    "the of for and a an in on to by from with de la le les des du par y e et und der die das von da do dos del por"
)


@dataclass(frozen=True, slots=True)
class Features:
    """``name`` 0..1 likeness, ``rare`` how telling the shared part of the name is (0..1); others as named.

    ``is_alias``: one of the other names is the same; ``wrapped``: the names differ by plain words and the
    organisation's only; ``near``: by a typing error; ``initials``: one is the other's; ``sound``: alike across scripts,
    each 0..1.
    ``organisation``, ``summary`` 0..1 or None where a side says nothing; ``place`` 1 shared, −1 apart, 0 unknown.
    """

    name: float
    rare: float
    is_exact: bool
    is_alias: bool
    wrapped: float
    near: float
    initials: float
    sound: float
    has_other_number: bool
    has_other_place: bool
    organisation: float | None
    is_partner: bool
    page: float
    repository: float
    summary: float | None
    place: int
    types: float
    years: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The rarities of a registry, and how many of its records share a host."""

    name_words: Rarity
    organisation_words: Rarity
    summary_words: Rarity
    host_counts: dict[str, int]
    _forms: dict[tuple[str, ...], float] = field(default_factory=dict)
    _words: dict[str, float] = field(default_factory=dict)

    def organisation_weight(self, form: tuple[str, ...]) -> float:
        """Weigh how telling an organisation's name is; kept, since an entry is compared with many others."""
        weight = self._forms.get(form)
        if weight is None:
            if len(self._forms) > _MOST_KEPT:
                self._forms.clear()
            weight = self._forms[form] = sum(map(self.organisation_word, set(form)))
        return weight

    def organisation_word(self, token: str) -> float:
        weight = self._words.get(token)
        if weight is None:
            if len(self._words) > _MOST_KEPT:
                self._words.clear()
            weight = self._words[token] = self.organisation_words.weight(token) * _factor(token)
        return weight

    def name_weight(self, token: str) -> float:
        weight = self.name_words.weight(token)
        return weight * _PLAIN_FACTOR if token in _PLAIN or len(token) < 3 else weight


def _factor(token: str) -> float:
    """Words that many organisations have in their names tell little."""
    if token in _PLACES:
        return _PLACE_FACTOR
    return _PLAIN_FACTOR if token in _PLAIN else 1.0


def compare(one: PreparedEntry, other: PreparedEntry, measures: Measures) -> Features:
    name, rare, is_exact = _name(one, other, measures)
    is_same = name == 1.0
    likeness = NameSimilarity(one, other, measures) if not is_same else None
    organisation, is_partner = _organisation(one, other, measures)
    summary = None
    if len(one.words) >= 8 and len(other.words) >= 8 and one.is_english == other.is_english:
        summary = measures.summary_words.cosine(one.words, other.words)
    first, second = one.candidate, other.candidate
    return Features(
        name=name,
        rare=rare,
        is_exact=is_exact,
        is_alias=is_same and not is_exact,
        wrapped=likeness.wrapped() if likeness else 0.0,
        near=likeness.near() if likeness else 0.0,
        initials=likeness.initials() if likeness else 0.0,
        sound=likeness.sound() if likeness else 0.0,
        has_other_number=bool(one.numbers and other.numbers and not one.numbers & other.numbers),
        has_other_place=bool(one.named_places and other.named_places and not one.named_places & other.named_places),
        organisation=organisation,
        is_partner=is_partner,
        page=_page(one, other, measures),
        repository=1.0 if one.repository and one.repository == other.repository else 0.0,
        summary=summary,
        place=_place(one, other),
        types=_shared(first.tool_types, second.tool_types),
        years=_years(first.launched, second.launched),
    )


# --- names ---------------------------------------------------------------------------------------------------------
def _name(one: PreparedEntry, other: PreparedEntry, measures: Measures) -> tuple[float, float, bool]:
    best, best_rare = 0.0, 0.0
    ours = dict(one.names)
    for form, tokens in other.names:
        if form in ours:
            rare = _rarity(tokens, form, measures)
            if (1.0, rare) > (best, best_rare):
                best, best_rare = 1.0, rare
    if best == 1.0:
        return best, best_rare, bool(one.own_names & {form for form, _tokens in other.names})
    for form, tokens in one.names:
        for their_form, their_tokens in other.names:
            likeness, shared = _token_likeness(tokens, their_tokens, measures)
            if likeness < _INITIALS and (_are_initials(form, their_tokens) or _are_initials(their_form, tokens)):
                likeness, shared = _INITIALS, 0.5
            if len(form) > 4 and len(their_form) > 4:
                whole = ratio(form, their_form) / 100
                if whole < _TYPING_ERROR and abs(len(form) - len(their_form)) <= 2:
                    whole = max(
                        whole, 1 - DamerauLevenshtein.distance(form, their_form) / max(len(form), len(their_form))
                    )
                if whole >= 0.8 and whole > likeness:
                    likeness, shared = whole, max(shared, _rarity(tokens, form, measures) * whole)
            if (likeness, shared) > (best, best_rare):
                best, best_rare = likeness, shared
    return best, best_rare, False


def short_forms(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return “GMSD” of “Global Modern Slavery Directory”, with and without the small words."""
    if len(tokens) < 3:
        return ()
    telling = tuple(token for token in tokens if token not in _SMALL_WORDS)
    return initials(tuple(tokens)), initials(telling)


def _are_initials(short: str, tokens: Sequence[str]) -> bool:
    return SHORTEST_INITIALS <= len(short) <= _LONGEST_INITIALS and short in short_forms(tokens)


def _rarity(tokens: Sequence[str], form: str, measures: Measures) -> float:
    """Weigh how telling a whole name is: one common word is little, two rare ones are enough."""
    weight = sum(measures.name_weight(token) for token in set(tokens))
    if len(form) < 4:
        weight *= 0.6
    return min(1.0, weight / (1.6 * measures.name_words.most))


def _token_likeness(ours: Sequence[str], theirs: Sequence[str], measures: Measures) -> tuple[float, float]:
    """Return shared over all weight (between overlap and containment), and how telling the shared part is."""
    mine, yours = dict.fromkeys(ours), dict.fromkeys(theirs)
    shared = 0.0
    rest = [token for token in yours if token not in mine]
    for token in mine:
        if token in yours:
            shared += measures.name_weight(token)
        elif len(token) > 4:
            near = max((JaroWinkler.similarity(token, their) for their in rest if len(their) > 4), default=0.0)
            if near > 0.92:
                shared += measures.name_weight(token) * near
    if not shared:
        return 0.0, 0.0
    first = sum(measures.name_weight(token) for token in mine)
    second = sum(measures.name_weight(token) for token in yours)
    union = first + second - shared
    likeness = 0.5 * shared / union + 0.5 * shared / min(first, second) if union > 0 else 0.0
    # A name that contains the other is like it only as far as the shared part is a name.
    return min(likeness, 0.97), min(1.0, shared / (1.6 * measures.name_words.most))


# --- names told otherwise ------------------------------------------------------------------------------------------
class NameSimilarity:
    """In which ways two names that aren't the same may still be one."""

    def __init__(self, one: PreparedEntry, other: PreparedEntry, measures: Measures) -> None:
        self.one, self.other, self.measures = one, other, measures

    def wrapped(self) -> float:
        """Return how telling the words are that both names have: “Polaris: the Freedom project” and “Freedom”."""
        droppable = _PLAIN | _SMALL_WORDS | self.one.organisation_words | self.other.organisation_words
        best = 0.0
        for _form, tokens in self.one.names:
            ours = frozenset(tokens)
            for _form, their_tokens in self.other.names:
                theirs = frozenset(their_tokens)
                both, extra = ours & theirs, ours ^ theirs
                if both and extra <= droppable and not extra & _PLACES:
                    best = max(best, _rarity(tuple(both), "".join(both), self.measures))
        return best

    def near(self) -> float:
        """Return 1 for a single letter of many that differs, less for one or two in shorter names."""
        best = 0.0
        for form in self.one.own_names:
            allowed = _edits_allowed(len(form))
            if len(form) < _SHORTEST_NEAR:
                continue
            for their_form, _tokens in self.other.names:
                if abs(len(form) - len(their_form)) <= allowed:
                    edits = DamerauLevenshtein.distance(form, their_form, score_cutoff=allowed)
                    if edits <= allowed:
                        best = max(best, 1 - edits / max(8, len(form)))
        return best

    def initials(self) -> float:
        """Return 1 where one name is the other's initials; three letters say less than four."""
        for ours, theirs in ((self.one, self.other), (self.other, self.one)):
            for form, _tokens in ours.names:
                if any(_are_initials(form, tokens) for _form, tokens in theirs.names):
                    return 0.5 if len(form) == 3 else 1.0
        return 0.0

    def sound(self) -> float:
        if self.one.is_latin == self.other.is_latin:
            return 0.0
        return max(
            (
                ratio(ours, theirs) / 100
                for ours in self.one.sounds
                for theirs in self.other.sounds
                if min(len(ours), len(theirs)) >= 3
            ),
            default=0.0,
        )


def _edits_allowed(length: int) -> int:
    if length < 10:
        return 1
    return 2 if length < 20 else 3


# --- organisations -------------------------------------------------------------------------------------------------
def _organisation(one: PreparedEntry, other: PreparedEntry, measures: Measures) -> tuple[float | None, bool]:
    if not one.organisations or not other.organisations:
        return None, False
    lead = _best_organisation(one.organisations, other.organisations, measures)
    if one.is_latin != other.is_latin and lead < _ALIKE_BY_SOUND:
        alike = ratio(one.organisation_sound, other.organisation_sound) / 100
        lead = max(lead, alike if alike >= _ALIKE_BY_SOUND else 0.0)
    partner = max(
        _best_organisation(one.organisations, other.partners, measures),
        _best_organisation(one.partners, other.organisations, measures),
    )
    if partner * 0.85 > lead:
        return partner * 0.85, True
    return lead, False


def _best_organisation(ours: Sequence[tuple[str, ...]], theirs: Sequence[tuple[str, ...]], measures: Measures) -> float:
    best = 0.0
    for mine in ours:
        weight = measures.organisation_weight(mine)
        for yours in theirs:
            if mine == yours:
                likeness = 1.0
            elif (len(mine) == 1 and len(yours) > 2 and mine[0] == initials(yours)) or (
                len(yours) == 1 and len(mine) > 2 and yours[0] == initials(mine)
            ):
                likeness = 0.9
            else:
                likeness = _organisation_likeness(mine, yours, measures)
            # One common word ("nigeria", "labour") in both is no organisation.
            floor = min(weight, measures.organisation_weight(yours)) / measures.organisation_words.most
            best = max(best, likeness * min(1.0, floor / 0.75))
    return best


def _organisation_likeness(mine: tuple[str, ...], yours: tuple[str, ...], measures: Measures) -> float:
    both = set(mine).intersection(yours)
    shared = sum(map(measures.organisation_word, both)) if both else 0.0
    if not shared:
        whole = ratio("".join(mine), "".join(yours)) / 100
        return whole if whole > 0.9 else 0.0
    first, second = measures.organisation_weight(mine), measures.organisation_weight(yours)
    likeness = 0.6 * shared / (first + second - shared) + 0.4 * shared / min(first, second)
    if likeness < 0.85:
        whole = ratio("".join(mine), "".join(yours)) / 100
        likeness = max(likeness, whole) if whole > 0.9 else likeness
    return likeness


# --- the rest ------------------------------------------------------------------------------------------------------
def _page(one: PreparedEntry, other: PreparedEntry, measures: Measures) -> float:
    """Return 1 for the same page of nobody else, less for a site that several records share, −1 for others."""
    if not one.page or not other.page:
        return 0.0
    crowd = max(measures.host_counts.get(other.host, 1), 1)
    if one.page == other.page:
        return 1.0 if not one.is_front or crowd == 1 else 0.6
    if one.host and one.host == other.host:
        return 0.5 if crowd == 1 else 0.25
    if one.site and one.site == other.site:
        return 0.3 if measures.host_counts.get(other.site, 1) <= 1 else 0.15
    if one.host and other.host:
        return -1.0
    return 0.0


def _place(one: PreparedEntry, other: PreparedEntry) -> int:
    ours, theirs = one.places, other.places
    if ours and theirs:
        return 1 if ours & theirs else -1
    first, second = one.candidate, other.candidate
    if first.origin_country and second.origin_country:
        return 1 if first.origin_country == second.origin_country else 0
    return 0


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return overlap of two classifications; 0.5 where a side says nothing."""
    if not one or not other:
        return 0.5
    return len(set(one) & set(other)) / min(len(set(one)), len(set(other)))


def _years(one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return 0
    if abs(one - other) <= 1:
        return 1
    return -1 if abs(one - other) > 3 else 0
