"""How to cite a page of the site: APA, BibTeX, CSL-JSON. The registry is the author: it made the page, not the tool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

# APA cites in English, whatever the reader's language; so do the names of the months.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BIBTEX_ESCAPES = {ord(character): f"\\{character}" for character in "&%$#_{}"} | {
    ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """``key`` names the entry, ``path`` is the address below the site's, ``on`` the day of the content, if known.

    ``medium`` says in English what is cited. ``version`` numbers a frozen data set, whose address always shows the
    same; ``retrieved`` is the day on which something that goes on changing was read.
    """

    key: str
    title: str
    path: str
    on: date | None
    medium: str
    csl_type: str
    version: str = ""
    retrieved: date | None = None

    @classmethod
    def of_record(cls, key: str, title: str, path: str, on: date | None) -> Citation:
        return cls(key, title, path, on, "Registry record", "entry")

    @classmethod
    def of_living_page(cls, key: str, title: str, path: str, on: date) -> Citation:
        medium = "Web page, its figures change"
        return cls(key, title, path, on, medium, "webpage", retrieved=timezone.localdate())

    @classmethod
    def of_snapshot(cls, key: str, title: str, path: str, on: date, number: int) -> Citation:
        return cls(key, title, path, on, f"Data set, snapshot {number}", "dataset", version=str(number))

    @property
    def is_frozen(self) -> bool:
        """Whether its address will always show the same numbers."""
        return bool(self.version)

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}{self.path}"

    @property
    def publisher(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    @property
    def apa(self) -> str:
        when = f"{self.on.year}, {_MONTHS[self.on.month - 1]} {self.on.day}" if self.on else "n.d."
        place = self.url
        if self.retrieved:
            # What changes is cited with the day on which it was read (APA 7, 9.16).
            read_on = f"{_MONTHS[self.retrieved.month - 1]} {self.retrieved.day}, {self.retrieved.year}"
            place = f"Retrieved {read_on}, from {self.url}"
        return f"{self.publisher}. ({when}). {self.title} [{self.medium}]. {place}"

    @property
    def bibtex(self) -> str:
        fields = {
            "title": self.title.translate(_BIBTEX_ESCAPES),
            "author": "{" + self.publisher.translate(_BIBTEX_ESCAPES) + "}",
            "year": str(self.on.year) if self.on else "",
            "month": str(self.on.month) if self.on else "",
            "note": self.medium,
            "url": self.url,
            "urldate": self.retrieved.isoformat() if self.retrieved else "",
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{body}\n}}\n"

    @property
    def csl(self) -> list[dict[str, Any]]:
        item: dict[str, Any] = {
            "id": self.key,
            "type": self.csl_type,
            "title": self.title,
            "container-title" if self.csl_type == "entry" else "publisher": self.publisher,
            "author": [{"literal": self.publisher}],
        }
        if self.on:
            item["issued"] = _csl_date(self.on)
        item["URL"] = self.url
        if self.version:
            item["version"] = self.version
        if self.retrieved:
            item["accessed"] = _csl_date(self.retrieved)
        return [item]


def _csl_date(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
