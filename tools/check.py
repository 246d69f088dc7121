"""`make check`: everything that can be said about the code without running the site; one line a step, all steps run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import documents
import named_files
from console import ROOT, closing_with_a_sentence, say
from environment import ensure_environment
from messages import ensure_messages

AT_ONCE = 2
# As a server sets them; the names are checked against docs/reference/settings.md.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DEBUG": "0",
    "SECRET_KEY": "a-key-for-checking-that-is-long-enough-and-has-many-different-letters-0123456789",
    "BASE_URL": "https://registry.example",
    "ALLOWED_HOSTS": "registry.example",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "dummy:",
    "TASKS": "database",
}
CHECKS = {**documents.CHECKS, "files that documents name are there": named_files.check_named_files}
CONTRACTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


@dataclass
class Outcome:
    title: str
    is_fine: bool
    output: str
    seconds: float


@dataclass(frozen=True)
class Step:
    """Something to check: a call that returns whether all is well, and the text that says what isn't."""

    title: str
    call: Callable[[], tuple[bool, str]]

    def run(self) -> Outcome:
        started = time.monotonic()
        is_fine, output = self.call()
        return Outcome(self.title, is_fine, output, time.monotonic() - started)


def steps(python: Path) -> list[Step]:
    def command(title: str, *arguments: str, environment: dict[str, str] | None = None) -> Step:
        return Step(title, lambda: _call([str(python), *arguments], environment or {}))

    return [
        # The longest one first: the others run beside it.
        command("types (mypy)", "-m", "mypy"),
        command("lint (ruff check)", "-m", "ruff", "check", "."),
        command("format (ruff format --check)", "-m", "ruff", "format", "--check", "."),
        command("imports between rooms (import-linter)", "-c", CONTRACTS),
        command("migrations (makemigrations --check)", "manage.py", "makemigrations", "--check", "--dry-run",
                environment=PRODUCTION),
        command("deployment (check --deploy)", "manage.py", "check", "--deploy", "--fail-level", "WARNING",
                environment=PRODUCTION),
        command("documentation (mkdocs build --strict)", "-m", "mkdocs", "build", "--strict", "--quiet"),
        command("templates (djlint)", "-m", "djlint", ".", "--lint", "--quiet"),
        command("dependencies are declared, used and explained", "tools/dependencies.py"),
        *(Step(title, lambda check=check: _sentences(check())) for title, check in CHECKS.items()),
    ]  # fmt: skip


def _call(command: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    finished = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return finished.returncode == 0, finished.stdout


def _sentences(complaints: list[str]) -> tuple[bool, str]:
    return not complaints, "\n".join(complaints)


def run_checks() -> int:
    python = ensure_environment(development=True)
    ensure_messages(python)
    failed: list[Outcome] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(Step.run, steps(python)):
            say(f"{'ok    ' if outcome.is_fine else 'FAILED'}  {outcome.title}  ({outcome.seconds:.1f} s)")
            if not outcome.is_fine:
                failed.append(outcome)
    for outcome in failed:
        say(f"\n--- {outcome.title} ---\n{outcome.output.strip()}")
    say("\n" + (f"{len(failed)} of the checks failed." if failed else "All checks passed."))
    return 1 if failed else 0


if __name__ == "__main__":
    with closing_with_a_sentence():
        sys.exit(run_checks())
