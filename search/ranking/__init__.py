"""What stands before what: a text is read, records are scored by several signals, and the signals are put together."""
