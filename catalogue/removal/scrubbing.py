"""Takes names out of texts and of plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

TOMBSTONE = "[removed]"


class Scrubber:
    """Replaces whole occurrences of some names, written as they are, at any depth, also in keys."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = sorted({name.strip() for name in names if len(name.strip()) > 2}, key=len, reverse=True)
        parts = "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted)
        self._pattern = re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])") if parts else None

    def finds(self, text: str) -> bool:
        """Tell whether the text holds one of the names."""
        return bool(self._pattern and self._pattern.search(text))

    def text(self, text: str) -> str:
        """Return the text with a tombstone for each name."""
        return self._pattern.sub(TOMBSTONE, text) if self._pattern else text

    def data(self, value: Any) -> Any:
        """Return plain data with a tombstone for each name in its strings."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.data(one) for one in value]
        if isinstance(value, dict):
            return {self.text(str(key)): self.data(one) for key, one in value.items()}
        return value
