"""Like attracts like: records classified as the best answers are likely to be answers too.

A question in plain words lies near a few records whose texts happen to say it so; tools of the same kind, for the same
people, in the same places answer it as well, in other words. (Rocchio's feedback, with the vocabularies' terms for
words.)
"""

from typing import Final

import numpy as np

from search.ranking.candidate_columns import CandidateColumns, Floats

BEST: Final = 5


def relevance_feedback(columns: CandidateColumns, scores: Floats, keys: tuple[str, ...]) -> Floats:
    """For each record, how like the best ones it is classified, in deviations from the mean of all given.

    columns, scores: of the same records. Terms count by their rarity among the records, and the best by their lead: a
    point of score is a factor of e.
    """
    count = len(columns)
    is_counted = columns.terms.of_keys(keys)[columns.numbers]
    numbers, owners = columns.numbers[is_counted], columns.owners[is_counted]
    held = np.bincount(numbers, minlength=1)
    rarity = np.log(1 + count / np.maximum(held, 1))[numbers]
    lengths = np.sqrt(np.bincount(owners, rarity * rarity, minlength=count))
    lengths[lengths == 0] = 1.0
    best = np.argsort(-scores, kind="stable")[:BEST]
    lead = np.zeros(count)
    lead[best] = np.exp(scores[best] - scores[best[:1]]) / lengths[best]
    wanted = np.bincount(numbers, lead[owners] * rarity, minlength=len(held))
    alike = np.bincount(owners, wanted[numbers] * rarity, minlength=count) / lengths
    return _deviations(alike)


def _deviations(values: Floats) -> Floats:
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))
