"""How often passwords may be tried and links be asked for, and what is answered beyond that."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from catalogue.connections import client_address, client_key

LINKS_PER_HOUR = 5
_HOUR = 3600
# Whoever has one IPv6 address commonly has all of this network.
_ONE_CONNECTION = 64


def connection_address(request: HttpRequest) -> str | None:
    """Return the address under which wrong passwords are counted: a whole network of IPv6 counts as one."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _ONE_CONNECTION), strict=False).network_address)
    return str(address)


def too_many_passwords(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer whoever tried too many wrong passwords, also when the right one comes at last."""
    wait = settings.AXES_COOLOFF_TIME
    response = render(request, "account/locked.html", {"minutes": int(wait.total_seconds() // 60)}, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def few_links(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sends links for new passwords, but not without end: five in an hour over one connection."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and _is_over(request):
            response = render(request, "account/too_many_links.html", status=429)
            response["Retry-After"] = str(_HOUR)
            return response
        return view(request, *args, **kwargs)

    return limited


def _is_over(request: HttpRequest) -> bool:
    counter = "password-links:" + client_key(request, "password links")
    # Written whole: counting up in place would give the counter the cache's own, shorter life.
    sent = cache.get(counter, 0) + 1
    cache.set(counter, sent, timeout=_HOUR)
    return bool(sent > LINKS_PER_HOUR)
