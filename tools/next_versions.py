"""`make next`: what the newest Django and Wagtail say to this code, though its requirements don't allow them yet.

A second environment in var/next, a fast part of the suite, and a report. It tells and never fails: what it finds is for
docs/decisions/0001-dependencies.md, not a reason to refuse a change.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator

from console import ROOT, VAR, Failure, closing_with_a_sentence, say

FOLDER = VAR / "next"
PYTHON = FOLDER / "bin" / "python"
# Django 6 needs Python 3.12; on an older one only Wagtail is tried. Release candidates count.
TRIED = (
    "django>=6.0 ; python_version >= '3.12'",
    "django>=5.2,<6 ; python_version < '3.12'",
    "wagtail>=8.1rc1",
)
FOR_TESTS = {"hypothesis", "pytest", "pytest-django", "pytest-xdist"}
STEPS = {
    "deployment (check)": ("manage.py", "check"),
    "migrations (makemigrations --check)": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "tests of the vocabularies": ("-m", "pytest", "-q", "-W", "default", "-p", "no:cacheprovider", "tests/taxonomy"),
}
ENVIRONMENT = {
    "DEBUG": "1",
    "SECRET_KEY": "a-key-for-trying-newer-versions-0123456789",
    "BASE_URL": "http://127.0.0.1",
    "VAR_DIR": str(FOLDER / "var"),
}
SHOWN_LINES = 30


def requirements() -> list[str]:
    """Ours, with the bounds of what is tried lifted, and what the tests need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tried = {_name(requirement) for requirement in TRIED}
    own = [text for text in project["project"]["dependencies"] if _name(text) not in tried]
    return [*own, *TRIED, *(text for text in project["dependency-groups"]["dev"] if _name(text) in FOR_TESTS)]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def _commands() -> Iterator[list[str]]:
    uv = shutil.which("uv")
    if uv:
        yield [uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(FOLDER)]
        yield [uv, "pip", "install", "-q", "--upgrade", "--python", str(PYTHON), *requirements()]
    else:
        yield [sys.executable, "-m", "venv", str(FOLDER)]
        yield [str(PYTHON), "-m", "pip", "install", "-q", "--upgrade", *requirements()]


def try_next_versions() -> None:
    for command in _commands():
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
            raise Failure("The newer versions can't be installed beside our other requirements (the message is above).")
    names = "import django, sys, wagtail; print(*sys.version_info[:2], django.__version__, wagtail.__version__)"
    python_major, python_minor, django, wagtail = _output([str(PYTHON), "-c", names])[1].split()
    say(f"Python {python_major}.{python_minor}, Django {django}, Wagtail {wagtail}")
    (FOLDER / "var").mkdir(parents=True, exist_ok=True)
    for title, arguments in STEPS.items():
        is_fine, output = _output([str(PYTHON), *arguments])
        say(f"{'ok     ' if is_fine else 'DIFFERS'}  {title}")
        warnings = sorted(set(re.findall(r"RemovedIn\w+Warning: .*", output)))
        for line in warnings if is_fine else output.strip().splitlines()[-SHOWN_LINES:]:
            say(f"    {line}")


def _output(command: list[str]) -> tuple[bool, str]:
    # The tests have settings of their own, down to the address.
    environment = ENVIRONMENT if "manage.py" in command else {}
    finished = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return finished.returncode == 0, finished.stdout


if __name__ == "__main__":
    with closing_with_a_sentence():
        try:
            try_next_versions()
        except Failure as failure:  # it tells what is to come, and fails nothing
            say(str(failure))
