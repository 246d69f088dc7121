"""Names of initiatives and organisations in the forms that matching compares: parts, brackets, legal forms."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from babel import Locale

from text.transliteration import latin_words, name_key, romanised


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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


def forms_of(name: str) -> tuple[str, ...]:
    """Return the name as it stands, without its brackets, and what is in them when it could be a name itself."""
    forms = {name.strip(): None}
    inside = [part.strip() for part in _BRACKETS.findall(name)]
    outside = _BRACKETS.sub(" ", name).strip()
    if inside and outside:
        forms[" ".join(outside.split())] = None
        for part in inside:
            if 1 < len(part) <= 60 and not part[0].islower():
                forms[part] = None
    return tuple(form for form in forms if name_key(form))


def significant(text: str) -> tuple[str, ...]:
    """Return the tokens of an organisation's name that carry it."""
    telling = tuple(token for token in latin_words(text) if token not in _LEGAL)
    return telling or latin_words(text)


def organisation_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Significant tokens of the whole name, of what stands before and in brackets, and of each partner named in it."""
    if not name:
        return ()
    forms: dict[tuple[str, ...], None] = {}
    for form in forms_of(name):
        forms[significant(form)] = None
        for part in _PARTNERSHIP.split(form):
            if part and len(part.strip()) > 2:
                forms[significant(part)] = None
    return tuple(form for form in forms if form)


@lru_cache(maxsize=1)
def _country_names() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """{first word: [(all words, code)]} of the countries' English names."""
    names: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for code, name in Locale("en").territories.items():
        words = latin_words(name)
        if len(code) == 2 and code.isalpha() and words and len(name) > 3:
            names[words[0]].append((words, code))
    return names


def places_in(text: str) -> frozenset[str]:
    """Codes of the countries that a name names in English."""
    words = latin_words(text)
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
        for token in re.findall(r"\d+", romanised(text))
        if not re.fullmatch(r"(19|20)\d\d", token) and len(token) > 1
    )
