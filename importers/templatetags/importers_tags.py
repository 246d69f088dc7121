"""What the wizard's templates need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """An entry under a name that the template holds in a variable."""
    return mapping.get(key, ())
