"""Lighthouse's audit of the main pages. How fast they are on a slow phone `make bench ARGS=page_speed` measures."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import FLAGS
from tests.browser.site import Site
from tests.services import missing_service

PAGES = {"home": "/en/", "results": "/en/tools/", "record": "/en/tools/primero/", "gaps": "/en/gaps/"}
FULL_MARKS = ("accessibility", "best-practices", "seo")
MOST_TRIES = 6
# What it says when it lost the browser's trace, which on a busy machine it does; it has judged nothing then.
ITS_OWN_FAILURE = "Please run Lighthouse again"


@pytest.fixture(scope="module")
def lighthouse() -> list[str]:
    program = os.environ.get("LIGHTHOUSE", "")
    node = shutil.which("node")
    if not node or not Path(program).is_file():
        missing_service("no Lighthouse here; `make test` brings it where Node.js is installed")
    return [node, program]


@pytest.fixture
def audit(lighthouse: list[str], site: Site, tmp_path: Path):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""

    def run(path: str, *only: str) -> dict:
        report = tmp_path / "report.json"
        command = [
            *lighthouse, site.url + path, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(only)}", "--chrome-flags=" + " ".join(["--headless", *FLAGS]),
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": chromium}
        for _ in range(MOST_TRIES):
            finished = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
                check=False,
            )  # fmt: skip
            if ITS_OWN_FAILURE not in finished.stderr:
                break
        assert finished.returncode == 0, finished.stderr[-2000:]
        return json.loads(report.read_text(encoding="utf-8"))

    return run


def failed_audits(report: dict) -> list[str]:
    return [
        f"{name}: {found['title']}"
        for name, found in report["audits"].items()
        if found["score"] is not None and found["score"] < 1 and found["scoreDisplayMode"] == "binary"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_full_marks(audit, page):
    report = audit(PAGES[page], *FULL_MARKS)
    scores = {name: found["score"] for name, found in report["categories"].items()}
    assert scores == dict.fromkeys(FULL_MARKS, 1), failed_audits(report)
