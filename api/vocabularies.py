"""Vocabularies and organisations: what the values in records stand for."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router

from api import schemas
from api.errors import BadRequest, NotFound
from api.i18n import language_of, localized
from catalogue.models import Organisation, Participation
from search.parsing import clean_text
from taxonomy.current import vocabulary_index
from taxonomy.index import IndexedTerm

# The names of operations are in other programs; they stay as they were when this module was called words.
router = Router(tags=["vocabularies and organisations"])
ORGANISATIONS_PER_PAGE = 100


@router.get(
    "/vocabularies",
    response=schemas.VocabulariesOut,
    summary="All vocabularies",
    operation_id="api_words_vocabularies",
)
@localized
def vocabularies(request: HttpRequest, lang: str = "") -> Any:
    index = vocabulary_index()
    language = language_of(request)
    listed = sorted(index.vocabularies.values(), key=lambda vocabulary: (vocabulary.position, vocabulary.slug))
    return {
        "vocabularies": [
            {
                "slug": vocabulary.slug,
                "label": vocabulary.label(language),
                "note": vocabulary.note,
                "terms": len(index.terms(vocabulary.slug)),
                "url": f"{settings.BASE_URL}{reverse('api:vocabulary', args=[vocabulary.slug])}",
            }
            for vocabulary in listed
        ]
    }


@router.get(
    "/vocabularies/{slug}",
    response={200: schemas.VocabularyOut, 404: schemas.ErrorOut},
    summary="A vocabulary with its terms in every language",
    url_name="vocabulary",
    operation_id="api_words_vocabulary",
)
@localized
def vocabulary(request: HttpRequest, slug: str, lang: str = "") -> Any:
    """Terms in tree order, retired ones too, with what replaced them."""
    index = vocabulary_index()
    language = language_of(request)
    known = index.vocabularies.get(slug)
    if known is None:
        raise NotFound(_("There is no such vocabulary."), tuple(sorted(index.vocabularies)))
    return {
        "slug": known.slug,
        "label": known.label(language),
        "note": known.note,
        "terms": [_term(term, language) for term in index.terms(slug, with_retired=True)],
    }


def _term(term: IndexedTerm, language: str) -> dict[str, Any]:
    return {
        "slug": term.slug,
        "label": term.label(language),
        "definition": term.definition(language),
        "parent": term.parent,
        "labels": dict(term.labels),
        "synonyms": {code: list(words) for code, words in term.synonyms.items()},
        "retired": term.is_retired,
        "replaced_by": term.replaced_by,
    }


@router.get(
    "/organisations",
    response={200: schemas.OrganisationsOut, 400: schemas.ErrorOut},
    summary="Organisations",
    operation_id="api_words_organisations",
)
@localized
def organisations(request: HttpRequest, q: str = "", page: int = 1, lang: str = "") -> Any:
    """Organisations with a part in a public record, by name; ``q`` finds a part of the name."""
    listed = _public().order_by("name")
    text = clean_text(q[:200])
    if text:
        listed = listed.filter(Q(name__icontains=text) | Q(aliases__name__icontains=text)).distinct()
    pages = Paginator(listed, ORGANISATIONS_PER_PAGE)
    if not 1 <= page <= pages.num_pages:
        raise BadRequest(_("“page” must be a number from 1 to %(last)d.") % {"last": pages.num_pages})
    language = language_of(request)
    return {
        "total": pages.count,
        "page": page,
        "pages": pages.num_pages,
        "organisations": [_organisation(one, language) for one in pages.page(page)],
    }


@router.get(
    "/organisations/{slug}",
    response={200: schemas.OrganisationOut, 404: schemas.ErrorOut},
    summary="One organisation and its tools",
    operation_id="api_words_organisation",
)
@localized
def organisation(request: HttpRequest, slug: str, lang: str = "") -> Any:
    known = _public().filter(slug=slug.lower()).first() if "\x00" not in slug else None
    if known is None:
        raise NotFound(_("There is no such organisation."))
    return _organisation(known, language_of(request))


def _public() -> Any:
    """Organisations that a reader can know of, with their public parts."""
    parts = Participation.objects.filter(tool__live=True, tool__withdrawn_at__isnull=True)
    return (
        Organisation.objects.filter(pk__in=parts.values("organisation_id"))
        .prefetch_related("aliases", Prefetch("participations", parts.select_related("tool"), to_attr="public_parts"))
        .select_related("organisation_type")
    )


def _organisation(organisation: Any, language: str) -> dict[str, Any]:
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "aka": [alias.name for alias in organisation.aliases.all()],
        "organisation_type": organisation.organisation_type.slug if organisation.organisation_type else "",
        "country": organisation.country,
        "url": organisation.url,
        "tools": sorted({part.tool.slug for part in organisation.public_parts}),
        "page": f"{settings.BASE_URL}{reverse('catalogue:organisation', args=[organisation.slug])}",
    }
