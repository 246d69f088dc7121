"""Infrastructure read as "I have this": which tools need no more than what somebody has.

A record states what its users must have, by group. The groups differ in how several values of a record are meant:

- connectivity, device, hosting: *alternatives*. "smartphone, computer" means that either will do.
- people, access, and specialised hardware: *conditions*. "vetted access, needs own data" means both.

Having something includes what is weaker (`INCLUDES`): mobile data also carries what works on a slow connection. A
computer includes no phone: by the vocabulary a tool that runs on both carries both terms, so one that carries
"smartphone" alone can't be used on a computer.

A tool fits when, in every group of which the person named something, the record states nothing, or one of its
alternatives is covered, and every condition is covered. A group of which the person named nothing doesn't matter.
Engines are asked for the same by plain filters: `fit_filters` over the document fields that `need_values` fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNSTATED = "unstated"

CONNECTIVITY = ("works-offline", "low-bandwidth", "mobile-data", "broadband")
DEVICE = ("no-device", "feature-phone", "smartphone", "computer")
HOSTING = ("provider-hosted", "self-hosted", "on-premises-secure")
HARDWARE = ("specialised-hardware",)
PEOPLE = ("no-training", "trained-user", "it-administrator", "data-specialist")
ACCESS = (
    "open-access",
    "registration",
    "vetted-access",
    "paid-licence",
    "needs-own-data",
    "needs-partner-agreement",
)

# Group → its alternatives; the document field of a group is `need_<group>`.
ALTERNATIVES: Mapping[str, tuple[str, ...]] = {"connectivity": CONNECTIVITY, "device": DEVICE, "hosting": HOSTING}
# Group → its conditions. Specialised hardware comes on top of whatever device a record names.
CONDITIONS: Mapping[str, tuple[str, ...]] = {"device": HARDWARE, "people": PEOPLE, "access": ACCESS}

# What else somebody has who has this.
INCLUDES: Mapping[str, tuple[str, ...]] = {
    "low-bandwidth": ("works-offline",),
    "mobile-data": ("works-offline", "low-bandwidth"),
    "broadband": ("works-offline", "low-bandwidth", "mobile-data"),
    "feature-phone": ("no-device",),
    "smartphone": ("no-device", "feature-phone"),
    "computer": ("no-device",),
    "specialised-hardware": ("no-device",),
    "self-hosted": ("provider-hosted",),
    "on-premises-secure": ("provider-hosted", "self-hosted"),
    "trained-user": ("no-training",),
    "it-administrator": ("no-training",),
    "data-specialist": ("no-training",),
    "registration": ("open-access",),
    "vetted-access": ("open-access", "registration"),
    "paid-licence": ("open-access", "registration"),
    "needs-own-data": ("open-access",),
    "needs-partner-agreement": ("open-access", "registration"),
}

GROUPS: Mapping[str, tuple[str, ...]] = {
    "connectivity": CONNECTIVITY,
    "device": DEVICE + HARDWARE,
    "hosting": HOSTING,
    "people": PEOPLE,
    "access": ACCESS,
}
HAVE_VALUES: tuple[str, ...] = tuple(value for values in GROUPS.values() for value in values)
NEED_FIELDS: tuple[str, ...] = tuple(f"need_{group}" for group in ALTERNATIVES)


def ordered(values: Iterable[str]) -> tuple[str, ...]:
    """The known values, once each, in the table's order."""
    named = set(values)
    return tuple(value for value in HAVE_VALUES if value in named)


def covered(have: Iterable[str]) -> frozenset[str]:
    """All that somebody has who named these, weaker things included."""
    named = set(have)
    return frozenset(named.union(*(INCLUDES.get(value, ()) for value in named)) if named else ())


def is_compatible(infrastructure: Iterable[str], have: Iterable[str]) -> bool:
    """Whether a record with these infrastructure values fits somebody who has `have`: the definition."""
    needed, named = set(infrastructure), set(have)
    has = covered(named)
    for group, values in GROUPS.items():
        if not named.intersection(values):
            continue
        alternatives = needed.intersection(ALTERNATIVES.get(group, ()))
        conditions = needed.intersection(CONDITIONS.get(group, ()))
        if (alternatives and not alternatives & has) or not conditions <= has:
            return False
    return True


def need_values(infrastructure: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What a search document carries beside its facets: `need_<group>` → the alternatives, or `UNSTATED`."""
    needed = set(infrastructure)
    return {
        f"need_{group}": tuple(value for value in values if value in needed) or (UNSTATED,)
        for group, values in ALTERNATIVES.items()
    }


@dataclass(frozen=True, slots=True)
class FitFilters:
    """`is_compatible` as filters: OR within a field of `required`, AND across; no hit carries any `excluded`."""

    required: Mapping[str, frozenset[str]]
    excluded: frozenset[str]


def fit_filters(have: Iterable[str]) -> FitFilters:
    """The filters that find exactly the records for which `is_compatible` is true."""
    named = set(have)
    has = covered(named)
    touched = [group for group, values in GROUPS.items() if named.intersection(values)]
    return FitFilters(
        required={
            f"need_{group}": frozenset(has.intersection(ALTERNATIVES[group])) | {UNSTATED}
            for group in touched
            if group in ALTERNATIVES
        },
        excluded=frozenset(value for group in touched for value in CONDITIONS.get(group, ()) if value not in has),
    )
