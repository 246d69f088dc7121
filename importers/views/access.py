"""Who may import: those who may add records; what is seen of a batch."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_denied, require_admin_access

from importers.models import Batch

IMPORT_PERMISSION = "catalogue.add_tool"
PUBLISH_PERMISSION = "catalogue.publish_tool"


def curators_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @require_admin_access
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(IMPORT_PERMISSION):
            return permission_denied(request)
        return view(request, *args, **kwargs)

    return guarded


def batch_of(pk: int) -> Batch:
    batch: Batch = get_object_or_404(Batch, pk=pk)
    return batch
