"""Carries out the orders for files, in the worker."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from django_tasks import task

from catalogue.kept_exports.stamp import current_stamp
from catalogue.kept_exports.store import ORDERED, ExportOrder, store

logger = logging.getLogger(__name__)
_HEADERS = ("Content-Type", "Content-Disposition", "Cross-Origin-Resource-Policy")


def make_waiting() -> int:
    """Make the files that wait, as their pages would for anybody, and return how many were made."""
    made = 0
    for name, order in store().claimed():
        if order.stamp != current_stamp():
            # The registry changed meanwhile; who still waits has ordered anew by now.
            store().give_up(name)
            store().take_failure(name)
            continue
        try:
            headers, body = _answer(order)
        except Exception as problem:
            # The address holds what a reader asked for, so only the kind of failure is told.
            logger.error("A file could not be made: %s", type(problem).__name__)
            store().give_up(name)
        else:
            store().put(name, headers, body)
            made += 1
    return made


@task()
def make_exports() -> None:
    """Make the files that wait."""
    make_waiting()


def sweep() -> None:
    """Delete files of an earlier state of the registry: a record that was taken out must not stay in one."""
    store().sweep(current_stamp())


def _answer(order: ExportOrder) -> tuple[dict[str, str], bytes]:
    request = _request(order)
    with translation.override(order.language):
        view, args, kwargs = resolve(order.path)
        response = view(request, *args, **kwargs)
    if response.status_code != 200:
        raise ValueError(f"status {response.status_code}")
    content = getattr(response, "streaming_content", None)
    body = response.content if content is None else b"".join(content)
    return {header: response[header] for header in _HEADERS if header in response}, body


def _request(order: ExportOrder) -> HttpRequest:
    site = urlsplit(settings.BASE_URL)
    factory = RequestFactory(HTTP_HOST=site.netloc)
    request: HttpRequest = factory.get(f"{order.path}?{order.query}", secure=site.scheme == "https")
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = order.language
    setattr(request, ORDERED, True)
    return request
