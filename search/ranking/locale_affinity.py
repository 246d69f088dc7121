"""A reader's own language as a hint at where the tool should work: a question in Nepali is asked by somebody who
reads it.

Between tools that do the same, the one that speaks the language, or is used where it is spoken, serves the reader
better.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from babel.core import get_global

from search.ranking.candidate_columns import CandidateColumns, Floats

_OFFICIAL: Final = frozenset({"official", "de_facto_official"})
_SPOKEN_BY_PERCENT: Final = 20


def locale_affinity(columns: CandidateColumns, language: str) -> Floats:
    """0 to 2 for each: it speaks the language, and is used where that is spoken. English is asked from everywhere."""
    if language == "en":
        return np.zeros(len(columns))
    speaks = columns.carrying("language", (language,))
    is_used_there = columns.carrying("country", countries_speaking(language))
    return speaks.astype(np.float64) + is_used_there


@lru_cache(maxsize=256)
def countries_speaking(language: str) -> frozenset[str]:
    """Countries where the language is official and more than a fifth of the people speak it (CLDR), lower case."""
    return frozenset(
        country.lower()
        for country, spoken in get_global("territory_languages").items()
        if spoken.get(language, {}).get("official_status") in _OFFICIAL
        and spoken[language]["population_percent"] > _SPOKEN_BY_PERCENT
    )
