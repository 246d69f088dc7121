"""What every response owes its reader: readable input, honest headers, a policy that fits its path."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]
Policy = dict[str, list[str]]

# What Wagtail's admin needs beyond the public policy: its bundles use inline styles and data: images.
ADMIN_POLICY: Policy = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
}
ADMIN_PATHS = ("/admin/", "/documents/")
# The table that other sites may show, in any language; a record of that name is not meant.
_EMBEDDED = re.compile(r"^/[a-z]{2}/gaps/(?:[^/]+/)*embed/$")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
        "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class RefuseUnreadableInput:
    """Drops null bytes and broken UTF-8 from address and cookies before anything stores, logs or searches them.

    PostgreSQL refuses a null byte in any text, so one that reached a query would be a 500 there and not on SQLite.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = request.META.get("QUERY_STRING", "")
        if raw:
            text = unquote_to_bytes(raw.replace("+", " "))
            if b"\x00" in text or not _is_utf8(text):
                request.META["QUERY_STRING"] = _readable_query(raw)
                request.had_unreadable_input = True  # type: ignore[attr-defined]
        if "\x00" in request.path_info:
            # No address of ours has one; the mark leads to the page that says so.
            request.path = request.path.replace("\x00", REPLACEMENT)
            request.path_info = request.META["PATH_INFO"] = request.path_info.replace("\x00", REPLACEMENT)
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _readable_query(raw: str) -> str:
    """The parameters whose bytes can be read, in their order."""
    readable = []
    for pair in raw.split("&"):
        value = unquote_to_bytes(pair.replace("+", " "))
        if b"\x00" not in value and _is_utf8(value):
            readable.append(pair)
    return "&".join(readable)


class PageHeaders:
    """Headers that Django has no setting for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if response.get("Content-Type", "").startswith("text/html") or "Content-Disposition" in response:
            # A shared machine's back button and disk must not show the next person what this one read or took along.
            response.setdefault("Cache-Control", "private, no-store")
        return response


class ContentPolicyByPath(CSPMiddleware):
    """Public pages carry the strict policy of the settings, /admin/ what Wagtail needs; …/embed/ may be framed."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if getattr(request, "is_dummy", False):
            # Wagtail's preview: the public page as it would be, in a frame of the admin.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        elif is_admin(request.path_info):
            parts.config = parts.config or ADMIN_POLICY
        elif _is_embed(request.path_info):
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["*"]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # The older header for the same thing, so that the two never disagree.
        if is_admin(request.path_info):
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif _is_embed(request.path_info):
            response.xframe_options_exempt = True  # type: ignore[attr-defined]
            response.headers.pop("X-Frame-Options", None)
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return super().process_response(request, response)


def is_admin(path: str) -> bool:
    return path.startswith(ADMIN_PATHS)


def _is_embed(path: str) -> bool:
    return _EMBEDDED.match(path) is not None
