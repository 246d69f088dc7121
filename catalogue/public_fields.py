"""Which fields may leave the registry, and to whom: an allow-list of every field of the record and what belongs to it.

A test fails when a model has a field that isn't named here, so that nobody adds one without deciding.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.disclosure import Disclosure, Exposure, Level, may_read_restricted
from catalogue.fields import FIELDS


def _fields(public: str = "", restricted: str = "", curator: str = "", internal: str = "") -> dict[str, Exposure]:
    return {
        name: exposure
        for exposure, names in (
            (Exposure.PUBLIC, public),
            (Exposure.RESTRICTED, restricted),
            (Exposure.CURATOR, curator),
            (Exposure.INTERNAL, internal),
        )
        for name in names.split()
    }


_ROW = "id tool sort_order"

# Model label → field → exposure. ``disclosure`` shows on the record's own page, where a notice says who may read more;
# no list, file or API answer carries it, since that would be a list of where digging is worth it.
EXPOSURES: Mapping[str, Mapping[str, Exposure]] = {
    "catalogue.Tool": {field.attribute: field.exposure for field in FIELDS.values() if field.attribute}
    | _fields(
        public="slug withdrawn_at withdrawn_because created_at public_changed_at tags",
        curator="last_verified_by",
        internal=(
            "updated_at public_digest "
            "id live has_unpublished_changes first_published_at last_published_at live_revision latest_revision "
            "go_live_at expire_at expired locked locked_at locked_by workflow_states _workflow_states _revisions "
            "index_entries"
        ),
    ),
    "catalogue.ToolAlias": _fields(public="name", internal=_ROW),
    "catalogue.ToolClassification": _fields(public="term", internal=_ROW),
    "catalogue.ToolCountry": _fields(public="code", internal=_ROW),
    "catalogue.ToolLanguage": _fields(public="code", internal=_ROW),
    "catalogue.Participation": _fields(public="organisation role contribution", internal=_ROW),
    "catalogue.ImpactClaim": _fields(public="claim year method source_url is_independent", internal=_ROW),
    "catalogue.Source": _fields(public="title url publisher is_seen seen_on supports", internal=_ROW),
    "catalogue.ToolLink": _fields(public="kind url label", internal=_ROW),
    "catalogue.ToolText": _fields(
        public="language kind text origin confirmed_on", curator="confirmed_by", internal="id tool"
    ),
    "catalogue.TaggedTool": _fields(public="tag", internal="id content_object"),
    "catalogue.FormerSlug": _fields(public="slug tool", internal="id"),
    "catalogue.LinkCheck": _fields(curator="url checked_at status_code problem", internal="id"),
    "catalogue.LoadedRecord": _fields(internal="id slug values loaded_at"),
    "catalogue.IndexDue": _fields(internal="id slug since"),
    "catalogue.RemovedRecord": _fields(curator="ground removed_at removed_by", internal="id"),
    "catalogue.RemovedKey": _fields(internal="id record digest"),
    "catalogue.Organisation": _fields(
        public="name slug organisation_type country url description",
        internal="id latest_revision _revisions index_entries",
    ),
    "catalogue.Proposal": _fields(
        curator=(
            "kind tool name values comment source_url is_meant_public sender_email state answer created_at decided_at "
            "decided_by"
        ),
        internal="id",
    ),
    "catalogue.SentForm": _fields(internal="id stamp words led_to sent_at"),
    "catalogue.PersonalDataCheck": _fields(curator="checked_by checked_at", internal="id tool finding"),
    "catalogue.OrganisationAlias": _fields(public="name", internal="id organisation"),
}


def exposure_of(label: str, field: str) -> Exposure:
    """Tell how a field may be shown. Raises KeyError for one that isn't declared: it is then nobody's to show."""
    return EXPOSURES[label][field]


def fields_hidden_from(
    level: Level, label: str = "catalogue.Tool", disclosure: str = Disclosure.PUBLIC
) -> frozenset[str]:
    """Return the fields that a reader of the level may neither see nor change; ``disclosure`` is the record's."""

    def is_hidden(exposure: Exposure) -> bool:
        if exposure is Exposure.RESTRICTED:
            return not may_read_restricted(disclosure, level)
        return exposure is Exposure.CURATOR and level < Level.CURATOR

    return frozenset(name for name, exposure in EXPOSURES[label].items() if is_hidden(exposure))
