"""The web application around every room's pages: layout, accounts, mail, guides, errors, limits, health."""
