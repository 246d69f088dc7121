"""The vocabularies in public: pages for people, SKOS for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from taxonomy import pages, skos
from taxonomy.current import vocabulary_index

# The address names under which a vocabulary is found in each form of SKOS.
NAMES = {"turtle": "turtle", "json-ld": "json_ld"}


@require_safe
def vocabularies(request: HttpRequest) -> HttpResponse:
    return render(request, "taxonomy/vocabularies.html", {"cards": pages.all_cards(vocabulary_index())})


@require_safe
def vocabulary(request: HttpRequest, vocabulary: str) -> HttpResponse:
    """A page, or SKOS for a program that prefers it (``Accept: text/turtle`` or ``application/ld+json``)."""
    form = _preferred_form(request)
    if form is not None:
        response = _written(request, vocabulary, form)
        patch_vary_headers(response, ["Accept"])
        return response
    page = pages.vocabulary_page(vocabulary_index(), vocabulary)
    if page is None:
        raise Http404
    response = render(request, "taxonomy/vocabulary.html", {"page": page})
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def term(request: HttpRequest, vocabulary: str, slug: str) -> HttpResponse:
    """A term; a slug that it had before, or of a term merged into it, leads here for good.

    The address also names the concept: a program that prefers SKOS is sent to the vocabulary that describes it.
    """
    index = vocabulary_index()
    form = _preferred_form(request)
    if form is not None and vocabulary in index.vocabularies:
        response = HttpResponse(status=303, headers={"Location": reverse(f"taxonomy:{NAMES[form]}", args=[vocabulary])})
        patch_vary_headers(response, ["Accept"])
        return response
    successor = index.successor_of_former_slug(vocabulary, slug)
    if successor is not None:
        return redirect("taxonomy:term", vocabulary, successor, permanent=True)
    page = pages.term_page(index, vocabulary, slug)
    if page is None:
        raise Http404
    response = render(request, "taxonomy/term.html", {"page": page})
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def turtle(request: HttpRequest, vocabulary: str) -> HttpResponse:
    return _written(request, vocabulary, "turtle")


@require_safe
def json_ld(request: HttpRequest, vocabulary: str) -> HttpResponse:
    return _written(request, vocabulary, "json-ld")


def _preferred_form(request: HttpRequest) -> str | None:
    """``turtle`` or ``json-ld`` for a program that prefers it, None for everybody else."""
    chosen = request.get_preferred_type(["text/html", *skos.FORMATS.values()])
    return next((form for form, media_type in skos.FORMATS.items() if media_type == chosen), None)


def _written(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    index = vocabulary_index()
    if slug not in index.vocabularies:
        raise Http404
    etag = quote_etag(f"{index.stamp}-{form}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(skos.written(index, slug, form), content_type=f"{skos.FORMATS[form]}; charset=utf-8")
        # Open data: programs on other sites may read it.
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["ETag"] = etag
    return response
