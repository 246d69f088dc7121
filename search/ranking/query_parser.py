"""Reads the text of a query: quoted phrases, excluded words, content words, and the languages it may be in."""

import re
from dataclasses import dataclass
from typing import Final

from search.languages import indexed
from text import analyse, guess_language, languages_of, normalise
from text.function_words import is_function_word
from text.language_detection import Lexicon
from text.tokens import Token

# Nobody types more than this on purpose; the rest of a pasted text is cut off.
LONGEST_TEXT: Final = 600
_MOST_WORDS: Final = 32
_QUOTED: Final = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_EXCLUDED: Final = re.compile(r"(?:^|(?<=\s))[-−–](\w[^\s]*)")


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query: as typed, folded, and as English and the query's own language stem it; and its place in the
    reading's plain text."""

    typed: str
    folded: str
    english: str
    own: str
    is_group: bool = False
    run: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A query text, taken apart. `language` is the likeliest; `field_language` the one whose fields are asked.

    words: those to be looked for. meaning: what is to be encoded; the plain text, less what it denies.
    """

    text: str
    plain: str
    language: str
    field_language: str
    words: tuple[QueryWord, ...]
    all_words: tuple[QueryWord, ...]
    phrases: tuple[tuple[QueryWord, ...], ...] = ()
    excluded: tuple[QueryWord, ...] = ()
    meaning: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.all_words and not self.excluded

    @property
    def last(self) -> QueryWord | None:
        """The word still being typed, unless white space or a full stop closed it."""
        if self.text[-1:].isalnum() and self.words and self.all_words[-1] == self.words[-1]:
            return self.words[-1]
        return None


def parse_text(text: str, hint: str = "en", lexicon: Lexicon | None = None) -> ParsedText:
    """Take a query's text apart. Never fails: what can't be read is no word."""
    text = normalise(text[:LONGEST_TEXT]).strip()
    phrases = [match.group(1) for match in _QUOTED.finditer(text)]
    unquoted = _QUOTED.sub(r" \1 ", text)
    excluded = [match.group(1) for match in _EXCLUDED.finditer(unquoted)]
    plain = normalise(" ".join(_EXCLUDED.sub(" ", unquoted).replace('"', " ").split()))
    language = guess_language(plain, hint, lexicon)
    field_language = indexed(language) or "en"
    listed = _words(plain, language, field_language)[:_MOST_WORDS]
    return ParsedText(
        text=text,
        plain=plain,
        language=language,
        field_language=field_language,
        words=_content(listed, language) or tuple(listed),
        all_words=tuple(listed),
        phrases=tuple(words for phrase in phrases if (words := tuple(_words(phrase, language, field_language)))),
        excluded=tuple(word for part in excluded for word in _words(part, language, field_language)),
        meaning=plain,
    )


def _words(text: str, language: str, field_language: str) -> list[QueryWord]:
    own = analyse(text, field_language)
    english = own if field_language == "en" else analyse(text, "en")
    normal = normalise(text)
    return [_word(normal, first, second) for first, second in zip(english, own, strict=True)]


def _word(normal: str, english: Token, own: Token) -> QueryWord:
    typed = normal[own.start : own.end]
    return QueryWord(typed, own.word, english.text, own.text, own.is_group, own.run, own.start, own.end)


def _content(listed: list[QueryWord], language: str) -> tuple[QueryWord, ...]:
    """Words that carry meaning. A word typed in capitals (IT, WHO, US) is a name, not a function word."""
    languages = {
        language,
        *(code for code, evidence in languages_of(" ".join(w.typed for w in listed)) if evidence >= 2),
    }
    is_shouted = all(word.typed.isupper() for word in listed)
    return tuple(
        word
        for word in listed
        if (word.typed.isupper() and len(word.typed) > 1 and not is_shouted)
        or not any(is_function_word(word.folded, code) for code in languages)
    )
