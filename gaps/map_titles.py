"""What the further maps are called: blocks offer them, and ``gaps.maps.catalogue`` makes them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

DEMAND_MAP = "demand"
MAP_TITLES: dict[str, Any] = {
    "infrastructure-fit": _("What runs on a basic phone without internet"),
    "ended": _("What was tried and ended"),
    "languages": _("Languages served"),
    "victim-data": _("Safeguards for victims’ data"),
    "evidence": _("What is known about effect"),
    "years": _("Launches and endings by year"),
    DEMAND_MAP: _("Looked for in vain"),
}
