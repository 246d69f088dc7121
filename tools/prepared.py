"""Whether anything changed since the site was last prepared: its code's tables, its starting data, its settings.

Only the order of things hangs on it. Where nothing changed, the web server starts first and is looked after while it
already answers; `prepare_site` runs each time, and decides by itself what there is to do.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from console import ROOT, VAR

RECORD = VAR / "prepared"
WATCHED = ("*/migrations/*.py", "*/data/**/*", "static/**/*", "*/static/**/*", "locale/*/LC_MESSAGES/*.po")
SINGLE = ("requirements.lock", "website/bootstrap.py")
# Another database or index has a preparation of its own.
SETTINGS = ("DATABASE_URL", "SEARCH_URL", "VAR_DIR", "DEBUG", "SECRET_KEY")


def is_as_prepared(settings: Mapping[str, str]) -> bool:
    try:
        return RECORD.read_text(encoding="utf-8") == fingerprint(settings)
    except OSError:
        return False


def note_prepared(settings: Mapping[str, str]) -> None:
    RECORD.write_text(fingerprint(settings), encoding="utf-8")


def fingerprint(settings: Mapping[str, str], root: Path = ROOT) -> str:
    """Of the files' names, sizes and times: reading them all would take longer than what it saves."""
    digest = hashlib.sha256()
    for name in SETTINGS:
        digest.update(f"{name}={settings.get(name, '')}\n".encode())
    for path in _watched(root):
        status = path.stat()
        digest.update(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _watched(root: Path) -> Iterator[Path]:
    for pattern in WATCHED:
        yield from sorted(path for path in root.glob(pattern) if path.is_file() and VAR not in path.parents)
    yield from (root / name for name in SINGLE if (root / name).is_file())
