"""Canonical JSON: sorted keys and no spaces, so that equal states are equal bytes."""

from __future__ import annotations

import json
from typing import Any


def canonical(content: dict[str, Any]) -> bytes:
    """The function writes a content as canonical JSON."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
