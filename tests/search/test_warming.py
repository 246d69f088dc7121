"""A process that was warmed up loads nothing more when the first reader searches."""

import gc
import os
import subprocess
import sys

from search import warming
from search.configured import get_engine
from search.engines.base import SearchRequest
from search.ranking import concepts


def test_the_first_search_after_warming_goes_through_no_wording_again(registry, monkeypatch):
    concepts._made.clear()
    warming.warm()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()

    def made_again(*_args):
        raise AssertionError("the wordings were gone through once more")

    monkeypatch.setattr(concepts.ConceptIndex, "__init__", made_again)
    assert get_engine().search(SearchRequest("shelter")).total


def test_a_site_whose_database_is_empty_starts_all_the_same(tmp_path):
    """In a process of its own, because Django's test database has its tables."""
    code = "import django; django.setup(); from search.warming import warm; warm(); print('started')"
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "SEARCH_URL": f"embedded://{tmp_path / 'search'}",
        "SEARCH_ENCODER": "",
        "SECRET_KEY": "x" * 50,
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert ran.stdout.strip() == "started", ran.stderr
    assert "can't be warmed up" in ran.stderr
