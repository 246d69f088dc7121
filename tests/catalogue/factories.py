"""Records for tests, made the way the registry makes them (``catalogue.writing``).

Every test that uses one needs the database and the fixture ``vocabularies``.
"""

from __future__ import annotations

from typing import Any

from catalogue.models import Tool
from catalogue.writing import Outcome, RecordChange, write_records

TYPES = (
    "reporting-hotlines",
    "safe-migration-recruitment",
    "data-trends-mapping",
    "investigation-evidence",
    "online-child-safety",
)
USERS = ("civil-society", "law-enforcement", "workers", "researchers")
REGIONS = ("asia-southern", "africa-western", "europe-northern", "americas-southern", "global")
COUNTRIES = ("NP", "GH", "SE", "BR", "")
STATUSES = ("active", "active", "pilot", "discontinued", "unknown")
CONNECTIONS = ("works-offline", "low-bandwidth", "mobile-data", "broadband")
DEVICES = ("feature-phone", "smartphone", "computer")


def values(**changes: Any) -> dict[str, Any]:
    """A record's values under the data set's names, every field filled; ``changes`` replace some."""
    return {
        "name": "Safe Path",
        "aka": ["Safepath"],
        "summary": "Explains contracts and rights to people who move abroad for work, before they sign.",
        "organisation": "Example Union",
        "organisation_type": "ngo",
        "partners": [{"name": "Example Fund", "contribution": "funding"}],
        "url": "https://example.org/safe-path",
        "tool_types": ["safe-migration-recruitment", "awareness-education-training"],
        "pillars": ["prevention"],
        "exploitation": ["labour", "debt-bondage"],
        "target_users": ["workers", "civil-society"],
        "technologies": ["mobile-app", "sms-voice"],
        "infrastructure": [
            "low-bandwidth",
            "feature-phone",
            "smartphone",
            "provider-hosted",
            "no-training",
            "open-access",
        ],
        "regions": ["asia-southern"],
        "countries": ["NP"],
        "origin_country": "NP",
        "languages": ["ne", "en"],
        "status": "active",
        "launched": 2014,
        "access": "free",
        "handles_victim_data": "no",
        "impact_claims": [
            {
                "claim": "9,000 contracts read",
                "year": 2019,
                "method": "quantitative",
                "source_url": "https://example.org/report",
            }
        ],
        "sources": [{"title": "About the programme", "url": "https://example.org/about", "seen": True}],
        "confidence": "high",
        "notes": "Figures are the provider's own.",
        "seeking": ["translations"],
        "taglines": {"en": "Contract advice for people who move abroad for work.", "fr": "Conseils sur les contrats."},
        **changes,
    }


def make_tool(slug: str = "safe-path", **changes: Any) -> Tool:
    """One published record."""
    [written] = write_records([RecordChange(slug, values(**changes))], reason="test", text_origin="machine")
    assert written.outcome is Outcome.CREATED, written.problems
    return Tool.objects.get(pk=written.pk)


def make_tools(count: int, prefix: str = "tool") -> None:
    """``count`` published records that differ in what lists are narrowed by; the same ones every time."""
    drafts = []
    for n in range(count):
        country = COUNTRIES[n % len(COUNTRIES)]
        drafts.append(
            RecordChange(
                f"{prefix}-{n}",
                values(
                    name=f"{prefix.title()} {n}",
                    aka=[],
                    organisation=f"Organisation {n % 40}",
                    partners=[{"name": f"Organisation {(n + 7) % 40}", "contribution": "expertise"}],
                    tool_types=[TYPES[n % len(TYPES)]],
                    target_users=[USERS[n % len(USERS)]],
                    regions=[REGIONS[n % len(REGIONS)]],
                    countries=[country] if country else [],
                    status=STATUSES[n % len(STATUSES)],
                    infrastructure=[CONNECTIONS[n % len(CONNECTIONS)], DEVICES[n % len(DEVICES)], "provider-hosted"],
                ),
            )
        )
    refused = [written for written in write_records(drafts, reason="test") if written.outcome is not Outcome.CREATED]
    assert not refused, refused[0].problems
