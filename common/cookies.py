"""Names of cookies that more than one room reads."""

# Set for a reader who asked for a title that doesn't tell what the page is about.
QUIET_COOKIE = "quiet_title"
