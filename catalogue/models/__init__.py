"""The record and what belongs to it."""

from catalogue.models.children import (
    FormerSlug,
    ImpactClaim,
    LinkCheck,
    LinkKind,
    LoadedRecord,
    Participation,
    ParticipationRole,
    Source,
    TextKind,
    TextOrigin,
    ToolAlias,
    ToolClassification,
    ToolCountry,
    ToolLanguage,
    ToolLink,
    ToolText,
)
from catalogue.models.organisations import Organisation, OrganisationAlias
from catalogue.models.proposals import PersonalDataCheck, Proposal, ProposalKind, ProposalState, Sending, SentForm
from catalogue.models.removals import IndexDue, RemovedKey, RemovedRecord
from catalogue.models.tools import Confidence, TaggedTool, Tool
from catalogue.pages.models import ContentPage, HomePage

__all__ = [
    "Confidence",
    "ContentPage",
    "FormerSlug",
    "HomePage",
    "ImpactClaim",
    "IndexDue",
    "LinkCheck",
    "LinkKind",
    "LoadedRecord",
    "Organisation",
    "OrganisationAlias",
    "Participation",
    "ParticipationRole",
    "PersonalDataCheck",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "RemovedKey",
    "RemovedRecord",
    "Sending",
    "SentForm",
    "Source",
    "TaggedTool",
    "TextKind",
    "TextOrigin",
    "Tool",
    "ToolAlias",
    "ToolClassification",
    "ToolCountry",
    "ToolLanguage",
    "ToolLink",
    "ToolText",
]
