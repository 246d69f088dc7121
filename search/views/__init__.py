"""Requests in, pages and files out. Decisions are made in `search.results` and `search.exports`."""
