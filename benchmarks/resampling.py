"""Larger catalogues made of the real one: each record's texts with the classification and places of another."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.documents import SearchDocument

SEED = 20


def resampled(documents: Sequence[SearchDocument], size: int) -> Iterator[SearchDocument]:
    """`size` documents; the real ones come first. Texts repeat, so that vectors needn't be computed anew."""
    chance = random.Random(SEED)
    yield from documents[:size]
    for number in range(len(documents), size):
        words, places = chance.choice(documents), chance.choice(documents)
        yield replace(
            words,
            slug=f"{words.slug}-{number}",
            facets=places.facets,
            places=places.places,
            newest=chance.randrange(10_000),
            verified=chance.randrange(10_000),
        )
