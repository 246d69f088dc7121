"""Why an import as a whole isn't written, taken back or brought back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

_SHOWN = 20


class ImportRefused(Exception):
    """The plan can't be applied as it stands; the message is for the curator."""


class StalePlan(ImportRefused):
    """Records changed since the plan was made. ``rows`` are their numbers."""

    def __init__(self, rows: Sequence[int], names: Sequence[str]) -> None:
        shown = ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        message = _("Since the plan was made, these records were changed: %(names)s. Plan again and look at them.")
        super().__init__(message % {"names": shown})
        self.rows = list(rows)
