"""Plain answers in the vocabularies' twenty languages: yes and no, words for nothing, “as above”, other, totals.

The words stand in ``importers/data/answers.tsv``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from importers.lexicon.wordlists import entries_of
from text.folding import plain

_MOSTLY = 0.8
_DASHES = re.compile(r"[\s\-‐‑‒–—―−_.…·•*/\\|~=?¿!#,;:()<>]+")
_DITTO_MARKS = frozenset(('"', "''", "〃", "″", "“", "”", "„", "»", "«", "״"))


@lru_cache(maxsize=1)
def _answers() -> dict[str, frozenset[str]]:
    answers: dict[str, set[str]] = defaultdict(set)
    for kind, _language, text in entries_of("answers.tsv"):
        answers[kind].add(_answer_key(text))
    return {kind: frozenset(words) for kind, words in answers.items()}


def _answer_key(text: str) -> str:
    return plain(text) or " ".join(text.lower().split())


def is_answer(kind: str, text: str) -> bool:
    """Whether a text is one of the words of a kind: ``yes``, ``no``, ``blank``, ``open``, ``other``, ``total``…"""
    words = _answers()[kind]
    key = _answer_key(text)
    return key in words or (kind == "other" and any(key.startswith(f"{word} ") for word in words if len(word) > 4))


def is_nothing(text: str) -> bool:
    """Whether a whole cell says that nothing is known or meant: “n.a.”, “keine Angabe”, “—”, in any language."""
    return is_answer("blank", text) or bool(_DASHES.fullmatch(text.strip()))


def is_ditto(text: str) -> bool:
    """Whether a whole cell points at another row: “idem”, “see above”, a ditto mark."""
    return text.strip() in _DITTO_MARKS or is_answer("ditto", text)


def is_denial(text: str) -> bool:
    """Whether a whole cell is a plain “No”, which names no place, language, organisation or text."""
    return is_answer("denial", text)


def answers_yes_or_no(cells: Iterable[str]) -> bool:
    """Whether a column's cells answer with yes and no, so that it feeds no list of places, names or texts."""
    filled = [cell for cell in cells if cell and not is_nothing(cell)]
    return bool(filled) and sum(yes_or_no(cell) is not None for cell in filled) >= _MOSTLY * len(filled)


def yes_or_no(text: str, *, in_sentence: bool = False) -> bool | None:
    """True for yes, False for no, in any of the languages; ``in_sentence`` also where a sentence begins so."""
    if not text.strip():
        return None
    forms = [text]
    if in_sentence:
        forms += [re.split(r"[,،、，;:–—(（.!]| - ", text, maxsplit=1)[0], text.split()[0]]
    for form in forms:
        if not form.strip() or (form is not text and form.strip().isdigit()):
            continue
        if is_answer("no", form):
            return False
        if is_answer("yes", form):
            return True
    return None
