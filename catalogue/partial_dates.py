"""A date of which only the year, or only year and month, may be known: sources rarely say the day.

Kept as the beginning of an ISO date: "2026", "2026-05" or "2026-05-12". Such texts sort as the days they begin with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from text.active_language import active_language

FIRST_YEAR, LAST_YEAR = 1950, 2100
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NOT_A_DATE = _(
    "“%(value)s” is not a date that the registry understands. Write the day, the month or only the year, as in "
    "2026-01-31, 2026-01 or 2026."
)


@total_ordering
@dataclass(frozen=True, eq=False)
class PartialDate:
    """A year, perhaps with its month, perhaps with the day. One that is whole equals the ``date`` of that day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: date | PartialDate) -> PartialDate:
        """The same as a partial date."""
        return value if isinstance(value, PartialDate) else cls(value.year, value.month, value.day)

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """Raises ValueError when the text, digits of any script, writes no date between 1950 and 2100."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in written.groups())
        assert year is not None  # noqa: S101 the pattern has it
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(text)
        date(year, month or 1, day or 1)  # refuses a 13th month, a 30th of February
        return cls(year, month, day)

    @property
    def first_day(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def isoformat(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def in_words(self) -> str:
        """The known part in the reader's language: "12 May 2026", "May 2026", "2026"."""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            # Stands within a sentence; Django writes Russian months with a capital letter, as for a calendar.
            words = date_format(self.first_day, "YEAR_MONTH_FORMAT")
            return words.lower() if active_language() == "ru" else words
        return date_format(self.first_day, "DATE_FORMAT")

    def __str__(self) -> str:
        return self.isoformat()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PartialDate | date):
            return NotImplemented
        return self.isoformat() == other.isoformat()

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate | date):
            return NotImplemented
        return self.isoformat() < other.isoformat()

    def __hash__(self) -> int:
        return hash(self.isoformat()) if self.day is None else hash(self.first_day)


def _from_text(value: Any) -> PartialDate | None:
    """What a form, an old revision or the database hands in."""
    if value in (None, ""):
        return None
    if isinstance(value, PartialDate | date):
        return PartialDate.of(value)
    try:
        return PartialDate.read(str(value))
    except ValueError:
        raise ValidationError(_NOT_A_DATE, code="invalid", params={"value": str(value)[:40]}) from None


class PartialDateInput(forms.CharField):
    """A plain line for a partial date. What was typed stays as it is; what is no date is refused with a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The day, the month or only the year: 2026-01-31, 2026-01 or 2026."))
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("dir", "ltr")

    def to_python(self, value: Any) -> Any:
        return _from_text(super().to_python(value) if isinstance(value, str) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(_from_text(initial) != _from_text(data.strip() if isinstance(data, str) else data))
        except ValidationError:
            return True


if TYPE_CHECKING:
    _Column = models.CharField[PartialDate | date | str | None, PartialDate | None]
else:
    _Column = models.CharField


class PartialDateField(_Column):
    """Keeps a partial date; its attribute is a ``PartialDate`` or None once it was stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.read(value) if value else None

    def to_python(self, value: Any) -> Any:
        return _from_text(value)

    def get_prep_value(self, value: Any) -> Any:
        known = _from_text(value)
        return known.isoformat() if known else None

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def run_validators(self, value: Any) -> None:
        """Its length is right by its making."""

    def formfield(self, **kwargs: Any) -> Any:
        wanted = {"form_class": PartialDateInput, **kwargs, "max_length": None, "empty_value": None}
        return super().formfield(**wanted)
