"""A registry of its own for the benchmarks: a fresh database with the starting data, in a folder that goes
afterwards."""

import atexit
import io
import os
import secrets
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
HOME = Path(tempfile.gettempdir()) / f"registry-bench-{os.getpid()}"


def open_registry(database_url: str = "") -> None:
    """Set Django up on an empty database, by default a fresh SQLite, and load the vocabularies and the catalogue."""
    HOME.mkdir()
    atexit.register(shutil.rmtree, HOME, True)
    os.environ.update(
        SECRET_KEY=secrets.token_hex(),
        DEBUG="0",
        BASE_URL="http://127.0.0.1:8000",
        ALLOWED_HOSTS="127.0.0.1",
        TASKS="immediate",
        DATABASE_URL=database_url or f"sqlite:///{HOME / 'registry.sqlite3'}",
        SEARCH_URL=f"embedded://{HOME / 'search'}",
        DJANGO_SETTINGS_MODULE="config.settings.production",
    )
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "load_vocabularies", "load_catalogue"):
        call_command(command, verbosity=0, stdout=io.StringIO())


def engines() -> dict[str, object]:
    """Name to engine: embedded, and Elasticsearch where BENCH_ELASTICSEARCH_URL names one."""
    from search.encoder.store import VectorStore
    from search.engines.elastic import ElasticsearchEngine
    from search.engines.elastic.connection import address_of
    from search.engines.embedded import EmbeddedEngine

    found: dict[str, object] = {"embedded": EmbeddedEngine(HOME / "embedded")}
    url = os.environ.get("BENCH_ELASTICSEARCH_URL")
    if url:
        address = address_of(f"{url}{'&' if '?' in url else '?'}timeout=60")
        found["elasticsearch"] = ElasticsearchEngine(address, VectorStore(HOME / "vectors.bin"))
    return found
