"""Tells readers apart by the address of their connection, also behind a reverse proxy; keeps no address.

Every room that needs a reader's address asks here: what a proxy says is believed only when the connection comes from
one that the setting TRUSTED_PROXIES names, and then from the right, so that a reader can't put a word of their own in.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Whoever has one IPv6 address commonly has all 2^64 of its network.
_ONE_READER = 64


def client_address(request: HttpRequest) -> str:
    """Return the address of the reader's connection, "" when the server doesn't know it (a Unix socket)."""
    peer = request.META.get("REMOTE_ADDR", "")
    if not _is_trusted(peer):
        return str(peer)
    nearest = peer
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _read(hop)
        if address is None:
            break
        nearest = str(address)
        if not _is_trusted(nearest):
            break
    return str(nearest)


def client_key(request: HttpRequest, purpose: str, period: str = "") -> str:
    """Return a name for the reader that holds for one purpose and one period, by default the day.

    It is what counters keep, and leads back to no address. Neighbours in one IPv6 network of 64 bits are one reader.
    """
    address = _read(client_address(request))
    reader = ""
    if address is not None:
        reader = str(address)
    if isinstance(address, ipaddress.IPv6Address):
        reader = str(ipaddress.ip_network((address, _ONE_READER), strict=False))
    salt = f"catalogue.connections:{purpose}:{period or timezone.now().date().isoformat()}"
    return salted_hmac(salt, reader, algorithm="sha256").hexdigest()[:32]


def _is_trusted(peer: str) -> bool:
    if not peer:
        return settings.TRUSTED_UNIX_SOCKET
    address = _read(peer)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _read(hop: str) -> Address | None:
    """Return an address as proxies write it, with or without a port and brackets; None when it is none."""
    text = hop.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
