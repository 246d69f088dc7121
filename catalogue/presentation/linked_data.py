"""A record as schema.org JSON-LD, made of a public Record only."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from catalogue.records import Party, Record
from taxonomy.current import vocabulary_index

# Software that runs on somebody's device; everything else in the registry is best called a service.
SOFTWARE = frozenset(
    {
        "mobile-app", "web-platform", "chatbot-messaging", "browser-extension", "machine-learning", "computer-vision",
        "natural-language-processing", "data-analytics", "network-analysis", "hash-matching", "facial-recognition",
        "web-crawling", "blockchain", "virtual-reality", "games", "digital-identity", "privacy-enhancing",
    }
)  # fmt: skip
_SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def linked_data(record: Record) -> dict[str, Any]:
    """Make the JSON-LD object without empty keys. Labels are English, whatever the reader's language."""
    index = vocabulary_index()
    is_software = bool(SOFTWARE & set(record.technologies)) and "sms-voice" not in record.technologies[:1]
    address = f"{settings.BASE_URL}/tools/{record.slug}/"
    labels = [
        index.label(key, slug, "en")
        for key in ("tool_type", "exploitation", "target_user", "technology")
        for slug in record.facet_values(key)
    ]
    parties = [_organisation(party) for party in record.partners]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication" if is_software else "Service",
        "@id": address,
        "mainEntityOfPage": address,
        "identifier": record.slug,
        "name": record.name,
        "alternateName": list(record.aka),
        "description": record.summary,
        "disambiguatingDescription": "Existence not confirmed." if record.is_in_doubt else "",
        "url": record.url,
        "keywords": ", ".join(labels),
        "sameAs": [record.source_repo] if record.source_repo else [],
        "areaServed": [index.label("country", code.lower(), "en") for code in record.countries]
        or [index.label("region", slug, "en") for slug in record.regions],
    }
    if is_software:
        data |= {
            "applicationCategory": index.label("tool_type", record.primary_type, "en") if record.primary_type else "",
            "publisher": _organisation(record.lead) if record.lead else None,
            "contributor": parties,
            "inLanguage": list(record.languages),
            "license": f"https://spdx.org/licenses/{record.licence}" if record.licence else "",
            "isAccessibleForFree": True if record.access in ("free", "open-source") else None,
            "creativeWorkStatus": index.label("status", record.status, "en") if record.status else "",
            "dateCreated": str(record.launched) if record.launched else "",
            "citation": [source.url for source in record.sources if source.url],
        }
    else:
        data |= {
            "serviceType": index.label("tool_type", record.primary_type, "en") if record.primary_type else "",
            "provider": _organisation(record.lead) if record.lead else None,
            "availableChannel": {"@type": "ServiceChannel", "availableLanguage": list(record.languages)}
            if record.languages
            else None,
        }
    data["subjectOf"] = {
        "@type": "WebPage",
        "url": address,
        "dateModified": record.updated_at.date().isoformat() if record.updated_at else "",
        "isPartOf": {"@type": "DataCatalog", "name": settings.WAGTAIL_SITE_NAME, "url": f"{settings.BASE_URL}/"},
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _organisation(party: Party) -> dict[str, Any]:
    return {"@type": "Organization", "name": party.name, "@id": f"{settings.BASE_URL}/organisations/{party.slug}/"}


def as_script_text(data: dict[str, Any]) -> SafeString:
    """Write JSON for a script element of type application/ld+json: no character of it can end the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_SCRIPT_ESCAPES))  # noqa: S308 (escaped above)
