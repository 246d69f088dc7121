"""Asking the web addresses of the registry whether they still answer. Only an operator starts it; no page does."""

from catalogue.links.checking import Report, check_addresses, recorded_addresses
from catalogue.links.probe import Answer, Asker

__all__ = ["Answer", "Asker", "Report", "check_addresses", "recorded_addresses"]
