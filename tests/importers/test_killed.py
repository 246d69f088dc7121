"""An import that is killed leaves nothing half-done and can be started again.

``KILLS=50`` in the environment takes longer and looks at more moments.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.snapshots import Snapshot

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_killed_at_random_moments_an_import_is_whole_or_absent(tmp_path: Path, registry_snapshot: Snapshot) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("kills what writes into a file, as the run on SQLite does")
    registry_snapshot.provide(str(tmp_path / "registry.sqlite3"))
    kills = int(os.environ.get("KILLS", "4"))
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'registry.sqlite3'}",
        "TEST_SEARCH_URL": f"embedded://{tmp_path / 'search'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.importers.killing", str(tmp_path), str(kills)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    sys.stdout.write(f"{found}\n")  # for whoever runs this with -s
    assert found["kills"] == kills
    assert found["partial"] == []
    assert found["not_resumed"] == []
