"""Asking the web addresses of the registry whether they still answer. Only an operator starts it; no page does."""

from catalogue.links.checking import LinkReport, check_addresses, recorded_addresses
from catalogue.links.probe import LinkProbe, ProbeResult

__all__ = ["LinkProbe", "LinkReport", "ProbeResult", "check_addresses", "recorded_addresses"]
