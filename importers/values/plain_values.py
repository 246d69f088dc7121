"""Cells that are no terms: years, dates, web addresses, names in a list."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from catalogue.fields import CONTRIBUTIONS
from catalogue.partial_dates import FIRST_YEAR, PartialDate
from text.folding import plain

_YEARS_AHEAD = 3
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ONLY_YEAR = re.compile(
    r"^(?:ca?\.?|circa|about|since|en|in|vers|depuis|seit|desde)?\s*(\d{4})(?:\.0)?\s*(?:年|г\.?|р\.?|ปี)?\s*$", re.I
)
_ISO = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})(?:[T ].*)?$")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'，；]+", re.I)
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]*$")
_CONTRIBUTION = re.compile(r"^(?P<name>.+?)\s*[(\[]\s*(?P<what>[^()\[\]]+)\s*[)\]]\s*$")


def with_ascii_digits(text: str) -> str:
    """“٢٠٢٠” and “२०२०” → “2020”."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in text)


def year_of(text: str, today: date) -> int | None:
    """The year that a text names, or None when it names none, several, or an impossible one."""
    text = with_ascii_digits(text).strip()
    match = _ONLY_YEAR.match(text)
    numbers = [int(match[1])] if match else [int(year) for year in _YEAR.findall(text)]
    years = {year for year in numbers if FIRST_YEAR <= year <= today.year + _YEARS_AHEAD}
    if len(years) != 1 or len(years) != len(set(numbers)) or len(text) > 40:
        return None
    return years.pop()


def date_of(text: str) -> PartialDate | None:
    """ISO dates only, whole or to the month or year: day and month of others can't be told apart."""
    text = with_ascii_digits(text).strip()
    match = _ISO.match(text)
    try:
        return PartialDate.read(match[1] if match else text)
    except ValueError:
        return None


def addresses_in(text: str) -> list[str]:
    return [address.rstrip(".,;)") for address in _URL.findall(text)]


def address_of(text: str) -> str:
    """A web address in full, or empty when the text is none. A missing scheme is added."""
    text = text.strip().strip("<>").strip()
    if not text or " " in text or "@" in text.split("/")[0]:
        return ""
    if "://" not in text:
        if ":" in text.split("/")[0] and not re.search(r":\d+", text.split("/")[0]):
            return ""
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not _HOST.match(host):
        return ""
    return urlunsplit((parts.scheme.lower(), host + port, parts.path, parts.query, parts.fragment))


def names_in(text: str, *, with_commas: bool = False) -> list[str]:
    """Names in a list, cut at lines and semicolons; at commas only where names hold none."""
    parts = re.split(r"[\n;；؛|]" + (r"|[,،、，]" if with_commas else ""), text)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def partner_of(text: str) -> dict[str, str]:
    """“USAID (funding)” → name and contribution."""
    match = _CONTRIBUTION.match(text)
    if match:
        what = plain(match["what"]).replace(" ", "-")
        if what in CONTRIBUTIONS:
            return {"name": match["name"].strip(), "contribution": what}
    return {"name": text.strip(), "contribution": "unknown"}


def source_of(text: str) -> dict[str, object] | None:
    """“Title https://…” → title and address; an address alone is titled by its host."""
    addresses = addresses_in(text)
    url = address_of(addresses[0]) if addresses else ""
    title = " ".join((text.replace(addresses[0], " ") if addresses else text).split()).strip(" -–:,;()")
    if not title and url:
        title = urlsplit(url).hostname or url
    return {"title": title[:500], "url": url, "seen": False} if title else None
