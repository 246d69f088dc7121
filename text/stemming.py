"""Word stems by language: Snowball where it has the language, light suffix and prefix rules where it hasn't.

A stem is only compared with stems of the same language, so it need not be a word. Light rules remove plural, case and
noun-class endings only: a rule that joins two different words costs more than one that misses a form.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import Stemmer

_SNOWBALL: Final = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek",  # noqa: E501
    "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ms": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian",  # noqa: E501
    "ne": "nepali", "no": "norwegian", "nb": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",  # noqa: E501
}  # fmt: skip

_UKRAINIAN: Final = (
    "ування", "ювання", "ення", "ання", "ості", "істю", "ами", "ями", "ові", "еві", "ого", "ому", "ими", "іми", "ції",
    "ція", "цію", "цій", "ість", "ів", "їв", "ах", "ях", "ою", "ею", "єю", "ий", "ій", "им", "ім", "их", "іх", "ам",
    "ям", "ом", "ем", "єм", "ої", "ні", "на", "не", "ну", "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь",
)  # fmt: skip
_BENGALI: Final = (
    "গুলোকে", "গুলোর", "গুলোতে", "গুলিকে", "গুলির", "গুলো", "গুলি", "দেরকে", "দের", "টিকে", "টির", "টিতে", "টাকে",
    "টার", "জনের", "কারী", "ভাবে", "েরা", "ের", "তে", "কে", "টি", "টা", "রা", "ে", "র", "য়", "ই", "ও",
)  # fmt: skip
_URDU: Final = ("وں", "یں", "اں", "وں", "ات", "ے", "ی", "ہ", "ا")
_SWAHILI_PREFIXES: Final = ("wana", "ana", "wali", "ali", "wa", "mi", "ki", "vi", "ma", "ku", "u", "m")
_SWAHILI_SUFFIXES: Final = ("wao", "shwa", "iwa", "wa", "ni", "ji")
_TAGALOG_PREFIXES: Final = (
    "nagpapa",
    "nakaka",
    "nagka",
    "pinag",
    "maka",
    "naka",
    "nag",
    "mag",
    "pag",
    "pang",
    "mga",
    "na",
    "ma",
    "ka",
)


def _without_suffix(word: str, suffixes: tuple[str, ...], keep: int) -> str:
    for suffix in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= keep:
            return word[: -len(suffix)]
    return word


def _without_prefix(word: str, prefixes: tuple[str, ...], keep: int) -> str:
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= keep:
            return word[len(prefix) :]
    return word


def _ukrainian(word: str) -> str:
    return _without_suffix(word, _UKRAINIAN, 3)


def _bengali(word: str) -> str:
    return _without_suffix(_without_suffix(word, _BENGALI, 3), ("ে", "র", "া"), 3)


def _urdu(word: str) -> str:
    return _without_suffix(word, _URDU, 3)


def _swahili(word: str) -> str:
    return _without_suffix(_without_prefix(word, _SWAHILI_PREFIXES, 3), _SWAHILI_SUFFIXES, 4)


def _tagalog(word: str) -> str:
    return _without_suffix(_without_prefix(word, _TAGALOG_PREFIXES, 4), ("ng", "an", "in"), 4)


_LIGHT: Final[dict[str, Callable[[str], str]]] = {
    "uk": _ukrainian, "bn": _bengali, "ur": _urdu, "sw": _swahili, "tl": _tagalog,
}  # fmt: skip

_own = threading.local()


def _snowball(word: str, language: str) -> str:
    """A Snowball stemmer keeps the word it works on inside itself, so every thread has its own."""
    stemmers: dict[str, Any] = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language])
    return str(stemmers[language].stemWord(word))


def has_stemmer(language: str) -> bool:
    return language in _SNOWBALL or language in _LIGHT


@lru_cache(maxsize=131072)
def stem(word: str, language: str) -> str:
    """The stem of one lower-case word with its accents, since Snowball reads them; unknown languages keep the word."""
    if any(character.isdigit() for character in word):
        return word
    if language in _SNOWBALL:
        return _snowball(word, language) or word
    rule = _LIGHT.get(language)
    return rule(word) if rule else word
