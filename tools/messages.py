"""Translations: compiles the .po files of locale/ to the .mo files that are read at run time.

Needs no gettext on the machine: Babel, a dependency of the site, does it. Fuzzy entries stay untranslated.
"""

import os
import subprocess
import sys
from pathlib import Path

from console import ROOT, Failure, say

SOURCES = "locale/*/LC_MESSAGES/*.po"


def ensure_messages(python: Path) -> None:
    """Compile the catalogues that are newer than their compiled form, with the environment's Python."""
    stale = [str(source) for source in ROOT.glob(SOURCES) if _is_stale(source)]
    if not stale:
        return
    say(f"Translations: compiling {len(stale)} catalogue{'s' if len(stale) > 1 else ''} …")
    finished = subprocess.run([str(python), __file__, *stale], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if finished.returncode:
        raise Failure("The translations could not be compiled; the message above names the file and line.")


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_file(source: Path) -> None:
    from babel.messages.mofile import write_mo  # only in the environment's Python
    from babel.messages.pofile import PoFileError, read_po

    with source.open("rb") as file:
        try:
            catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        except PoFileError as error:
            raise Failure(f"{source}: {error}") from error
    # Written aside first: a server that starts meanwhile never reads half a file, nor does a second run take it away.
    unfinished = source.with_suffix(f".{os.getpid()}.mo")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    try:
        for name in sys.argv[1:] or [str(path) for path in ROOT.glob(SOURCES)]:
            compile_file(Path(name))
    except Failure as failure:
        sys.exit(str(failure))
