"""`/feed/`: what changed in the catalogue."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import PublishedRecord
from common.keeping import keep_page
from search.exports.feeds import Feed, feed_bytes
from search.views.formats import MOST_IN_FEED
from text.active_language import active_language


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    latest = PublishedRecord.objects.public().order_by("-tool__public_changed_at", "slug")[:MOST_IN_FEED]
    feed = Feed(
        title=_("%(site)s: new and changed tools") % {"site": settings.WAGTAIL_SITE_NAME},
        self_url=f"{settings.BASE_URL}{reverse('search:feed')}",
        page_url=f"{settings.BASE_URL}{reverse('search:tools')}?sort=newest",
        language=active_language(),
        author=settings.WAGTAIL_SITE_NAME,
    )
    keep_page(request)
    return HttpResponse(feed_bytes(feed, latest.records()), content_type="application/atom+xml")
