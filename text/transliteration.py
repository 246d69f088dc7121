"""Writes names of any script in Latin letters, so that they compare: one script, no case, no decoration."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from text.folding import unify

_LAST_LATIN = 0x024F
_LATIN_WORD = re.compile(r"[a-z0-9]+")
_SOUNDS = (
    ("shch", "s"), ("tsch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dzh", "s"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("qu", "kv"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"), ("j", "s"), ("y", ""), ("g", "h"), ("p", "b"), ("d", "t"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=200_000)
def romanised(text: str) -> str:
    """The function writes a text in small Latin letters: “Будьте в безпеці” gives “budte v bezpetsi”."""
    unified = unify(text)
    latin = unified if unified.isascii() else anyascii(unified).lower()
    return latin.replace("'", "").replace("`", "")


def latin_words(text: str) -> tuple[str, ...]:
    """The function gives the words and numbers of a text in Latin letters."""
    return tuple(_LATIN_WORD.findall(romanised(text)))


def name_key(text: str) -> str:
    """The function keeps letters and digits only: “Baby Come Home”, “baby-come-home” and “BabyComeHome” are one."""
    return "".join(latin_words(text))


@lru_cache(maxsize=200_000)
def phonetic_key(text: str) -> str:
    """The function keeps the consonants as other scripts do: “Hotline” and “Хотлайн” are one."""
    key = name_key(text)
    for letters, consonant in _SOUNDS:
        key = key.replace(letters, consonant)
    # Vowels differ most; that a name begins with one is kept.
    key = ("a" if key[:1] in tuple("aeiou") else "") + key.translate(_VOWELS)
    return "".join(char for n, char in enumerate(key) if n == 0 or key[n - 1] != char)


def is_latin(text: str) -> bool:
    """The function tells whether the letters of a text are Latin ones, with or without accents."""
    return text.isascii() or not any(char.isalpha() and ord(char) > _LAST_LATIN for char in text)
