"""Proposals from readers: received without an account, reviewed by curators, followed by a receipt link."""
