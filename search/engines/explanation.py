"""Says why a record was found: which field answers, and the piece of its text that does."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from search.engines.base import Match
from search.ranking.candidate_columns import RecordHeader
from search.ranking.concepts import Concept
from search.ranking.fusion import PLACE_KEYS
from search.ranking.names import NameMatcher
from search.ranking.query_parser import ParsedText
from search.vocabulary import VocabularyWordings
from text import Token, analyse, normalise, stems

_PIECE: Final = 160
_MOST: Final = 4


def matches(
    reading: ParsedText,
    carried: Sequence[Concept],
    names: NameMatcher,
    head: RecordHeader,
    texts: Mapping[str, Any],
    vocabulary: VocabularyWordings,
) -> tuple[Match, ...]:
    """At most four reasons, the plainest first; by meaning alone when no word says it.

    carried: the query's concepts that the record carries. names: made for this reading and for all records of the page.
    """
    english = {word.english for word in reading.words}
    own = {word.own for word in reading.words}
    language = reading.field_language
    reasons: list[Match] = []
    if _hits(head.name, english, "en") or names.match_name(head) > 0.5:
        reasons.append(Match("name", head.name))
    alias = next((name for name in head.aliases if _hits(name, english, "en")), None)
    if alias and not reasons:
        reasons.append(Match("alias", alias))
    if _hits(head.organisation, english, "en"):
        reasons.append(Match("organisation", head.organisation))
    for concept in carried:
        kind = "place" if concept.key in PLACE_KEYS else "classification"
        reasons.append(Match(kind, vocabulary.label(concept.key, concept.value, language)))
    tagline = texts["taglines"].get(language, "") if language != "en" else ""
    for field, text, terms, code in (("tagline", tagline, own, language), ("summary", texts["summary"], english, "en")):
        piece = _piece(text, terms, code) if len(reasons) < _MOST else ""
        if piece:
            reasons.append(Match(field, piece))
    if not reasons:
        source = next((title for title in texts["sources"] if _hits(title, english, "en")), None)
        said = tagline or texts["taglines"].get("en") or texts["summary"][:_PIECE] or head.name
        reasons.append(Match("source", source) if source else Match("meaning", said))
    return tuple(dict.fromkeys(reasons))[:_MOST]


def _hits(text: str, terms: set[str], language: str) -> int:
    return len(terms & _stems(text, language)) if text else 0


# The same records are explained again and again; names are many and small, texts are few and long.
@lru_cache(maxsize=16384)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stems(text, language))


@lru_cache(maxsize=1024)
def _tokens(text: str, language: str) -> tuple[Token, ...]:
    return tuple(analyse(text, language))


def _piece(text: str, terms: set[str], language: str) -> str:
    """The stretch of the text with most of the terms, cut at words; "" where none occurs."""
    if not text:
        return ""
    normal = normalise(text)
    tokens = _tokens(normal, language)
    places = [token for token in tokens if token.text in terms]
    if not places:
        return ""
    if len(normal) <= _PIECE:
        return normal

    def held(start: int) -> int:
        return len({token.text for token in places if start <= token.start and token.end <= start + _PIECE})

    best = max((token.start for token in places), key=lambda start: (held(start), -start))
    room = max(0, (_PIECE - (max(t.end for t in places if t.end <= best + _PIECE) - best)) // 2)
    start = next((token.start for token in tokens if token.start >= best - room), best)
    end = max((token.end for token in tokens if token.end <= start + _PIECE), default=start + _PIECE)
    return f"{'… ' if start > 0 else ''}{normal[start:end]}{' …' if end < len(normal) else ''}"
