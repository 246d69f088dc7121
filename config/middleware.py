"""What every response owes its reader: readable input, honest headers, a policy that fits its path."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]

# What Wagtail's admin needs beyond the public policy: its bundles use inline styles and data: images.
ADMIN_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
}
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
        "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class RefuseUnreadableInput:
    """Drops null bytes and broken UTF-8 from the address before anything stores, logs or searches them.

    In a path they can't be dropped without changing what it means: such a path is one that leads nowhere.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            language = request.path_info.split("/")[1]
            is_language = language in dict(settings.LANGUAGES)
            request.path_info = request.path = f"/{language if is_language else settings.LANGUAGE_CODE}/unreadable/"
            request.had_unreadable_input = True  # type: ignore[attr-defined]
        raw = request.META.get("QUERY_STRING", "")
        if raw:
            text = unquote_to_bytes(raw.replace("+", " "))
            if b"\x00" in text or not _is_utf8(text):
                request.META["QUERY_STRING"] = _readable_query(raw)
                request.had_unreadable_input = True  # type: ignore[attr-defined]
        return self.get_response(request)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _readable_query(raw: str) -> str:
    """The parameters whose bytes can be read, in their order."""
    kept = []
    for pair in raw.split("&"):
        value = unquote_to_bytes(pair.replace("+", " "))
        if b"\x00" not in value and _is_utf8(value):
            kept.append(pair)
    return "&".join(kept)


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
            # A shared machine's back button and disk must not show the next person what this one read.
            response.setdefault("Cache-Control", "private, no-store")
        return response


class ContentPolicyByPath:
    """Public pages carry the strict policy of the settings, /admin/ what Wagtail needs; /embed/ may be framed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path
        if path.startswith(("/admin/", "/documents/")):
            policy = ADMIN_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif "/embed/" in path:
            policy = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": ["*"]}
            if "X-Frame-Options" in response:
                del response["X-Frame-Options"]
        else:
            policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        response["Content-Security-Policy"] = "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
        return response
