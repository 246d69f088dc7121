"""The engine that answers this site's readers."""

from search.engines import get_engine
from search.engines.base import SearchOutcome, SearchRequest, Suggestion


def ask(request: SearchRequest) -> SearchOutcome:
    return get_engine().search(request)


def suggest(prefix: str, language: str, limit: int = 8) -> list[Suggestion]:
    return get_engine().suggest(prefix, language, limit)
