"""Where Django's own formats of a language fall short."""
