"""The lists of words by which columns and answers are known: ``importers/data/*.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def entries_of(name: str) -> Iterator[tuple[str, str, str]]:
    """(kind, language, words), one entry a word or phrase."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, language, words = line.split("\t")
        for phrase in words.split(" ; "):
            yield kind, language, phrase.strip()
