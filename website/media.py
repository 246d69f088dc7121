"""Serves what editors uploaded: pictures as pictures, and nothing that could run on the site's own address."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# What a browser shows without running anything. Scalable vector graphics can hold scripts and are not among them.
SHOWN = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"})
# Documents have an address of their own, which looks at who may read them and hands them over to be saved.
CLOSED = ("documents/",)
POLICY = "sandbox; default-src 'none'"


@require_safe
def serve_upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file under its own name. The example of a proxy in the deployment guide says the same in its words."""
    if path.lower().startswith(CLOSED):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse) and response.get("Content-Type", "") not in SHOWN:
        response["Content-Type"] = "application/octet-stream"
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
