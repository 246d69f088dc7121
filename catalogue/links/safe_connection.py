"""Connects to public addresses only, and never for longer than it is given.

The address is decided before a connection is opened, and that very address is connected to: a name that leads somewhere
else the second time gains nothing, and nothing inside hears even the greeting of an encrypted connection.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# These lead on to an IPv4 address that they hold, wherever a gateway for them stands.
_TUNNELS = tuple(
    ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


class PrivateAddress(OSError):
    """The name leads into a private network."""


class Deadline:
    """A moment until which everything must be over. Whatever is connected then is cut off."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def seconds(self, most: float) -> float:
        """Return seconds for the next step; raises TimeoutError when there are none left."""
        if self.is_over:
            raise TimeoutError
        return min(most, self.left)

    @contextmanager
    def cutting(self, connected: socket.socket) -> Iterator[None]:
        """Cut the connection off at the deadline: one that says a little again and again would never time out."""
        timer = threading.Timer(max(0.0, self.left), _cut, [connected])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def is_public(address: Address) -> bool:
    """Tell whether the address is one of the open internet."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if address.is_multicast or not address.is_global:
        return False
    return not any(address in network for network in _TUNNELS if address.version == 6)


def connect(host: str, port: int, *, timeout: float, deadline: Deadline, may_be_inside: bool) -> socket.socket:
    """Return a connection to the first address of the host that takes one. Raises OSError."""
    addresses = _resolve(host, port, deadline.seconds(timeout))
    if not may_be_inside:
        addresses = [address for address in addresses if is_public(ipaddress.ip_address(address.partition("%")[0]))]
        if not addresses:
            raise PrivateAddress
    failure: OSError = OSError()
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.seconds(timeout))
        except OSError as problem:
            failure = problem
    raise failure


def secured(connected: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """Return the same connection, encrypted, with the host's certificate looked at."""
    context = ssl.create_default_context()
    wrapped = context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)
    with deadline.cutting(wrapped):
        wrapped.do_handshake()
    return wrapped


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the host's addresses, each once. A name server that is silent is not waited for."""
    addresses: list[str] = []
    failures: list[Exception] = []

    def look_up() -> None:
        try:
            addresses.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as problem:
            failures.append(problem)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not addresses:
        raise TimeoutError
    return list(dict.fromkeys(addresses))


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):  # over already
        # The plain socket's: an encrypted one would first say goodbye.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
