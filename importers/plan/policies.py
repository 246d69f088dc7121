"""How a row's value meets the record's: kept, filled in, added, overwritten; never over a person's edit in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.fields import plain
from importers.lexicon.fields import IMPORT_FIELDS
from importers.plan.import_plan import Change, Policy

# A survey's answer is newer than the record about facts, and one voice among others about words and lists.
_DEFAULTS = {
    "name": Policy.KEEP,
    "organisation": Policy.FILL,
    "organisation_type": Policy.FILL,
    "summary": Policy.FILL,
    "notes": Policy.FILL,
    "origin_country": Policy.FILL,
    "confidence": Policy.KEEP,
    "url": Policy.FILL,
    "launched": Policy.FILL,
    "source_repo": Policy.FILL,
    "licence": Policy.FILL,
    "handles_victim_data": Policy.FILL,
    "access": Policy.FILL,
}
_SAYS_NOTHING = ("unknown", "none-known")


def default_policy(name: str) -> Policy:
    if name in _DEFAULTS:
        return _DEFAULTS[name]
    return Policy.MERGE if IMPORT_FIELDS[name].is_several else Policy.OVERWRITE


def is_empty(value: Any) -> bool:
    return value in (None, "", (), []) or value in _SAYS_NOTHING or value == ("none-known",)


def merged(before: tuple[Any, ...], stated: tuple[Any, ...]) -> tuple[Any, ...]:
    """The record's entries, then those of the row that it lacks; parties and sources are known by their first part."""
    meaningful = tuple(one for one in before if one not in _SAYS_NOTHING)
    known = {_key(one) for one in meaningful}
    added = tuple(one for one in stated if _key(one) not in known and one not in _SAYS_NOTHING)
    return meaningful + added if added else before


def _key(one: Any) -> Any:
    if isinstance(one, tuple) and one and isinstance(one[0], tuple):
        entry = dict(one)
        return entry.get("url") or entry.get("name") or entry.get("title")
    return one


def equals(before: Any, stated: Any) -> bool:
    """The order of a list doesn't count."""
    if isinstance(before, tuple) and isinstance(stated, tuple):
        return set(map(_key, before)) == set(map(_key, stated))
    return bool(before == stated)


def change_of(
    name: str, before: Any, stated: Any, policy: Policy, *, is_human_edit: bool, force: bool = False
) -> Change | None:
    """The change that a value makes, or None when both sides say the same.

    ``is_human_edit``: somebody changed the field since it was last loaded or imported; ``force``: the curator said so.
    """
    if equals(before, stated):
        return None
    after = before
    if force or policy is Policy.OVERWRITE:
        after = before if is_empty(stated) and not is_empty(before) and not force else stated
    elif policy is Policy.MERGE and isinstance(before, tuple):
        after = merged(before, stated)
    elif policy in (Policy.FILL, Policy.MERGE) and is_empty(before):
        after = stated
    is_written = not equals(before, after)
    is_conflict = is_written and is_human_edit and not force and not is_empty(before) and policy is Policy.OVERWRITE
    return Change(
        before=plain(before),
        stated=plain(stated),
        after=plain(before if is_conflict else after),
        policy=str(policy),
        is_written=is_written and not is_conflict,
        is_conflict=is_conflict,
    )


def policy_for(name: str, chosen: Mapping[str, str], *, is_own_export: bool) -> Policy:
    """``is_own_export``: the file names the registry's records by their id, so it is an edited export."""
    if name in chosen:
        return Policy(chosen[name])
    return Policy.OVERWRITE if is_own_export else default_policy(name)
