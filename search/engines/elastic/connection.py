"""The connection that a SEARCH_URL describes, and what may go wrong with it as one kind of error.

elasticsearch://host:9200/prefix
elasticsearch+https://user:password@host:9200/prefix?ca=/path/ca.pem
elasticsearch+https://host/prefix?api_key=…&fingerprint=…&timeout=2
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError

from search.engines.base import EngineError

# It would write a line for every request.
logging.getLogger("elastic_transport").setLevel(logging.WARNING)

_PARAMETERS = frozenset({"api_key", "ca", "fingerprint", "timeout", "verify"})


@dataclass(frozen=True)
class Address:
    """What a SEARCH_URL says. timeout: seconds that a search may take before another engine answers."""

    url: str
    prefix: str
    timeout: float
    options: dict[str, Any]


def address_of(url: str) -> Address:
    parts = urlsplit(url)
    given = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    unknown = given.keys() - _PARAMETERS
    if unknown:
        raise ImproperlyConfigured(f"SEARCH_URL has the unknown parameter {sorted(unknown)[0]!r}.")
    if not parts.hostname:
        raise ImproperlyConfigured("SEARCH_URL names no host, as in elasticsearch://127.0.0.1:9200/registry.")
    scheme = "https" if parts.scheme == "elasticsearch+https" else "http"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    try:
        timeout = float(given.get("timeout", "2"))
    except ValueError:
        raise ImproperlyConfigured("SEARCH_URL's timeout must be a number of seconds.") from None
    options: dict[str, Any] = {}
    if parts.username:
        options["basic_auth"] = (unquote(parts.username), unquote(parts.password or ""))
    if "api_key" in given:
        options["api_key"] = given["api_key"]
    if scheme == "https":
        options |= {
            key: given[own]
            for key, own in (("ca_certs", "ca"), ("ssl_assert_fingerprint", "fingerprint"))
            if own in given
        }
        if given.get("verify") == "no":
            options |= {"verify_certs": False, "ssl_show_warn": False}
    port = parts.port or (443 if scheme == "https" else 9200)
    return Address(f"{scheme}://{host}:{port}", parts.path.strip("/") or "registry", timeout, options)


def connect(address: Address) -> Elasticsearch:
    """No retries while a reader waits: the fallback is faster than a second attempt."""
    return Elasticsearch(
        address.url, request_timeout=address.timeout, max_retries=0, retry_on_timeout=False, **address.options
    )


@contextmanager
def engine_errors() -> Iterator[None]:
    """Every failure of the client as an EngineError of one line, without addresses or keys."""
    try:
        yield
    except BulkIndexError as problem:
        raise EngineError(f"Elasticsearch refused {len(problem.errors)} documents.") from problem
    except ApiError as problem:
        raise EngineError(f"Elasticsearch answered {problem.status_code} ({problem.message}).") from problem
    except TransportError as problem:
        raise EngineError(f"Elasticsearch can't be reached ({type(problem).__name__}).") from problem
