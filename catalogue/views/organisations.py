"""Organisations: who they are and what they have a part in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.organisations import OrganisationList, profile_of


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/organisations.html", {"listing": OrganisationList.of(request.GET)})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    profile = profile_of(slug)
    if profile is None:
        raise Http404
    return render(request, "catalogue/organisation.html", {"profile": profile})
