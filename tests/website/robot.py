"""A robot that obeys robots.txt and nothing else: no ``nofollow``, no ``noindex``, no canonical address."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client

HOST = "http://testserver"
_LINK = re.compile(r"""<(?:a|link)\s[^>]*?href=["']([^"']+)["']""")


class Rules:
    """robots.txt as in RFC 9309: ``*`` is anything, the longest rule that fits is obeyed, Allow at a tie."""

    def __init__(self, text: str) -> None:
        self._rules = [
            (len(path), kind == "Allow", re.compile(re.escape(path).replace(r"\*", ".*").replace(r"\$", "$")))
            for kind, path in re.findall(r"^(Allow|Disallow): (\S+)$", text, re.MULTILINE)
        ]

    def allow(self, address: str) -> bool:
        fitting = [(length, is_allowed) for length, is_allowed, rule in self._rules if rule.match(address)]
        return max(fitting, default=(0, True))[1]


@dataclass
class Crawl:
    """``found``: every address that may be fetched; ``fetched``: those that were."""

    found: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    is_over: bool = False


def kind_of(address: str) -> str:
    """Pages that one view makes from the same parameters are of one kind."""
    parts = urlsplit(address)
    path = re.sub(r"/(tools|organisations|maps|guides/\w+)/[^/]+/", r"/\1/*/", parts.path)
    path = re.sub(r"/vocabularies/([^/]+)/[^/]+/", r"/vocabularies/\1/*/", path)
    path = re.sub(r"\d+", "*", path)
    return f"{path}?{'&'.join(name for name, _value in parse_qsl(parts.query, keep_blank_values=True))}"


def crawl(client: Client, below: str, *, a_kind: int | None = None, most: int = 5_000) -> Crawl:
    """Everything below a path. ``a_kind``: how many pages of a kind are fetched; all of them count as found."""
    rules = Rules(client.get("/robots.txt").content.decode())
    seen, kinds = Crawl(found={below}), Counter[str]()
    waiting = deque([below])
    while waiting and len(seen.found) <= most:
        address = waiting.popleft()
        kinds[kind_of(address)] += 1
        if a_kind is not None and kinds[kind_of(address)] > a_kind:
            continue
        response = client.get(address)
        seen.fetched.append(address)
        links = [response["Location"]] if "Location" in response else []
        if not response.streaming and "html" in response.get("Content-Type", ""):
            links += _LINK.findall(response.content.decode())
        for link in links:
            target = urljoin(f"{HOST}{address}", unescape(link)).partition("#")[0]
            if not target.startswith(HOST):
                continue
            target = target[len(HOST) :] or "/"
            if target.startswith(below) and target not in seen.found and rules.allow(target):
                seen.found.add(target)
                waiting.append(target)
    seen.is_over = not waiting
    return seen
