"""Removing for safety or by law: nothing of what a record said is left, and the same record can't come in again."""
