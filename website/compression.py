"""Pages over a slow line: Brotli for browsers that read it, gzip for the rest."""

from __future__ import annotations

import re

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from website.middleware import is_admin

_READS_BROTLI = re.compile(r"\bbr\b")
# A fifth smaller than gzip for about the same time; the higher levels cost more than they save.
QUALITY = 5
SHORTEST = 200  # bytes; below it nothing is gained


class CompressPages(GZipMiddleware):
    """Django's middleware, which Brotli comes before.

    The editors' side stays with gzip: Django pads that by a random length, so that its size tells nothing of the token
    in the page (https://breachattack.com/). Public pages carry none.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_admin(request.path_info) or not _READS_BROTLI.search(request.headers.get("Accept-Encoding", "")):
            return super().process_response(request, response)
        body = getattr(response, "content", b"")  # what is streamed has none, and goes out by gzip
        if response.has_header("Content-Encoding") or len(body) < SHORTEST:
            return super().process_response(request, response)
        packed = brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)
        if len(packed) >= len(body):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        response.content = packed  # type: ignore[attr-defined]
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "br"
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            # The bytes differ from those that the tag was made of.
            response.headers["ETag"] = f"W/{etag}"
        return response
