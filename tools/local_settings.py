"""var/local.env: this machine's settings for trying the site, written once and then left alone."""

import os
import secrets

from console import VAR

LOCAL_FILE = VAR / "local.env"

# No DEBUG here: a forgotten copy of this file must not weaken a server, and `make run` shows the site as its readers
# get it. `DEBUG=1 make run` is for those who write code.
TEMPLATE = """\
# Written by `make run` for this machine; the environment wins over it. See docs/reference/settings.md.
SECRET_KEY={secret}
DEMO_PASSWORD={password}
ALLOWED_HOSTS=localhost,127.0.0.1,[::1]
BASE_URL=http://127.0.0.1:8000
TASKS=database
SERVE_MEDIA=1
EMAIL_URL=console:
"""


def ensure_local_settings() -> dict[str, str]:
    """Write the file when it isn't there; returns its settings."""
    if not LOCAL_FILE.exists():
        VAR.mkdir(exist_ok=True)
        text = TEMPLATE.format(secret=secrets.token_urlsafe(50), password=secrets.token_urlsafe(9))
        # Only its owner may read it, from the first moment on.
        with open(os.open(LOCAL_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    pairs = (line.partition("=") for line in LOCAL_FILE.read_text(encoding="utf-8").splitlines())
    return {key.strip(): value.strip() for key, separator, value in pairs if separator and not key.startswith("#")}
