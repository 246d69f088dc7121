"""Cells → values: terms, countries, languages, years, addresses, yes and no; unknown ones are problems."""
