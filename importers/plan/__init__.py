"""The plan: what will become of every row."""
