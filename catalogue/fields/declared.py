"""The one declaration of each field of a record. Forms, imports, exports, history and disclosure are made from it.

A new field is a column (or rows) of the model, a line here, and an attribute of ``catalogue.records.Record``; what it
is called, who may read it and what is told of it follows from here. docs/how-to/add-a-field.md walks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.disclosure import Disclosure, Exposure
from catalogue.fields import checks, readers
from taxonomy.index import COUNTRY, LANGUAGE, VocabularyIndex

if TYPE_CHECKING:
    from catalogue.models import Tool

CONFIDENCES = ("high", "medium", "low")
CONTRIBUTIONS = ("funding", "in-kind", "volunteering", "expertise", "promotion", "data", "unknown")
METHODS = ("quantitative", "qualitative", "mixed")
LINK_KINDS = ("app-store", "documentation", "contact", "demonstration", "other")


class FieldKind(StrEnum):
    """What a field holds: one term or several, a year, free text, rows with parts of their own."""

    TERM = "term"
    TERMS = "terms"
    YEAR = "year"
    DATE = "date"
    ADDRESS = "address"
    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "choice"
    PARTNERS = "partners"
    SOURCES = "sources"
    ROWS = "rows"
    WORDINGS = "wordings"


class Told(StrEnum):
    """What the public history tells of a change: both values, only that there was one, or nothing.

    Words that were taken back for somebody's safety must not live on in the history, so of free text it tells the fact.
    """

    VALUES = "values"
    CHANGE = "change"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class RecordField:
    """A field under the data set's name.

    ``check`` makes a value canonical or raises ValueProblem, ``read`` takes the present one from a tool. ``attribute``
    is the tool's own column, if it is one; ``relation`` the rows that carry it. ``vocabulary`` names the vocabulary of
    its terms, ``codes`` the list of the world's countries or languages that it takes codes from.
    """

    name: str
    label: Promise
    kind: FieldKind
    check: Callable[[Any], Any]
    read: Callable[[Tool, VocabularyIndex], Any]
    attribute: str = ""
    relation: str = ""
    vocabulary: str = ""
    codes: str = ""
    exposure: Exposure = Exposure.PUBLIC
    told: Told = Told.CHANGE
    # A line of the data set that leaves the field out says that it isn't known; of others it says nothing.
    is_in_data_set: bool = False
    # A spreadsheet may set it; the others are changed by the registry's own forms only.
    is_imported: bool = True
    # Part of the answer to “Is it safe?”.
    is_safeguard: bool = False

    @property
    def value_set(self) -> str:
        """The vocabulary, or list of codes, that its values are labelled by; empty for text and numbers."""
        return self.vocabulary or self.codes


def _column(
    name: str, label: Promise, check: Callable[[Any], Any], kind: FieldKind = FieldKind.TEXT, **more: Any
) -> RecordField:
    def read(tool: Tool, index: VocabularyIndex) -> Any:
        return getattr(tool, name)

    return RecordField(name=name, label=label, kind=kind, check=check, read=read, attribute=name, **more)


def _safeguard(name: str, label: Promise) -> RecordField:
    return _column(name, label, checks.text(), is_safeguard=True)


def _term(name: str, label: Promise, vocabulary: str) -> RecordField:
    return RecordField(
        name=name,
        label=label,
        kind=FieldKind.TERM,
        check=checks.slug_of(vocabulary),
        read=readers.read_term(vocabulary),
        attribute=vocabulary,
        vocabulary=vocabulary,
        told=Told.VALUES,
        is_in_data_set=True,
    )


def _terms(name: str, label: Promise, vocabulary: str) -> RecordField:
    return RecordField(
        name=name,
        label=label,
        kind=FieldKind.TERMS,
        check=checks.list_of(checks.slug_of(vocabulary)),
        read=readers.read_terms(vocabulary),
        relation="classifications",
        vocabulary=vocabulary,
        told=Told.VALUES,
        is_in_data_set=True,
    )


def _codes(name: str, label: Promise, check: Callable[[Any], Any], codes: str) -> RecordField:
    return RecordField(
        name=name,
        label=label,
        kind=FieldKind.TERMS,
        check=checks.list_of(check),
        read=readers.read_each(name, "code"),
        relation=name,
        codes=codes,
        told=Told.VALUES,
        is_in_data_set=True,
    )


def _rows(
    name: str,
    label: Promise,
    parts: Mapping[str, Callable[[Any], Any]],
    *,
    kind: FieldKind = FieldKind.ROWS,
    attributes: Mapping[str, str] | None = None,
    **more: Any,
) -> RecordField:
    """Declare rows of the tool by the check of each part; ``attributes`` as ``readers.read_rows`` takes them."""
    return RecordField(
        name=name,
        label=label,
        kind=kind,
        check=checks.rows(**parts),
        read=readers.read_rows(name, parts, attributes or {}),
        relation=name,
        **more,
    )


def _wordings(name: str, label: Promise, kind: str) -> RecordField:
    return RecordField(
        name=name,
        label=label,
        kind=FieldKind.WORDINGS,
        check=checks.wordings,
        read=readers.read_wordings(kind),
        relation="texts",
        is_imported=False,
    )


_DECLARED = (
    _column("name", _("Name"), checks.line(200, needed=True), is_in_data_set=True),
    RecordField(
        name="aka",
        label=_("Other names"),
        kind=FieldKind.TEXTS,
        check=checks.list_of(checks.line(200)),
        read=readers.read_each("aliases", "name"),
        relation="aliases",
        is_in_data_set=True,
    ),
    RecordField(
        name="organisation",
        label=_("Lead organisation"),
        kind=FieldKind.TEXT,
        check=checks.line(200),
        read=readers.read_organisation,
        relation="participations",
        is_in_data_set=True,
    ),
    RecordField(
        name="organisation_type",
        label=_("Type of organisation"),
        kind=FieldKind.TERM,
        check=checks.slug_of("organisation_type"),
        read=readers.read_type_of_lead,
        vocabulary="organisation_type",
        told=Told.NOTHING,  # the organisation's own: its page tells
        is_in_data_set=True,
    ),
    RecordField(
        name="partners",
        label=_("Partners"),
        kind=FieldKind.PARTNERS,
        check=checks.rows(name=checks.line(200, needed=True), contribution=checks.one_of(CONTRIBUTIONS, "unknown")),
        read=readers.read_partners,
        relation="participations",
        is_in_data_set=True,
    ),
    _column("url", _("Home page"), checks.address(), FieldKind.ADDRESS, is_in_data_set=True),
    _column("summary", _("Summary"), checks.text(4000, needed=True), is_in_data_set=True),
    _terms("tool_types", _("Type of tool"), "tool_type"),
    _terms("pillars", _("Pillar"), "pillar"),
    _terms("exploitation", _("Form of exploitation"), "exploitation"),
    _terms("target_users", _("Who uses it"), "target_user"),
    _terms("technologies", _("Technology"), "technology"),
    _terms("infrastructure", _("What it needs"), "infrastructure"),
    _terms("regions", _("Regions"), "region"),
    _codes("countries", _("Countries"), checks.country, COUNTRY),
    _column(
        "origin_country",
        _("Country of the lead organisation"),
        checks.country,
        FieldKind.TERM,
        codes=COUNTRY,
        told=Told.VALUES,
        is_in_data_set=True,
    ),
    _codes("languages", _("Languages"), checks.language, LANGUAGE),
    _term("status", _("Status"), "status"),
    _column("status_note", _("Note on the status"), checks.text()),
    _column("status_date", _("Status as of"), checks.partial_date, FieldKind.DATE, told=Told.VALUES),
    _column("launched", _("Year of launch"), checks.year, FieldKind.YEAR, told=Told.VALUES, is_in_data_set=True),
    _column("ended", _("Year of ending"), checks.year, FieldKind.YEAR, told=Told.VALUES, is_in_data_set=True),
    _column("ended_because", _("Why it ended"), checks.text()),
    _term("access", _("Cost and access"), "access"),
    _column("licence", _("Licence"), checks.line(60), told=Told.VALUES, is_in_data_set=True),
    _column("source_repo", _("Source code"), checks.address(), FieldKind.ADDRESS, is_in_data_set=True),
    _term("handles_victim_data", _("Data about victims"), "victim_data"),
    _safeguard("personal_data", _("Personal data it keeps")),
    _safeguard("consent", _("How consent is given")),
    _safeguard("hosting", _("Where the data is hosted")),
    _safeguard("human_oversight", _("Human oversight")),
    _safeguard("known_risks", _("Known risks")),
    _safeguard("survivor_involvement", _("Involvement of survivors")),
    _rows(
        "impact_claims",
        _("Claims about its effect"),
        {
            "claim": checks.text(needed=True),
            "year": checks.year,
            "method": checks.one_of(METHODS),
            "source_url": checks.address(1000),
            "is_independent": checks.boolean,
        },
        is_in_data_set=True,
        is_imported=False,
    ),
    _rows(
        "sources",
        _("Sources"),
        {
            "title": checks.line(500, needed=True),
            "url": checks.address(1000),
            "seen": lambda value: bool(checks.boolean(value)),
            "publisher": checks.line(200),
            "seen_on": checks.partial_date,
            "supports": checks.line(300),
        },
        kind=FieldKind.SOURCES,
        attributes={"seen": "is_seen"},
        is_in_data_set=True,
    ),
    _rows(
        "links",
        _("Links"),
        {"kind": checks.one_of(LINK_KINDS, "other"), "url": checks.address(1000), "label": checks.line(200)},
        is_imported=False,
    ),
    _column("confidence", _("Confidence"), checks.one_of(CONFIDENCES, "medium"), FieldKind.CHOICE, is_in_data_set=True),
    _column("notes", _("Cautions"), checks.text(), is_in_data_set=True),
    _terms("seeking", _("Looking for"), "seeking"),
    _column(
        "disclosure",
        _("Disclosure"),
        checks.one_of(tuple(Disclosure.values), "public"),
        FieldKind.CHOICE,
        told=Told.NOTHING,
        is_imported=False,
    ),
    _column(
        "restricted_detail",
        _("Restricted detail"),
        checks.text(),
        exposure=Exposure.RESTRICTED,
        told=Told.NOTHING,
        is_imported=False,
    ),
    _column("curator_notes", _("Curators' notes"), checks.text(), exposure=Exposure.CURATOR, told=Told.NOTHING),
    _column("last_verified_on", _("Last verified"), checks.partial_date, FieldKind.DATE, told=Told.VALUES),
    _wordings("taglines", _("One-sentence descriptions"), "tagline"),
    _wordings("summaries", _("Summary in other languages"), "summary"),
    RecordField(
        name="tags",
        label=_("Tags"),
        kind=FieldKind.TEXTS,
        check=checks.list_of(checks.line(100)),
        read=readers.read_tags,
        relation="tagged_items",
    ),
)
FIELDS: Mapping[str, RecordField] = {field.name: field for field in _DECLARED}
