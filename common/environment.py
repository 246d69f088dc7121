"""Reads the environment that the settings are made of.

Every reader raises ImproperlyConfigured with one sentence that names the variable.
"""

import ipaddress
import os
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOCAL_FILE = VAR / "local.env"

SHORTEST_SECRET = 50
FEWEST_LETTERS = 8
# A site that only its own machine can reach, such as a test's.
SHORTEST_LOCAL_SECRET = 12
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "testserver"}
CONTACT_SCHEMES = ("mailto", "https", "tel")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def read_local_file(path: Path = LOCAL_FILE) -> None:
    """Take the settings that `make run` wrote for this machine, where the environment names none.

    A deployment that says DEBUG=0 never reads the file, so a forgotten one can't weaken it.
    """
    if "DEBUG" in os.environ and not flag("DEBUG", default=False):
        return
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        key, separator, value = line.partition("=")
        if separator and not key.lstrip().startswith("#"):
            os.environ.setdefault(key.strip(), value.strip())


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, or run `make run` once for a development machine."
        )
    return value


def flag(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in _TRUE:
        return True
    if raw.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int) -> int:
    """A whole number from one up."""
    raw = text(name, str(default)).strip()
    if not raw.isascii() or not raw.isdigit() or int(raw) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 up, not {raw!r}.")
    return int(raw)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def url(name: str, schemes: tuple[str, ...], default: str | None = None) -> SplitResult:
    """A URL whose scheme is one that we can serve."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} has the unknown scheme {parts.scheme!r}; the known ones are {', '.join(schemes)}."
        )
    return parts


def networks(name: str, listed: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The addresses and networks that a variable lists."""
    networks = []
    for word in listed:
        try:
            networks.append(ipaddress.ip_network(word))
        except ValueError as problem:
            raise ImproperlyConfigured(
                f"{name} must name addresses or networks, such as 127.0.0.1,10.0.0.0/8; not {word!r}."
            ) from problem
    return networks


def contacts(name: str, listed: list[str]) -> list[str]:
    """The addresses that a variable lists, each a URI that leads to a person (RFC 9116, Contact)."""
    for word in listed:
        scheme, _, rest = word.partition(":")
        if scheme not in CONTACT_SCHEMES or not rest or any(letter.isspace() for letter in word):
            raise ImproperlyConfigured(
                f"{name} must list addresses such as mailto:somebody@registry.example or https://…; not {word!r}."
            )
    return listed


def refuse_weak_secret(secret: str, base_url: str) -> None:
    """Raise ImproperlyConfigured for a key that can be guessed: sessions and receipts are signed with it."""
    advice = "Make one with: openssl rand -base64 48"
    if "openssl rand" in secret or secret.startswith(("django-insecure", "$(")):
        raise ImproperlyConfigured(f"SECRET_KEY is an example that everybody can read. {advice}")
    shortest = SHORTEST_LOCAL_SECRET if urlsplit(base_url).hostname in LOCAL_HOSTS else SHORTEST_SECRET
    if len(secret) < shortest:
        raise ImproperlyConfigured(f"SECRET_KEY has {len(secret)} characters; {shortest} are the least. {advice}")
    if len(set(secret)) < FEWEST_LETTERS:
        raise ImproperlyConfigured(f"SECRET_KEY repeats {len(set(secret))} characters and can be guessed. {advice}")
