"""The engine that answers this site's readers, without what was taken out since the index was written."""

from dataclasses import replace

from search.engines import get_engine
from search.engines.base import SearchOutcome, SearchRequest, Suggestion
from search.leaving_out import hidden, shown


def ask(request: SearchRequest) -> SearchOutcome:
    """Answer with public records only, whatever the index still holds."""
    return get_engine().search(replace(request, hidden=hidden()))


def suggest(prefix: str, language: str, limit: int = 8) -> list[Suggestion]:
    """Complete what is being typed, with names that are public now."""
    return shown(get_engine().suggest(prefix, language, limit))
