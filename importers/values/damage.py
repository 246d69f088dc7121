"""Letters lost when a program saved a file: “?” for those of other scripts, U+FFFD, UTF-8 read as Windows-1252."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import ftfy
from ftfy.badness import is_bad

_URL = re.compile(r"(?:https?://|www\.)\S+", re.I)
_LOST = re.compile(r"\s*\?\s*\?[?\s]*")
# In a word, or at its beginning, nobody writes a question mark.
_IN_WORD = re.compile(r"[^\W\d_]\?+[^\W\d_]|(?<!\S)\?+[^\W\d_]")
_MOSTLY = 0.5


def is_lost(text: str) -> bool:
    """Nothing but question marks: a name in another script."""
    return bool(_LOST.fullmatch(text))


def is_damaged(text: str, *, is_name: bool) -> bool:
    """Whether letters are missing. In running text one “?” between letters may be a slip, in a name it isn't."""
    if "\ufffd" in text:
        return True
    if "?" not in text:
        return False
    rest = _URL.sub("", text)
    marks = rest.count("?")
    signs = sum(not char.isspace() for char in rest)
    if marks > 1 and marks >= _MOSTLY * signs:
        return True
    return len(_IN_WORD.findall(rest)) >= (1 if is_name else 2)


def mended(text: str) -> str | None:
    """The text as it was before UTF-8 was read as another encoding; None where it wasn't."""
    if text.isascii() or not is_bad(text):
        return None
    fixed = ftfy.fix_encoding(text)
    return fixed if fixed != text and not is_bad(fixed) else None


def is_garbled(text: str) -> bool:
    """Whether a text was read in the wrong encoding, be it that nothing can mend it any more."""
    return not text.isascii() and bool(is_bad(text))


def is_worn(before: Any, stated: Any) -> bool:
    """Whether a file's value is the record's but for letters that became “?”."""
    if isinstance(before, str) and isinstance(stated, str):
        return _is_worn_text(before, stated)
    if isinstance(before, tuple) and isinstance(stated, tuple) and stated:
        known, written = list(map(_text_of, before)), list(map(_text_of, stated))
        pairs = [any(one == other or _is_worn_text(other, one) for other in known) for one in written]
        return all(pairs) and any(one not in known for one in written)
    return False


def _text_of(entry: Any) -> str:
    if isinstance(entry, tuple):
        parts = dict(entry)
        return str(parts.get("name") or parts.get("title") or "")
    return str(entry)


def _is_worn_text(before: str, stated: str) -> bool:
    ours, theirs = (unicodedata.normalize("NFC", " ".join(text.split())) for text in (before, stated))
    if len(ours) != len(theirs) or ours == theirs:
        return False
    changed = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    is_lossy = any(other in "?\ufffd" for _one, other in changed)
    return is_lossy and all(_is_substitute(one, other) for one, other in changed)


def _is_substitute(letter: str, written: str) -> bool:
    """A mark for the letter, or the letter without its accent, as some programs write it."""
    return not letter.isascii() and (written in "?\ufffd" or written in _without_marks(letter))


def _without_marks(letter: str) -> Iterator[str]:
    return (part for part in unicodedata.normalize("NFD", letter) if part.isascii())
