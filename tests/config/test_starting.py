"""What the parent of the web server's processes reads for all of them."""

import gc
import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.pages.default_pages import ensure_pages
from config.preload import load_shared
from tests.catalogue.factories import make_tools

CODE = """
import gc, types
gc.enable()
import django; django.setup()
import config.gunicorn as settings
assert not gc.isenabled()
settings.when_ready(types.SimpleNamespace(cfg=types.SimpleNamespace(preload_app=True)))
from django.db import connection
assert gc.isenabled() and gc.get_freeze_count() > 100_000, gc.get_freeze_count()
assert connection.connection is None
"""


@pytest.mark.django_db
def test_the_first_page_after_it_reads_no_record(client, vocabularies, monkeypatch):
    monkeypatch.setattr("config.preload.connections.close_all", lambda: None)  # the test's own transaction lives on it
    make_tools(20)
    ensure_pages(["en"])
    load_shared()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/").status_code == 200
    of_records = [query["sql"] for query in queries if re.search(r'"tool_id" IN \(\d', query["sql"])]
    assert of_records == []


def test_no_connection_outlives_it_and_a_database_without_tables_stops_nothing(tmp_path):
    """In a process of its own, as the web server's parent is; its database is empty."""
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "SECRET_KEY": "x" * 50,
    }
    ran = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert ran.returncode == 0, ran.stderr
    assert "can't be read before the first request" in ran.stderr
    assert gc.isenabled()
