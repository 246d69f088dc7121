"""How to cite a record: APA, BibTeX, CSL-JSON. The registry is the author: it made the record, not the tool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from catalogue.records import Record

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
    """``url`` is the record's permanent address without a language; ``changed`` the day of the record's last change."""

    slug: str
    name: str
    url: str
    changed: date | None
    publisher: str

    @classmethod
    def of(cls, record: Record) -> Citation:
        return cls(
            slug=record.slug,
            name=record.name,
            url=f"{settings.BASE_URL}/tools/{record.slug}/",
            changed=record.updated_at.date() if record.updated_at else None,
            publisher=settings.WAGTAIL_SITE_NAME,
        )

    @property
    def apa(self) -> str:
        when = f"{self.changed.year}, {_MONTHS[self.changed.month - 1]} {self.changed.day}" if self.changed else "n.d."
        return f"{self.publisher}. ({when}). {self.name} [Registry record]. {self.url}"

    @property
    def bibtex(self) -> str:
        fields = {
            "title": self.name.translate(_BIBTEX_ESCAPES),
            "author": "{" + self.publisher.translate(_BIBTEX_ESCAPES) + "}",
            "year": str(self.changed.year) if self.changed else "",
            "month": str(self.changed.month) if self.changed else "",
            "note": "Registry record",
            "url": self.url,
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.slug},\n{body}\n}}\n"

    @property
    def csl(self) -> list[dict[str, Any]]:
        item: dict[str, Any] = {
            "id": self.slug,
            "type": "entry",
            "title": self.name,
            "container-title": self.publisher,
            "author": [{"literal": self.publisher}],
            "URL": self.url,
        }
        if self.changed:
            item["issued"] = {"date-parts": [[self.changed.year, self.changed.month, self.changed.day]]}
        return [item]
