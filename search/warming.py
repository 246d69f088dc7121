"""Loads what the first search of a process would wait for: the encoder, the vocabularies' wordings, the index."""

import gc
import logging
import time

from django.db import DatabaseError

from search.configured import get_engine
from search.engines.base import EngineError, SearchRequest
from search.facets import FACET_KEYS

_log = logging.getLogger("search.warming")


def warm() -> None:
    """Answer one question, so that all is loaded; then let the garbage collector leave alone what stays for good.

    The collector would walk through every wording of every vocabulary again and again, a quarter of a second each time,
    while a reader waits. A search that can't answer yet is logged, not raised: the site starts without it.
    """
    started = time.perf_counter()
    try:
        get_engine().search(SearchRequest("case management", facets=FACET_KEYS))
        get_engine().suggest("ca")
    except (EngineError, DatabaseError) as problem:
        _log.warning("The search can't be warmed up: %s", problem)
    gc.collect()
    gc.freeze()
    _log.info("Search is warm after %.1f s.", time.perf_counter() - started)
