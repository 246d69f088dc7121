"""Back to a fresh checkout: stops what was started here, then removes everything that is made, not written."""

import shutil

import elasticsearch_server
from console import ROOT, VAR, closing_with_a_sentence, say

MADE_FOLDERS = (".venv", "var", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache")
KEPT = {".venv", ".git", "var"}


def clean() -> None:
    elasticsearch_server.stop()
    elasticsearch_server.remove_files()
    for name in MADE_FOLDERS:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in KEPT:
            for made in folder.rglob("*.mo"):
                made.unlink()
            for cache in [*folder.rglob("__pycache__")]:
                shutil.rmtree(cache, ignore_errors=True)
    shutil.rmtree(ROOT / "__pycache__", ignore_errors=True)
    if VAR.exists():
        say("var/ could not be removed completely; another user may own files in it.")
    else:
        say("Clean.")


if __name__ == "__main__":
    with closing_with_a_sentence():
        clean()
