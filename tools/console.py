"""How the tools speak: one line a step, one clear sentence when something can't be done."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class Failure(Exception):
    """Something the tool can't do; its text tells the person what and what would help."""


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def closing_with_a_sentence() -> Iterator[None]:
    """Turn a Failure into its sentence and exit code 1, and Ctrl-C into silence and code 130."""
    try:
        yield
    except Failure as failure:
        sys.stdout.flush()
        print(f"\n{failure}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
