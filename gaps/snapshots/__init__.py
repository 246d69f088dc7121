"""Frozen states: taken, read again as if they were the present, and compared."""
