"""Mail leaves through a queue: a request only notes it, the worker sends it, and tries again when nobody takes it."""
