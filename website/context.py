"""What every template may know about the site."""

from django.conf import settings
from django.http import HttpRequest

from website.layout import PageLayout


def site(request: HttpRequest) -> dict[str, object]:
    return {"SITE_NAME": settings.WAGTAIL_SITE_NAME, "BASE_URL": settings.BASE_URL, "frame": PageLayout(request)}
