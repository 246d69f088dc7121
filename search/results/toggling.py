"""The addresses that turn the values of a facet on and off: a list of tools has some hundreds of them.

What all of them share is encoded once a query, what those of one facet share once a facet. Each is, letter for letter,
``query.toggle(key, value).url()``.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_plus, urlencode

from common.addresses import address_of
from search.compatibility import ordered
from search.facets import FACET_KEYS
from search.query import HAVE, ToolQuery

# The canonical order of parameters; those after the facets and `have` keep the place that they have.
_PLACES = {name: place for place, name in enumerate(("q", *FACET_KEYS, HAVE))}
_BEHIND = len(_PLACES)


class Toggles:
    """The addresses of one query with a value more, or one less."""

    def __init__(self, query: ToolQuery) -> None:
        self._query = query
        self._path = address_of("search:tools", language=query.language)
        self._parts = [
            (_PLACES.get(name, _BEHIND), urlencode([(name, value)])) for name, value in query.changed().params()
        ]

    def of(self, key: str) -> Callable[[str], str]:
        """Return what gives the address for a value of this facet (or of ``have``)."""
        place = _PLACES[key]
        before = [part for at, part in self._parts if at < place]
        after = [part for at, part in self._parts if at > place]
        chosen = frozenset(self._query.have if key == HAVE else self._query.values(key))
        order = ordered if key == HAVE else sorted

        def among_others(value: str) -> str:
            own = [f"{key}={quote_plus(other)}" for other in order(chosen ^ {value})]
            parts = "&".join([*before, *own, *after])
            return f"{self._path}?{parts}" if parts else self._path

        if chosen or key == HAVE:
            return among_others
        start = "&".join([*before, f"{key}="])
        end = "".join(f"&{part}" for part in after)
        return lambda value: f"{self._path}?{start}{quote_plus(value)}{end}"
