"""The one way in which a file is refused."""

from __future__ import annotations


class FileProblem(ValueError):
    """A file, or a sheet of it, that can't be read. ``code`` for programs, ``message`` for the curator."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
