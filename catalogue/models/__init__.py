"""The record and what belongs to it."""

from catalogue.models.children import (
    FormerSlug,
    ImpactClaim,
    LinkCheck,
    LoadedRecord,
    Participation,
    Source,
    ToolAlias,
    ToolClassification,
    ToolCountry,
    ToolLanguage,
    ToolLink,
    ToolText,
)
from catalogue.models.organisations import Organisation, OrganisationAlias
from catalogue.models.proposals import PersonalDataCheck, Proposal, SentForm
from catalogue.models.removals import IndexDue, RemovedKey, RemovedRecord
from catalogue.models.sending import Sending
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
    "LoadedRecord",
    "Organisation",
    "OrganisationAlias",
    "Participation",
    "PersonalDataCheck",
    "Proposal",
    "RemovedKey",
    "RemovedRecord",
    "Sending",
    "SentForm",
    "Source",
    "TaggedTool",
    "Tool",
    "ToolAlias",
    "ToolClassification",
    "ToolCountry",
    "ToolLanguage",
    "ToolLink",
    "ToolText",
]
