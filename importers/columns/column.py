"""A column of the file, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from importers.columns.consent import SURE
from importers.lexicon.fields import CONSENT, PRIVATE, TECHNICAL
from importers.readers import column_letter
from text.folding import plain


class ColumnRole(StrEnum):
    """What becomes of a column. IGNORED ones are listed and kept in the raw row; PRIVATE and TECHNICAL are not kept."""

    FIELD = "field"
    CONSENT = "consent"
    PRIVATE = "private"
    TECHNICAL = "technical"
    IGNORED = "ignored"


# The columns whose cells are kept with a row.
KEPT_ROLES = (ColumnRole.FIELD, ColumnRole.IGNORED, ColumnRole.CONSENT)
_ROLES = {PRIVATE: ColumnRole.PRIVATE, TECHNICAL: ColumnRole.TECHNICAL, "": ColumnRole.IGNORED}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file.

    ``option``: the choice it stands for; ``samples``: a few of its cells, none if private; ``nature``: what a column
    that feeds no field is about ("email", "timestamp", "consent", "private", "technical"); ``polarity``: what a yes
    means under a question about publication.
    """

    position: int
    header: str
    field: str = ""
    role: ColumnRole = ColumnRole.IGNORED
    confidence: float = 0.0
    option: str = ""
    samples: tuple[str, ...] = ()
    is_remembered: bool = False
    nature: str = ""
    polarity: str = ""

    @property
    def is_guess(self) -> bool:
        """Whether a column about publication is one only perhaps, so that the curator is asked first."""
        return self.role is ColumnRole.CONSENT and self.confidence < SURE

    @property
    def letter(self) -> str:
        return column_letter(self.position)


def role_of(name: str) -> ColumnRole:
    """The role that a choice for a column stands for; every other name is a field's."""
    if name.startswith(CONSENT):
        return ColumnRole.CONSENT
    return _ROLES.get(name, ColumnRole.FIELD)


def header_key(header: str, option: str = "") -> str:
    """A header as it is remembered: case, accents and punctuation don't count."""
    return plain(f"{header} {option}".strip()) or header.strip()
