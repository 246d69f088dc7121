"""Like attracts like: records classified as the best answers are likely to be answers too.

A question in plain words lies near a few records whose texts happen to say it so; tools of the same kind, for the same
people, in the same places answer it as well, in other words. (Rocchio's feedback, with the vocabularies' terms for
words.)
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

BEST: Final = 5


def company(cards: Sequence[Mapping[str, Any]], scores: Sequence[float], keys: Sequence[str]) -> list[float]:
    """For each record, how like the best ones it is classified, in deviations from the mean of all given.

    cards, scores: of the same records, best first. Terms count by their rarity among the records, and the best by
    their lead: a point of score is a factor of e.
    """
    carried = [{(key, value) for key in keys for value in card["facets"].get(key, ())} for card in cards]
    held = Counter(term for terms in carried for term in terms)
    rarity = {term: math.log(1 + len(cards) / number) for term, number in held.items()}
    lengths = [math.sqrt(sum(rarity[term] ** 2 for term in terms)) or 1.0 for terms in carried]
    wanted: dict[tuple[str, str], float] = defaultdict(float)
    for terms, length, score in zip(carried[:BEST], lengths, scores, strict=False):
        lead = math.exp(score - scores[0])
        for term in terms:
            wanted[term] += lead * rarity[term] / length
    alike = [
        sum(wanted[term] * rarity[term] for term in terms if term in wanted) / length
        for terms, length in zip(carried, lengths, strict=True)
    ]
    return _deviations(alike)


def _deviations(values: Sequence[float]) -> list[float]:
    if not values:
        return []
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / spread if spread > 1e-9 else 0.0 for value in values]
