"""Names of initiatives and organisations in forms that compare: one script, no case, no decoration."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from anyascii import anyascii
from babel import Locale


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAST_LATIN = 0x024F
_TOKEN = re.compile(r"[a-z0-9]+")
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
# Words that tell organisations apart as little as a full stop does.
_LEGAL = _words(
    "the of for and a an in on to de la le les des du d l el los las y e et und der die das von fur da do dos das "
    "di del della dei il inc ltd llc llp plc gmbh ev sa sas srl bv ag oy ab limited incorporated corporation corp "
    "company co foundation stiftung fondation fundacion fundacao fondazione stichting association"
)
_PARTNERSHIP = re.compile(
    r"\s+(?:with|and|together with|&|und|et|y|avec|mit|con|в сотрудничестве с)\s+|[;/+]|,\s", re.I
)


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """In Latin letters without case and accents: “Будьте в безпеці” → “budte v bezpetsi”."""
    plain = text if text.isascii() else anyascii(text)
    return plain.lower().replace("'", "").replace("`", "")


def tokens_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(folded(text)))


def joined(text: str) -> str:
    """Letters and digits only, so that “Baby Come Home”, “baby-come-home” and “BabyComeHome” are one."""
    return "".join(_TOKEN.findall(folded(text)))


def forms_of(name: str) -> tuple[str, ...]:
    """The name as it stands, without what is in brackets, and what is in brackets when it could be a name itself."""
    found = {name.strip(): None}
    inside = [part.strip() for part in _BRACKETS.findall(name)]
    outside = _BRACKETS.sub(" ", name).strip()
    if inside and outside:
        found[" ".join(outside.split())] = None
        for part in inside:
            if 1 < len(part) <= 60 and not part[0].islower():
                found[part] = None
    return tuple(form for form in found if joined(form))


def significant(text: str) -> tuple[str, ...]:
    """The tokens of an organisation's name that carry it."""
    found = tuple(token for token in tokens_of(text) if token not in _LEGAL)
    return found or tokens_of(text)


def organisation_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Significant tokens of the whole name, of what stands before and in brackets, and of each partner named in it."""
    if not name:
        return ()
    found: dict[tuple[str, ...], None] = {}
    for form in forms_of(name):
        found[significant(form)] = None
        for part in _PARTNERSHIP.split(form):
            if part and len(part.strip()) > 2:
                found[significant(part)] = None
    return tuple(form for form in found if form)


_SOUNDS = (
    ("shch", "s"), ("tsch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dzh", "s"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("qu", "kv"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"), ("j", "s"), ("y", ""), ("g", "h"), ("p", "b"), ("d", "t"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=200_000)
def sound(text: str) -> str:
    """The consonants as other scripts keep them: “Hotline” and “Хотлайн” are one."""
    plain = joined(text)
    for letters, kept in _SOUNDS:
        plain = plain.replace(letters, kept)
    # Vowels differ most; that a name begins with one is kept.
    plain = ("a" if plain[:1] in tuple("aeiou") else "") + plain.translate(_VOWELS)
    return "".join(char for n, char in enumerate(plain) if n == 0 or plain[n - 1] != char)


def is_latin(text: str) -> bool:
    """Whether its letters are of the Latin script, with or without accents."""
    return text.isascii() or not any(char.isalpha() and ord(char) > _LAST_LATIN for char in text)


@lru_cache(maxsize=1)
def _country_names() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """{first word: [(all words, code)]} of the countries' English names."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for code, name in Locale("en").territories.items():
        words = tokens_of(name)
        if len(code) == 2 and code.isalpha() and words and len(name) > 3:
            found[words[0]].append((words, code))
    return found


def places_in(text: str) -> frozenset[str]:
    """Codes of the countries that a name names in English."""
    words = tokens_of(text)
    known = _country_names()
    return frozenset(
        code for n, word in enumerate(words) for name, code in known.get(word, ()) if words[n : n + len(name)] == name
    )


def initials(tokens: tuple[str, ...]) -> str:
    return "".join(token[0] for token in tokens)


def numbers_in(text: str) -> frozenset[str]:
    """Numbers that are part of a name (“Disque 100”, “1343 Actionline”); years are left out."""
    return frozenset(
        token
        for token in re.findall(r"\d+", folded(text))
        if not re.fullmatch(r"(19|20)\d\d", token) and len(token) > 1
    )
