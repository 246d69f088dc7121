"""Requests in, pages and files out. What is counted and said is decided elsewhere."""
