"""What in a record's public texts nobody has looked at yet, and the note that somebody has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from catalogue.fields import read_values
from catalogue.models import PersonalDataCheck, Tool
from catalogue.personal_data.detector import PUBLIC_TEXTS, PersonalDatum, personal_data_of
from catalogue.personal_data.keys import finding_key


def not_looked_at(tool: Tool) -> dict[str, PersonalDatum]:
    """Key to finding, for the texts of the version in hand. Reads the tool's children."""
    values = read_values(tool, (*PUBLIC_TEXTS, "countries", "origin_country"))
    findings = {finding_key(datum): datum for _name, datum in personal_data_of(values)}
    if not findings:
        return {}
    checked = set(PersonalDataCheck.objects.filter(tool=tool.pk).values_list("finding", flat=True))
    return {key: datum for key, datum in findings.items() if key not in checked}


def note_looked_at(tool: Tool, keys: Collection[str], user: Any) -> None:
    """Keep that the user has looked at these findings and says that they are meant to be public."""
    open_keys = [key for key in not_looked_at(tool) if key in keys]
    PersonalDataCheck.objects.bulk_create(
        [PersonalDataCheck(tool_id=tool.pk, finding=key, checked_by=user) for key in open_keys], ignore_conflicts=True
    )
