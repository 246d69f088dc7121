"""The results page as plain values, which templates and formats only print."""
