"""How many public tools carry each term. The room that knows registers itself; this one doesn't import it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# From a vocabulary's slug to the number of tools by term slug, those below a term included; None: nothing to count.
Counter = Callable[[str], Mapping[str, int] | None]

_counters: list[Counter] = []


def register_counter(counter: Counter) -> None:
    if counter not in _counters:
        _counters.append(counter)


def tools_by_term(vocabulary: str) -> Mapping[str, int] | None:
    """The number of public tools by term slug; None for a vocabulary that tools aren't listed by."""
    for counter in _counters:
        counts = counter(vocabulary)
        if counts is not None:
            return counts
    return None
