"""A catalogue of a few invented tools, each there for a reason, as search documents."""

from catalogue.records import LocalisedText, Party, Record
from search.documents import SearchDocument, document_of
from search.ranking.candidate_columns import CandidateColumns, TermNumbers
from tests.starting import vocabulary


def document(
    slug: str, *, taglines: dict[str, str] | None = None, organisation: str = "Freedom Makers", **values
) -> SearchDocument:
    defaults = {"name": slug.replace("-", " ").title(), "summary": "", "status": "active", "confidence": "high"}
    record = Record(
        slug=slug,
        parties=(Party(organisation, "", "lead", "unknown", "ngo", ""),),
        taglines={code: LocalisedText(text, False) for code, text in (taglines or {}).items()},
        **{**defaults, **{k: v for k, v in values.items() if k not in {"newest", "verified"}}},
    )
    made = document_of(record, vocabulary())
    return SearchDocument(**{**made.__dict__, **{k: values[k] for k in ("newest", "verified") if k in values}})


def facets_of(columns: CandidateColumns, place: int) -> dict[str, tuple[str, ...]]:
    """What one record of the columns carries, by key."""
    found: dict[str, tuple[str, ...]] = {}
    for number in columns.numbers[columns.owners == place].tolist():
        key, value = columns.terms.pair(number)
        found[key] = (*found.get(key, ()), value)
    return found


def cards_of(records) -> CandidateColumns:
    """Columns of heads with the facet values they carry."""
    terms = TermNumbers()
    return CandidateColumns.of(
        [head for head, _facets in records], [terms.carried(facets) for _head, facets in records], terms
    )


CATALOGUE = (
    document(
        "lighthouse",
        name="Lighthouse",
        summary="A guide for survivors of trafficking who look for legal help.",
        organisation="Harbour Trust",
        tool_types=("survivor-empowerment",),
        regions=("global",),
        newest=5,
        verified=1,
    ),
    document(
        "case-files",
        name="Case files for the Horn",
        aka=("CMS Horn",),
        summary="Case files of victims for shelters, with referral between them.",
        taglines={
            "en": "Case management for shelters",
            "es": "Expedientes de víctimas para albergues",
            "th": "ระบบติดตามผู้เสียหายสำหรับที่พักพิง",
        },
        tool_types=("victim-case-management-support",),
        infrastructure=("computer", "broadband"),
        regions=("africa-eastern",),
        newest=4,
        verified=2,
    ),
    document(
        "just-good-work",
        name="Just Good Work",
        summary="Migrant workers compare recruiters and their fees before they travel.",
        taglines={"en": "Fees of recruiters compared", "ru": "Приложение для трудовых мигрантов о посредниках"},
        tool_types=("safe-migration-recruitment",),
        infrastructure=("smartphone",),
        regions=("asia-southern",),
        countries=("NP",),
        newest=3,
        verified=3,
    ),
    document(
        "hotline-line",
        name="Linea Segura",
        aka=("800 5533 000",),
        summary="National hotline to report trafficking, day and night.",
        taglines={"en": "Hotline to report", "hi": "बाल मजदूरी की शिकायत के लिए हॉटलाइन", "zh": "举报人口贩运的热线"},
        tool_types=("reporting-hotlines",),
        infrastructure=("no-device",),
        regions=("americas-central",),
        countries=("MX",),
        languages=("es",),
        newest=2,
        verified=4,
    ),
    document(
        "hotline-kenya",
        name="Simu",
        summary="Hotline for workers in Kenya who were cheated.",
        tool_types=("reporting-hotlines",),
        infrastructure=("feature-phone",),
        regions=("africa-eastern",),
        countries=("KE",),
        newest=1,
        verified=5,
    ),
    document(
        "twin-ended", name="Twin one", summary="The same words for both.", status="discontinued", confidence="low"
    ),
    document("twin-active", name="Twin two", summary="The same words for both."),
)
