"""Web addresses and repositories in forms that compare."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Hosts that carry pages of everybody: only the whole path says which one.
_SHARED_HOSTS = re.compile(
    r"(^|\.)(github\.(com|io)|gitlab\.com|bitbucket\.org|play\.google\.com|apps\.apple\.com|itunes\.apple\.com"
    r"|sites\.google\.com|drive\.google\.com|docs\.google\.com|facebook\.com|twitter\.com|x\.com|linkedin\.com"
    r"|instagram\.com|youtube\.com|vimeo\.com|medium\.com|wordpress\.com|blogspot\.com|wixsite\.com|weebly\.com"
    r"|t\.me|wa\.me|bit\.ly|arxiv\.org|doi\.org|dataverse\.nl|zenodo\.org|huggingface\.co|sourceforge\.net|web\.archive\.org)$"
)
_SECOND_LEVEL = _words("co com org net gov go gob gouv gub ac edu or ne nic mil int govt")
_INDEX = re.compile(r"/(index|default|home|main)\.(html?|php|aspx?)$")
_LANGUAGE = re.compile(r"^/[a-z]{2}(-[a-z]{2})?(?=/|$)")


def page_key(url: str) -> str:
    """Return host and path without scheme, www, language, trailing slash, query: what makes two addresses one page."""
    parts = _split(url)
    if parts is None:
        return ""
    host, path = parts
    path = _INDEX.sub("", path.rstrip("/"))
    path = _LANGUAGE.sub("", path)
    return f"{host}{path}".rstrip("/")


def host_key(url: str) -> str:
    """Return the host without www; empty for hosts that carry everybody's pages."""
    parts = _split(url)
    if parts is None or _SHARED_HOSTS.search(parts[0]):
        return ""
    return parts[0]


def site_key(url: str) -> str:
    """Return the registered domain: “ireporter.naptip.gov.ng” → “naptip.gov.ng”."""
    host = host_key(url)
    labels = host.split(".")
    if len(labels) <= 2:
        return host
    keep = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def repository_key(url: str) -> str:
    """Make “github.com/owner/name” of “https://github.com/Owner/Name.git”."""
    parts = _split(url)
    if parts is None:
        return ""
    host, path = parts
    segments = [segment for segment in path.removesuffix(".git").split("/") if segment]
    return "/".join([host, *segments[:2]]) if segments else ""


def is_front_page(url: str) -> bool:
    key = page_key(url)
    return bool(key) and "/" not in key


def _split(url: str) -> tuple[str, str] | None:
    url = url.strip()
    if not url:
        return None
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if "." not in host:
        return None
    return host.removeprefix("www.").removesuffix("."), unquote(parts.path).lower()
