"""`make test`: brings what the tests need, runs them on SQLite and on PostgreSQL, and ends with one plain line.

With ARGS only what the chosen tests need is started. What could not be had (a PostgreSQL, a Chromium, an Elasticsearch)
is named at the end; with CI=true everything is started, and what is missing is a failure.
"""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import elasticsearch_server
import machine
from chromium import ensure_chromium
from console import ROOT, Failure, closing_with_a_sentence, say
from environment import ensure_environment
from lighthouse import ensure_lighthouse
from messages import ensure_messages
from postgresql import throw_away_cluster

NO_TESTS = 5  # pytest's exit code when a selection is empty
ALL_NEEDS = {"browser", "elasticsearch", "postgresql"}
PARALLEL = ["-n", "2", "--dist", "loadgroup"]


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Stage:
    """One run of pytest: which database, which tests."""

    title: str
    arguments: list[str]
    environment: dict[str, str]

    def run(self, python: Path, more: list[str]) -> tuple[Tally, int]:
        say(f"\n=== {self.title} ===")
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            parallel = [] if any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in more) else PARALLEL
            command = [
                str(python),
                "-m",
                "pytest",
                *parallel,
                f"--junit-xml={report}",
                "--durations=12",
                *self.arguments,
                *more,
            ]
            finished = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, check=False
            )
            tally = _read_report(report)
        if finished.returncode == NO_TESTS:
            say("No test of this part was chosen.")
            return tally, 0
        if finished.returncode and not tally.failed:
            tally.failed = 1  # pytest itself gave up: a broken conftest, a usage error
        return tally, finished.returncode


def _read_report(report: Path) -> Tally:
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314  # pytest has just written it
    except (OSError, ElementTree.ParseError):
        return Tally()
    tally = Tally()
    for suite in suites:
        total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        tally += Tally(max(0, total - failed - skipped), failed, skipped)
    return tally


@dataclass
class Searcher:
    """Elasticsearch, started while the environment is made, since both mostly wait for the network."""

    reason: str = ""
    was_running: bool = False

    def start(self) -> None:
        self.was_running = bool(elasticsearch_server.is_running())
        try:
            elasticsearch_server.start()
        except (Failure, OSError, subprocess.SubprocessError) as failure:
            self.reason = str(failure)

    def stop(self) -> None:
        if not self.was_running:
            elasticsearch_server.stop()


@contextlib.contextmanager
def _elasticsearch() -> Iterator[tuple[Searcher, threading.Thread]]:
    searcher = Searcher()
    starting = threading.Thread(target=searcher.start)
    starting.start()
    try:
        yield searcher, starting
    finally:
        starting.join()
        searcher.stop()


def run_suite(more: list[str]) -> int:
    """All stages; returns the exit code."""
    missing: list[str] = []
    tally, code = Tally(), 0
    # What all tests together need is known; for a few it is worth asking before anything is started.
    needs = _needs_of(ensure_environment(development=True), more) if more and not machine.is_ci() else ALL_NEEDS
    with _elasticsearch() if "elasticsearch" in needs else contextlib.nullcontext() as running:
        python = ensure_environment(development=True)
        ensure_messages(python)
        environment = {
            "TEST_ELASTICSEARCH_URL": f"elasticsearch://127.0.0.1:{elasticsearch_server.PORT}/registry-tests"
        }
        if "browser" in needs:
            environment |= _browser(python, missing)
        if running:
            searcher, starting = running
            starting.join()
            if searcher.reason:
                missing.append(f"Elasticsearch: {searcher.reason}")
        stage = Stage("SQLite, with browser and Elasticsearch", [], environment)
        tally, code = stage.run(python, more)
        if "postgresql" in needs:
            second, second_code = _run_on_postgresql(python, environment, more, missing)
            tally, code = tally + second, code or second_code
    _close(tally, missing)
    return code or (1 if missing and machine.is_ci() else 0)


def _needs_of(python: Path, more: list[str]) -> set[str]:
    """Which of ALL_NEEDS the chosen tests have; all of them where the selection can't be read."""
    command = [str(python), "-m", "pytest", "--collect-only", "-q", "--tell-needs", *more]
    finished = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    told = [line for line in finished.stdout.splitlines() if line.startswith("needs:")]
    return set(told[0].split()[1:]) if told else ALL_NEEDS


def _browser(python: Path, missing: list[str]) -> dict[str, str]:
    found = {}
    try:
        found["CHROMIUM"] = ensure_chromium(python)
    except Failure as failure:
        missing.append(f"Chromium: {failure}")
    try:
        found["LIGHTHOUSE"] = ensure_lighthouse()
    except Failure as failure:
        missing.append(f"Lighthouse: {failure}")
    return found


def _run_on_postgresql(
    python: Path, environment: dict[str, str], more: list[str], missing: list[str]
) -> tuple[Tally, int]:
    try:
        with throw_away_cluster() as url:
            arguments = ["--database-only", "-m", "not browser and not elasticsearch and not any_database"]
            return Stage("PostgreSQL", arguments, {**environment, "DATABASE_URL": url}).run(python, more)
    except (Failure, OSError, subprocess.SubprocessError) as failure:
        missing.append(f"PostgreSQL: {failure}")
        return Tally(), 0


def _close(tally: Tally, missing: list[str]) -> None:
    if missing:
        say("\nNot available here" + (", and CI must have it:" if machine.is_ci() else ":"))
        for line in missing:
            say(f"- {line}")
    say(f"\n{tally}")


def _stop_like_ctrl_c(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)  # so that the servers started here are stopped too
    with closing_with_a_sentence():
        sys.exit(run_suite(shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]))
