"""Links that were changed on their way still lead where they were meant to.

Mail programs, chats and content systems escape an address twice, put a full stop or a bracket behind it, or hang the
names by which they follow people onto it. What they did is taken back before anything reads the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from search.facets import FACET_KEYS
from search.parsing import BEHIND
from website.middleware import Handler, is_admin

# Names by which others follow readers or campaigns. They ask nothing of us.
_FOLLOWING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|"
    r"mc_[ce]id|_ga|_gl|_hs\w+|ref|ref_src|s_cid|oly_\w+|vero_id|wickedid)$"
)
# Parameters that an address of ours may carry: only before these is a mangled separator taken for one.
_NAMES = "|".join(
    [*FACET_KEYS, "q", "sort", "page", "per_page", "have", "global", "in_doubt", "tool", "n", "rows", "columns", "date",
     "format", "lang", "snapshot", "only"]
)  # fmt: skip
_SEPARATOR = re.compile(rf"(?:%26|;|%3B)(?:amp(?:;|%3B))*(?=(?:{_NAMES})(?:=|%3D))", re.IGNORECASE)
_ESCAPED_AMPERSAND = re.compile(r"(^|&)(?:amp(?:;|%3B))+", re.IGNORECASE)
_ESCAPED_EQUALS = re.compile(rf"^({_NAMES})%3D", re.IGNORECASE)
_ESCAPED_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")
_OLD_ESCAPE = re.compile(r"(?:%25|%)u([0-9A-Fa-f]{4})")

# Every last part of an address of ours; whatever else stood there wasn't cut on its way.
_READABLE_END = re.compile(r"/[\w.-]+$")


class MendAddresses:
    """Takes back what was done to an address on its way; runs before anything that keeps or reads pages by it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_admin(request.path_info):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        if query:
            request.META["QUERY_STRING"] = mended_query(query)
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            path = mended_path(request.path_info)
            if path != request.path_info:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(quote(path) + (f"?{query}" if query else ""))
        return response


def mended_query(query: str) -> str:
    """The function returns the query string as it was before others escaped it again or added names of their own."""
    pairs = _SEPARATOR.sub("&", _ESCAPED_AMPERSAND.sub(r"\1", query)).split("&")
    return "&".join(mended for pair in pairs for mended in _mended(pair))


def _mended(pair: str) -> Iterator[str]:
    if "=" not in pair:
        pair = _ESCAPED_EQUALS.sub(r"\1=", pair)
    name, equals, value = pair.partition("=")
    if _FOLLOWING.match(name):
        return
    yield name + equals + _escaped_once(value)


def _escaped_once(value: str) -> str:
    """A value whose letters beyond ASCII were escaped twice; whoever writes about per cent keeps the sign."""
    value = _OLD_ESCAPE.sub(lambda match: quote(chr(int(match[1], 16)), safe="", errors="replace"), value)
    if not _ESCAPED_TWICE.search(value):
        return value
    once = value.replace("%25", "%")
    try:
        text = unquote_to_bytes(once).decode("utf-8")
    except UnicodeDecodeError:
        return value
    is_whole = re.fullmatch(r"(?:%25[0-9A-Fa-f]{2}|[\w+.~-])+", value, re.ASCII) is not None
    return once if is_whole and text.isprintable() and not text.isascii() else value


def mended_path(path: str) -> str:
    """The function returns the path without signs behind it, where that leads to an address of ours; else the path."""
    whole = unquote(path).rstrip("/")
    bare = whole.rstrip("/" + BEHIND + " \u00a0")
    is_step_up = not whole.rpartition("/")[2].strip(".")
    if bare == whole or is_step_up or not _READABLE_END.search(bare):
        return path
    mended = bare if path.startswith("/api/") else f"{bare}/"
    try:
        resolve(mended)
    except Resolver404:
        return path
    return mended
