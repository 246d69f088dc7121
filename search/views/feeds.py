"""`/feed/`: what changed in the catalogue."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.disclosure import Level
from catalogue.models import Tool
from catalogue.records import records
from search.exports.feeds import Feed, feed_bytes
from search.views.formats import MOST_IN_FEED
from text.active_language import active_language


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    latest = Tool.objects.public().order_by("-public_changed_at", "slug")[:MOST_IN_FEED]
    feed = Feed(
        title=_("%(site)s: new and changed tools") % {"site": settings.WAGTAIL_SITE_NAME},
        self_url=f"{settings.BASE_URL}{reverse('search:feed')}",
        page_url=f"{settings.BASE_URL}{reverse('search:tools')}?sort=newest",
        language=active_language(),
        author=settings.WAGTAIL_SITE_NAME,
    )
    return HttpResponse(feed_bytes(feed, records(latest, Level.PUBLIC)), content_type="application/atom+xml")
