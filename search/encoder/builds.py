"""Which build of a model an adapter stands for, by the digests of its files.

Vectors are kept for years and compared with others made later. Those of another build look the same and mean something
else, so a model whose files are not the known ones isn't used at all.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path


class AnotherBuild(RuntimeError):
    """A model's file isn't the one that the vectors on disk were made with."""


def require_build(folder: Path, digests: Mapping[str, str]) -> None:
    """Raise AnotherBuild unless each named file of the folder has its SHA-256 digest."""
    for name, digest in digests.items():
        with (folder / name).open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != digest:
            raise AnotherBuild(
                f"{name} is another build of the model (SHA-256 {actual[:12]}…, not {digest[:12]}…), "
                "and vectors of two builds can't be compared"
            )
