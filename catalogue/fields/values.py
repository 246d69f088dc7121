"""A record's values as plain data: read from a tool, checked, and written as JSON keeps them.

An import checks the same values three times, once at each boundary of trust: when a cell is read, when a stored plan
is taken up again, and when the record is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from catalogue.disclosure import Disclosure
from catalogue.fields.checks import ValueProblem
from catalogue.fields.declared import FIELDS
from catalogue.partial_dates import PartialDate
from taxonomy.current import vocabulary_index

if TYPE_CHECKING:
    from catalogue.models import Tool


def read_values(tool: Tool, names: Any = None) -> dict[str, Any]:
    """The tool's present values under the data set's names, canonical. Prefetch the children first."""
    index = vocabulary_index()
    return {name: FIELDS[name].read(tool, index) for name in (names or FIELDS)}


def check_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Canonical values and, for those that can't be stored, a sentence each."""
    good: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in values.items():
        if name not in FIELDS:
            problems[name] = _("The record has no field of this name.")
            continue
        try:
            good[name] = FIELDS[name].check(value)
        except ValueProblem as problem:
            problems[name] = str(problem)
        except (TypeError, ValueError, AttributeError):
            problems[name] = _("This has not the form that the field needs.")
    launched, ended = good.get("launched"), good.get("ended")
    if launched and ended and ended < launched:
        problems["ended"] = _("It can't end (%(ended)d) before it was launched (%(launched)d).") % {
            "ended": ended,
            "launched": launched,
        }
    if good.get("restricted_detail") and good.get("disclosure") == Disclosure.PUBLIC:
        problems["disclosure"] = detail_needs_level()
    return good, problems


def detail_needs_level() -> str:
    return _("A record with restricted detail needs a disclosure level for it.")


def plain(value: Any) -> Any:
    """A canonical value as JSON keeps it: lists, dictionaries, ISO dates."""
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if isinstance(value, tuple):
        if value and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in value):
            return {key: plain(one) for key, one in value}
        return [plain(one) for one in value]
    return value
