"""What of a long idea is compared by meaning: comparing costs by the letter, and a reader's question has a bound."""

from __future__ import annotations

import re

# Letters; about what one comparison can take of a second's computing. Most ideas are shorter.
MOST_COMPARED = 800
_SENTENCES = re.compile(r"(?<=[.!?…。！？؟।])\s+|\n+")


def excerpt(idea: str, most: int = MOST_COMPARED) -> str:
    """Return the idea, or of a long one its first sentence and others from all of its parts, each once, in their order.

    Words are compared for the whole idea all the same.
    """
    if len(idea) <= most:
        return idea
    sentences = list(dict.fromkeys(part.strip() for part in _SENTENCES.split(idea) if part.strip()))
    taken: dict[int, str] = {}
    left = most
    for place in _spread(len(sentences)):
        sentence = sentences[place]
        if len(sentence) < left:
            taken[place] = sentence
            left -= len(sentence) + 1
    if not taken:
        return idea[:most].rpartition(" ")[0] or idea[:most]
    return " ".join(taken[place] for place in sorted(taken))


def _spread(count: int) -> list[int]:
    """Places from the first on, then halfway, then the quarters and so on: wherever it stops, all parts were seen."""
    places: dict[int, None] = {0: None}
    steps = 1
    while len(places) < count and steps <= 2 * count:
        for part in range(1, 2 * steps, 2):
            places.setdefault(min(count - 1, count * part // (2 * steps)))
        steps *= 2
    for place in range(count):
        places.setdefault(place)
    return list(places)
