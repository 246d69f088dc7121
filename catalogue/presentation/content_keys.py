"""Names the content of what is printed, so that a part of a page can be kept by it (the tag ``kept``)."""

from __future__ import annotations

from hashlib import blake2b

from taxonomy.current import vocabulary_index


def content_key(content: object) -> str:
    """Return a name of plain values and of the words of today's vocabularies, which they are printed with."""
    whole = f"{vocabulary_index().stamp}\0{content!r}"
    return blake2b(whole.encode(), digest_size=20).hexdigest()
