"""What is wrong with a cell or a row, in a sentence with a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REFUSED, CONSENT_UNCLEAR = "refused", "consent-unclear"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """``column`` is the letter, empty for the whole row. A warning doesn't stop the row; it tells what was assumed.

    ``offer``: what the cell would hold when mended, where that can be said; None where it can't.
    """

    code: str
    message: str
    column: str = ""
    suggestion: str = ""
    field: str = ""
    text: str = ""
    is_warning: bool = False
    offer: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "suggestion": self.suggestion,
            "field": self.field,
            "text": self.text,
            "offer": self.offer,
            "severity": "warning" if self.is_warning else "error",
        }

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> CellProblem:
        return cls(
            code=entry["code"],
            message=entry["message"],
            column=entry.get("column", ""),
            suggestion=entry.get("suggestion", ""),
            field=entry.get("field", ""),
            text=entry.get("text", ""),
            is_warning=entry.get("severity") == "warning",
            offer=entry.get("offer"),
        )
