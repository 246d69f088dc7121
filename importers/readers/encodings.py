"""Which encoding the bytes of a text file are in.

A byte order mark decides; then valid UTF-8; then the pattern of zero bytes of UTF-16; else the code page under which
the words look most like words: one script a word, capitals only at the start, and the letters that are frequent in the
languages written with that page.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

# Code page → letters beyond ASCII that make up most of the text in the languages written with it.
_FREQUENT = {
    "cp1252": "éèàáíóúñçãõäöüßåøæêâîôûìòùëïœ’“”–«»°€",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэіїєёґ",
    "cp1256": "ايلنمتورةعدبسفهكقحجشصطخضذثغزءئىأإآؤظپچگ،؟",
    "cp1254": "ıışğüöçİŞĞâ’“”",
    "cp1250": "ąćęłńóśźżăşţâîšžčřěůűőđ",
    "gb18030": "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面",
    "cp874": "กขคงจชดตทนบปผพมยรลวสหอะัาิีึืุูเแโใไ่้์",
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000


@dataclass(frozen=True)
class Encoding:
    """``is_certain`` is False where letters had to decide; the curator may choose another."""

    name: str
    label: str
    is_certain: bool


_LABELS = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1256": "Windows-1256",
    "cp1254": "Windows-1254",
    "cp1250": "Windows-1250",
    "gb18030": "GB 18030",
    "cp874": "Windows-874",
}


def _named(name: str, is_certain: bool) -> Encoding:
    return Encoding(name, _LABELS.get(name, name), is_certain)


def known_encoding(name: str) -> Encoding:
    """An encoding that the curator chose. Raises LookupError."""
    codec = codecs.lookup(name).name
    return _named({"windows-1252": "cp1252"}.get(codec, codec), is_certain=True)


def detect_encoding(content: bytes) -> Encoding:
    if content.startswith(codecs.BOM_UTF8):
        return _named("utf-8-sig", True)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _named("utf-16", True)
    sample = content[:_SAMPLE]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if len(sample) > 3 and max(zeros) > len(sample) // 8:
        return _named("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be", False)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _named("utf-8", True)
    return _named(max(_FREQUENT, key=lambda name: (_likeness(sample, name), -list(_FREQUENT).index(name))), False)


def _likeness(sample: bytes, name: str) -> float:
    """How much the bytes look like text in that code page; higher is better."""
    text = sample.decode(name, errors="replace")
    frequent = set(_FREQUENT[name])
    score = -20.0 * text.count("\ufffd")
    score -= 5.0 * sum(1 for char in text if "\x80" <= char < "\xa0" or unicodedata.category(char) == "Co")
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        score += _word_likeness(word, frequent)
    score += sum(0.5 for char in text if char in "’“”–«»،؟" and char in frequent)
    return score


def _word_likeness(word: str, frequent: set[str]) -> float:
    foreign = [char for char in word if not char.isascii()]
    scripts = {_script(char) for char in word}
    if scripts == {"CJK"}:
        # One sign is two bytes, and even common text has hundreds of signs beyond the most frequent.
        return sum(2.4 if char in frequent else 0.6 for char in foreign)
    score = sum(1.0 if char.lower() in frequent or char in frequent else -1.5 for char in foreign)
    if len(scripts) > 1:
        score -= 3.0 * len(foreign)
    for before, after in pairwise(word):
        if before.islower() and after.isupper():
            score -= 2.0
    if any(char.islower() for char in word):
        score -= 1.5 * sum(char.isupper() for char in word[1:])
    if scripts == {"LATIN"} and len(foreign) > 2 and len(foreign) > len(word) / 2:
        score -= 2.0 * len(foreign)
    return score


def _script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0]


def has_mixed_encodings(text: str) -> bool:
    """Marks of UTF-8 text that was read as a code page once before (“Ã©”, “Ð¿”)."""
    return len(re.findall(r"[ÃÂ][\x80-\xbf©®±¨ª«¬¯°²³´µ¶·¸¹º»¼½¾¿]|Ð[\x80-\xbf°±²³µ¸º»¼½¾¿]", text)) > 2
