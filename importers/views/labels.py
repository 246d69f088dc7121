"""What things are called in the wizard."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from importers.lexicon.questions import field_question
from importers.plan.import_plan import Policy, RowState
from text.active_language import active_language

_NAMED = {
    "id": lambda: _("Record (its address in the registry)"),
    "updated_at": lambda: _("State of the record when exported"),
    "curator_notes": lambda: _("Curators' notes"),
    "confidence": lambda: _("Confidence"),
}


def field_label(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]()
    return field_question(name, active_language())


def policy_label(policy: Policy) -> str:
    return {
        Policy.OVERWRITE: _("take the file's value"),
        Policy.MERGE: _("add the file's values"),
        Policy.FILL: _("only where the record has none"),
        Policy.KEEP: _("keep the record's value"),
    }[policy]


def state_label(state: str) -> str:
    return {
        RowState.NEW: _("new"),
        RowState.CHANGED: _("changed"),
        RowState.SAME: _("the same"),
        RowState.DUPLICATE: _("likely duplicate"),
        RowState.INVALID: _("to be corrected"),
        RowState.SKIPPED: _("left out"),
    }[RowState(state)]


def shown(value: Any) -> str:
    """A value as text for a curator."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return "; ".join(shown(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, "", False, True))
    return str(value)
