"""A field of the pages of this room."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class UnmigratedStreamField(StreamField):
    """A StreamField whose blocks are no part of migrations, so that changing a block needs none.

    The database holds the same JSON whatever the blocks are. Inside a migration the field therefore knows no block:
    read ``raw_data`` there.
    """

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, **options)

    def deconstruct(self) -> Any:
        name, path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options
