"""Pages that editors write: the home page and content pages."""
