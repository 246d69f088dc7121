"""The shape of JSON: every key with the kind of its value, lists by their first kinds. Golden files hold shapes.

`GOLDEN=write pytest tests/api/test_golden.py` writes them anew; read the difference before you commit it: each line
that goes away or changes is something that other people's programs rely on.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_KINDS = {bool: "boolean", int: "number", float: "number", str: "text", type(None): "null"}


def shape_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape_of(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return _merged([shape_of(inner) for inner in value])
    return _KINDS[type(value)]


def _merged(shapes: list[Any]) -> list[Any]:
    """One shape for all entries of a list: keys together, kinds that differ side by side."""
    if shapes and all(isinstance(shape, dict) for shape in shapes):
        keys = sorted({key for shape in shapes for key in shape})
        return [{key: _joined([shape[key] for shape in shapes if key in shape]) for key in keys}]
    return sorted({json.dumps(shape, sort_keys=True) for shape in shapes}) and [_joined(shapes)]


def _joined(shapes: list[Any]) -> Any:
    if all(isinstance(shape, list) for shape in shapes):
        return _merged([inner for shape in shapes for inner in shape])
    if all(isinstance(shape, dict) for shape in shapes):
        return _merged(shapes)[0]
    kinds = sorted({shape if isinstance(shape, str) else json.dumps(shape, sort_keys=True) for shape in shapes})
    return " or ".join(kinds)


def assert_golden(name: str, found: Any) -> None:
    path = FOLDER / name
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path} is missing; GOLDEN=write makes it"
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(text), (
        f"The shape of {name} changed: other programs rely on it. If that is meant, write it anew with GOLDEN=write."
    )
