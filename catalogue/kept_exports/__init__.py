"""Files that cost more than a page are made once, by the worker, and kept until what they are made of changes."""

from catalogue.kept_exports.serving import kept_or_ordered
from catalogue.kept_exports.stamp import stamp_with

__all__ = ["kept_or_ordered", "stamp_with"]
