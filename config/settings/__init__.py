"""Settings: ``production`` is what all start from; ``test`` relaxes it for the test suite."""
