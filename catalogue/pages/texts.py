"""The pages that every registry starts with. Editors change them afterwards; nothing here overwrites their work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "pages"


@dataclass(frozen=True, slots=True)
class PageText:
    slug: str
    title: str
    lead: str

    @property
    def body(self) -> str:
        return (FOLDER / f"{self.slug}.html").read_text(encoding="utf-8").strip()


TEXTS = (
    PageText(
        "about",
        "About this registry",
        "A public record of technology initiatives against human trafficking: who built what, for whom, where it "
        "works, what it needs to run, whether it is still alive, and what is missing.",
    ),
    PageText(
        "method",
        "Method and limits",
        "Where the records come from, how sure they are, how things are counted, and what this registry gets wrong.",
    ),
    PageText(
        "privacy",
        "Privacy and leaving quickly",
        "What this site stores about you: nothing, unless you ask it to. "
        "How to leave it at once, and what that can’t do.",
    ),
    PageText(
        "accessibility",
        "Accessibility",
        "What works, how it was tested, and what does not work yet.",
    ),
)
