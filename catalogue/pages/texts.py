"""The pages that every registry starts with, in every language of the interface.

Editors change them afterwards; nothing here overwrites their work. Titles and leads are in
``data/pages/headings.json``, bodies in ``data/pages/<language>/<slug>.html``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "pages"
SLUGS = ("about", "method", "privacy", "accessibility")


@dataclass(frozen=True, slots=True)
class PageText:
    slug: str
    language: str
    title: str
    lead: str

    @property
    def body(self) -> str:
        return (FOLDER / self.language / f"{self.slug}.html").read_text(encoding="utf-8").strip()


@cache
def _headings() -> dict[str, dict[str, dict[str, str]]]:
    """Slug to language to ``title`` and ``lead``."""
    headings: dict[str, dict[str, dict[str, str]]] = json.loads((FOLDER / "headings.json").read_text(encoding="utf-8"))
    return headings


def texts_in(language: str) -> list[PageText]:
    """The starting texts in one language; a language that nobody translated them into has none."""
    return [PageText(slug, language, **_headings()[slug][language]) for slug in SLUGS if language in _headings()[slug]]
