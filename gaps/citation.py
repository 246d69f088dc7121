"""How to cite a table of gaps: APA, BibTeX, CSL-JSON. A frozen state is cited by its number and never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

# APA cites in English, whatever the reader's language.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BIBTEX_ESCAPES = {ord(character): f"\\{character}" for character in "&%$#_{}"} | {
    ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """``key`` names the entry; ``on`` is the day of the data; ``path`` the address below the site's."""

    key: str
    title: str
    on: date
    path: str
    snapshot: int | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether its address will always show the same numbers."""
        return self.snapshot is not None

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}{self.path}"

    @property
    def publisher(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    @property
    def kind(self) -> str:
        return f"Data set, snapshot {self.snapshot}" if self.is_frozen else "Web page, its figures change"

    @property
    def apa(self) -> str:
        when = f"{self.on.year}, {_MONTHS[self.on.month - 1]} {self.on.day}"
        # What changes is cited with the day on which it was read (APA 7, 9.16).
        place = self.url if self.is_frozen else f"Retrieved {_in_words(timezone.localdate())}, from {self.url}"
        return f"{self.publisher}. ({when}). {self.title} [{self.kind}]. {place}"

    @property
    def bibtex(self) -> str:
        fields = {
            "title": self.title.translate(_BIBTEX_ESCAPES),
            "author": "{" + self.publisher.translate(_BIBTEX_ESCAPES) + "}",
            "year": str(self.on.year),
            "month": str(self.on.month),
            "note": self.kind,
            "url": self.url,
        }
        if not self.is_frozen:
            fields["urldate"] = timezone.localdate().isoformat()
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{body}\n}}\n"

    @property
    def csl(self) -> list[dict[str, Any]]:
        item: dict[str, Any] = {
            "id": self.key,
            "type": "dataset" if self.is_frozen else "webpage",
            "title": self.title,
            "publisher": self.publisher,
            "author": [{"literal": self.publisher}],
            "issued": {"date-parts": [[self.on.year, self.on.month, self.on.day]]},
            "URL": self.url,
        }
        today = timezone.localdate()
        if self.is_frozen:
            item["version"] = str(self.snapshot)
        else:
            item["accessed"] = {"date-parts": [[today.year, today.month, today.day]]}
        return [item]


def _in_words(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
