"""robots.txt as a robot reads it."""

from __future__ import annotations

import re


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
