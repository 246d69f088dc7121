"""The facet table: what a list of tools can be narrowed by. Everything that filters or counts reads it here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ValueOrder(StrEnum):
    """How a facet's values are listed: as the vocabulary has them, or the most frequent first."""

    VOCABULARY = "vocabulary"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet. ``is_tree``: choosing a value also finds what is below it. ``explanation``: what it means."""

    key: str
    label: Promise
    explanation: Promise
    vocabulary: str
    is_tree: bool = False
    order: ValueOrder = ValueOrder.VOCABULARY
    # Open by itself on a wide screen; the others unfold on demand.
    is_prominent: bool = False
    # Too many values to list those that no tool carries.
    is_open_list: bool = False
    # Its words, such as "known" and "no", are everyday ones, which filter better than they rank.
    is_vague: bool = False
    # Values that name no place, form or state: they are counted, and have no part in an even share.
    catch_all: frozenset[str] = frozenset()
    # Values that say no more than an empty field: a tool that carries nothing else is as little known as one without.
    nothing_known: frozenset[str] = frozenset()


# The value of the region facet that stands for "everywhere".
GLOBAL = "global"
_UNKNOWN = frozenset({"unknown"})
_NONE_KNOWN = frozenset({"none-known"})

FACETS: tuple[Facet, ...] = (
    Facet(
        "tool_type",
        _("Type of tool"),
        _("What a tool is mainly for. A tool can be of several types."),
        "tool_type",
        order=ValueOrder.COUNT,
        is_prominent=True,
    ),
    Facet(
        "pillar",
        _("Part of the response"),
        _("Prevention, protection of victims, prosecution of traffickers, or partnership: the four Ps."),
        "pillar",
        is_vague=True,
    ),
    Facet(
        "exploitation",
        _("Form of exploitation"),
        _("The form that a tool addresses. “All forms” means that it singles none out."),
        "exploitation",
        order=ValueOrder.COUNT,
        catch_all=frozenset({"all-forms"}),
    ),
    Facet(
        "target_user",
        _("Who uses it"),
        _("Who works with the tool directly, as opposed to those who benefit from it."),
        "target_user",
        order=ValueOrder.COUNT,
        is_prominent=True,
    ),
    Facet(
        "technology",
        _("Technology"),
        _("The techniques and channels that a tool is built on."),
        "technology",
        order=ValueOrder.COUNT,
    ),
    Facet(
        "infrastructure",
        _("What it needs"),
        _("Connection, device, hosting, skills and conditions of access that a tool asks of its users."),
        "infrastructure",
        is_tree=True,
    ),
    Facet(
        "region",
        _("Region"),
        _(
            "Where a tool is or was used. A continent includes its regions. "
            "Tools open to the whole world are found as well, unless you leave them out."
        ),
        "region",
        is_tree=True,
        is_prominent=True,
        catch_all=frozenset({GLOBAL}),
    ),
    Facet(
        "country",
        _("Country"),
        _("Countries in which use is documented. A tool can work in others too; the region finds more."),
        "country",
        order=ValueOrder.COUNT,
        is_open_list=True,
    ),
    Facet(
        "language",
        _("Language of the tool"),
        _("Languages of its interface or service, where they are known."),
        "language",
        order=ValueOrder.COUNT,
        is_open_list=True,
    ),
    Facet(
        "status",
        _("Status"),
        _("Whether a tool is in use, as of the newest source that was read."),
        "status",
        is_prominent=True,
        is_vague=True,
        # Somebody looked and found no sign of life: a state to be counted, so it is not "nothing known".
        catch_all=_UNKNOWN,
    ),
    Facet(
        "access",
        _("Cost and access"),
        _("On what terms a tool is offered."),
        "access",
        catch_all=_UNKNOWN,
        nothing_known=_UNKNOWN,
    ),
    Facet(
        "organisation_type",
        _("Type of organisation"),
        _("What kind of organisation leads the initiative."),
        "organisation_type",
        order=ValueOrder.COUNT,
    ),
    Facet(
        "seeking",
        _("Looking for"),
        _("What an initiative says that it is looking for."),
        "seeking",
        catch_all=_NONE_KNOWN,
        nothing_known=_NONE_KNOWN,
    ),
    Facet(
        "evidence",
        _("Evidence of effect"),
        _("The strongest kind of evidence that is known. It says how something is known, not how good a tool is."),
        "evidence",
        is_vague=True,
    ),
    Facet(
        "victim_data",
        _("Victims’ data"),
        _("Whether a tool stores personal data of victims or survivors. It is no verdict on the tool."),
        "victim_data",
        is_vague=True,
        catch_all=_UNKNOWN,
        nothing_known=_UNKNOWN,
    ),
)
BY_KEY: Mapping[str, Facet] = {facet.key: facet for facet in FACETS}
FACET_KEYS: tuple[str, ...] = tuple(BY_KEY)

# Filters of search documents beside the facets. `region_open`: the regions, all of them for what is open to the whole
# world, so that a region's filter and count can take that in. `in_doubt`: "yes" where nobody has shown the existence.
REGION_OPEN = "region_open"
IN_DOUBT = "in_doubt"
