"""Every address of the site, room by room. Names and paths are promises: see docs/reference/addresses.md."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from api.pages import below_a_language
from website import discovery, guides, health, media, neutral_title, styleguide
from website.accounts.admin import urlpatterns as admin_accounts

handler400 = "website.errors.bad_request"
handler403 = "website.errors.forbidden"
handler404 = "website.errors.not_found"
handler500 = "website.errors.server_error"

urlpatterns = [
    path("health/", health.health, name="health"),
    path("robots.txt", discovery.robots, name="robots"),
    path(".well-known/security.txt", discovery.security_contact, name="security_contact"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": discovery.SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": discovery.SITEMAPS}, name="sitemap"),
    path("api/v1/", include("api.urls")),
    *admin_accounts,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", media.serve_upload))

urlpatterns += i18n_patterns(
    path("quiet/", neutral_title.quiet, name="quiet"),
    path("account/", include("website.accounts.urls")),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("api/v1/<path:rest>", below_a_language),
    path("", include("search.urls")),
    path("guides/", guides.index, name="guides"),
    path("guides/<slug:part>/<slug:name>/", guides.guide, name="guide"),
    path("", include("gaps.urls")),
    path("", include("catalogue.urls")),
    path("", include("taxonomy.urls")),
    path("", include(wagtail_urls)),
)
