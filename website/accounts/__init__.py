"""Accounts of readers and of those who run the registry: signing in and out, passwords, limits and the trail."""
