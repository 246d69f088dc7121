"""Checks of the documentation against the code, and of all files for what must not be in a public repository."""

import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from console import ROOT

# As import-linter knows them, so that none is forgotten in one place only.
ROOMS = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]
)
DOCUMENTED_ROOMS = (*ROOMS, "tools", "tests", "benchmarks")
SETTINGS_PAGE = ROOT / "docs" / "reference" / "settings.md"
DECISIONS = ROOT / "docs" / "decisions"
COMMANDS_PAGE = ROOT / "docs" / "reference" / "commands.md"

LINK = re.compile(r"(?<!`)\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
READ_SETTING = re.compile(r"\benv\.(?:text|flag|words|choice|url|number)\(\s*\"([A-Z][A-Z0-9_]+)\"")
READ_ENVIRONMENT = re.compile(r"\benviron(?:\.get\(|\[)\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
DESCRIBED = re.compile(r"^\|\s*`([A-Z][A-Z0-9_]+)`", re.MULTILINE)
RECORD = re.compile(
    r"# \d{4}\. .+\n\n"
    r"\*\*Status:\*\* (?:proposed|accepted|superseded)\b.*\. \*\*Date:\*\* \d.*\d{4}\. \*\*Supersedes:\*\* .+\.\n"
)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Set by Django's own tools, not by whoever runs the site.
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}

# Written so that this file does not contain what it looks for.
FORBIDDEN = {
    "an absolute path of somebody's machine": re.compile(r"(?<![\w./:~$}-])/(?:work|home|root|Users)/\w"),
    "the host of a package registry": re.compile(
        r"(?:pypi|pythonhosted)\.org|registry\.npmjs|deb\.debian\.|repo1?\.maven\.|maven\.org|docker\.elastic\.",
        re.IGNORECASE,
    ),
}
NOT_SEARCHED = {
    ".png",
    ".jpg",
    ".webp",
    ".ico",
    ".woff2",
    ".xlsx",
    ".xls",
    ".ods",
    ".npy",
    ".npz",
    ".gz",
    ".mo",
    ".pdf",
}


def tracked_files() -> list[Path]:
    """Files of the repository, with new ones that no rule ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:  # an unpacked archive, no checkout
        hidden = {".venv", "var", ".git"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.relative_to(ROOT).parts)]
    names = listed.stdout.decode().split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]


def check_links() -> list[str]:
    """Relative links in Markdown that lead nowhere."""
    complaints = []
    for page in tracked_files():
        if page.suffix != ".md":
            continue
        text = FENCED.sub("", page.read_text(encoding="utf-8"))
        for target in LINK.findall(text):
            if re.match(r"[a-z][a-z0-9+.-]*:|#|/", target, re.IGNORECASE):
                continue
            if not (page.parent / unquote(target.partition("#")[0])).exists():
                complaints.append(f"{page.relative_to(ROOT)}: the link {target} leads nowhere")
    return complaints


def check_settings() -> list[str]:
    """Environment variables that the site reads but the reference doesn't describe, and the other way round."""
    read = {}
    for path in _room_sources():
        text = path.read_text(encoding="utf-8")
        for name in READ_SETTING.findall(text) + READ_ENVIRONMENT.findall(text):
            read.setdefault(name, path.relative_to(ROOT))
    described = set(DESCRIBED.findall(_text(SETTINGS_PAGE)))
    page = SETTINGS_PAGE.relative_to(ROOT)
    return [
        *(
            f"{read[name]} reads {name}, which {page} doesn't describe"
            for name in sorted(set(read) - described - NOT_SETTINGS)
        ),
        *(f"{page} describes {name}, which nothing reads" for name in sorted(described - set(read))),
    ]


def check_commands() -> list[str]:
    """manage.py commands of ours without an entry in the reference, and entries without a command."""
    commands = {
        path.stem
        for room in ROOMS
        for path in (ROOT / room / "management" / "commands").glob("*.py")
        if not path.stem.startswith("_")
    }
    described = set(re.findall(r"^#+ `([a-z_]+)", _text(COMMANDS_PAGE), re.MULTILINE))
    page = COMMANDS_PAGE.relative_to(ROOT)
    return [
        *(f"the command {name} has no entry in {page}" for name in sorted(commands - described)),
        *(f"{page} describes {name}, which is no command" for name in sorted(described - commands)),
    ]


def check_readmes() -> list[str]:
    """Rooms without a README.md."""
    return [
        f"{room}/ has no README.md"
        for room in DOCUMENTED_ROOMS
        if (ROOT / room).is_dir() and not (ROOT / room / "README.md").is_file()
    ]


def check_decisions() -> list[str]:
    """Decision records that don't begin with number, title, status, date and what they supersede."""
    return [
        f"{page.relative_to(ROOT)} doesn't begin as a decision record does: number and title, status, date, supersedes"
        for page in sorted(DECISIONS.glob("*.md"))
        if not RECORD.match(_text(page)) or _text(page)[2:6] != page.name[:4]
    ]


def check_strings() -> list[str]:
    """Traces of one machine or one workplace in files that everybody gets."""
    complaints = []
    for path in tracked_files():
        if path.suffix in NOT_SEARCHED:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        complaints.extend(
            f"{path.relative_to(ROOT)}:{number}: {what}"
            for number, line in enumerate(lines, start=1)
            for what, pattern in FORBIDDEN.items()
            if pattern.search(line)
        )
    return complaints


def _room_sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if path.name != "test.py")


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.exists() else ""


CHECKS: dict[str, Callable[[], list[str]]] = {
    "links in the documentation": check_links,
    "every setting is described": check_settings,
    "every command is described": check_commands,
    "every room has a README": check_readmes,
    "every decision has a status and a date": check_decisions,
    "no traces of a machine": check_strings,
}
