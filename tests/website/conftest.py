"""What a server's settings say, to be tried on the test client."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
PRINT_SETTINGS = """
import json
from config.settings import production
prefixes = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "X_FRAME_", "CONTENT_SECURITY_POLICY")
print(json.dumps({name: getattr(production, name) for name in dir(production) if name.startswith(prefixes)}))
"""


@pytest.fixture(scope="session")
def _security_settings() -> dict[str, Any]:
    environment = {
        "DEBUG": "0",
        "SECRET_KEY": "a-key",
        "BASE_URL": "https://testserver",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": "sqlite://:memory:",
        "PATH": os.environ["PATH"],
    }
    finished = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    read: dict[str, Any] = json.loads(finished.stdout)
    return read


@pytest.fixture
def production(settings: Settings, _security_settings: dict[str, Any]) -> Settings:
    """The security settings of a server behind https, as production.py makes them."""
    for name, value in _security_settings.items():
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    return settings
