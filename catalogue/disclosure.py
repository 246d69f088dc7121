"""Who may read what: the one place that decides.

A record's ``disclosure`` is the level of its restricted detail. Readers have a level by their group; a value leaves
the registry only to readers whose level is at least the value's. Records for a reader are made by
``catalogue.records``, which asks here.
"""

from enum import IntEnum, StrEnum

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REGISTERED_GROUP = "Registered readers"
VETTED_GROUP = "Vetted readers"
CURATORS_GROUP = "Curators"
EDITORS_GROUP = "Editors"


class Level(IntEnum):
    """How much a reader may see; a higher level sees all that a lower one does."""

    PUBLIC = 0
    REGISTERED = 1
    VETTED = 2
    CURATOR = 3


class Disclosure(TextChoices):
    """The vocabulary ``disclosure``: from which level on a record's restricted detail may be read."""

    PUBLIC = "public", _("Public")
    REGISTERED = "registered", _("Registered readers")
    VETTED = "vetted", _("Vetted readers")

    @property
    def level(self) -> Level:
        return Level[self.name]


class Exposure(StrEnum):
    """PUBLIC: anybody. RESTRICTED: from the level that the record's ``disclosure`` names. CURATOR: curators and
    editors. INTERNAL: bookkeeping that is shown to nobody as a fact about the record."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CURATOR = "curator"
    INTERNAL = "internal"


_LEVEL_OF_GROUP = {
    REGISTERED_GROUP: Level.REGISTERED,
    VETTED_GROUP: Level.VETTED,
    CURATORS_GROUP: Level.CURATOR,
    EDITORS_GROUP: Level.CURATOR,
}


def level_of(user: AbstractUser | AnonymousUser | None) -> Level:
    """Return a user's reading level, by group; whoever is unknown, inactive or in no group reads what is public."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Level.PUBLIC
    if user.is_superuser:
        return Level.CURATOR
    names = user.groups.values_list("name", flat=True)
    return max((_LEVEL_OF_GROUP.get(name, Level.PUBLIC) for name in names), default=Level.PUBLIC)


def may_read_restricted(disclosure: str, level: Level) -> bool:
    """Tell whether a reader of this level may read the restricted detail of a record with this disclosure.

    Text in that field of a record marked public is a mistake in the making, so it counts as vetted.
    """
    needed = Level.REGISTERED if disclosure == Disclosure.REGISTERED else Level.VETTED
    return level >= needed
