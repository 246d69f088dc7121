"""Walks the public site as a stranger's program would: every link, every format, a bounded number of variants."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

_LINKS = (
    re.compile(r"""(?:href|action|src|formaction)=["']([^"']+)["']"""),
    re.compile(r"<loc>([^<]+)</loc>"),
    re.compile(r'"(?:url|page|next)": "([^"]+)"'),
)
HOST = "http://testserver"
NOT_PUBLIC = ("/admin", "/documents", "/static", "/media")
MOST_VARIANTS = 6  # of one path with different parameters


@dataclass
class Walk:
    """``pages``: address → everything that came back, headers included."""

    pages: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def paths(self) -> set[str]:
        return {urlsplit(address).path for address in self.pages}


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n\n{_readable(response.get('Content-Type', ''), content)}"


def _readable(kind: str, content: bytes) -> str:
    if "spreadsheetml" in kind:
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")


def walk(client: Client, seeds: list[str], most: int = 600) -> Walk:
    found = Walk()
    variants: Counter[str] = Counter()
    waiting = deque(seeds)
    seen = set(seeds)
    while waiting and len(found.pages) < most:
        address = waiting.popleft()
        response = client.get(address)
        text = body_of(response)
        found.pages[address] = text
        found.statuses[response.status_code] += 1
        links = [response["Location"]] if "Location" in response else []
        for pattern in _LINKS:
            links += pattern.findall(text)
        for link in links:
            target = urljoin(f"{HOST}{address}", unescape(link))
            if not target.startswith(HOST):
                continue
            target = target[len(HOST) :].partition("#")[0] or "/"
            path = urlsplit(target).path
            if target in seen or path.startswith(NOT_PUBLIC) or variants[path] >= MOST_VARIANTS:
                continue
            seen.add(target)
            variants[path] += 1
            waiting.append(target)
    return found
