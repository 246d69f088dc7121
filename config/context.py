"""What every template may know about the site."""

from django.conf import settings
from django.http import HttpRequest

from config.frame import Frame


def site(request: HttpRequest) -> dict[str, object]:
    return {"SITE_NAME": settings.WAGTAIL_SITE_NAME, "BASE_URL": settings.BASE_URL, "frame": Frame(request)}
