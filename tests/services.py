"""Services that a test needs from outside this process."""

import os
import urllib.request
from typing import NoReturn

import pytest


def missing_service(what: str) -> NoReturn:
    """Skip on a developer's machine; fail in CI, where a skipped test would hide that nothing was tested."""
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(f"CI must have it: {what}")
    pytest.skip(what)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status < 500
    except OSError:
        return False
