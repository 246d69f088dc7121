"""Search engines behind one port, `search.engines.base`; `search.configured` chooses between them."""
