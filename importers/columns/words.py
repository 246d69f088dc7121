"""What columns may be, beside fields: left out for privacy, left out as the tool's own, or deciding over the row."""

PRIVATE, TECHNICAL, CONSENT = "private", "technical", "consent"
# A curator's choice for a column about publication: what a yes under it means; UNSURE is a guess nobody confirmed.
CONSENT_GRANTS, CONSENT_REFUSES, CONSENT_UNSURE = "consent-grants", "consent-refuses", "consent-unsure"
