from django.apps import AppConfig
from django.conf import settings


class WebsiteConfig(AppConfig):
    name = "website"
    label = "config"  # the tables were made under this name

    def ready(self) -> None:
        from common import environment
        from website import health
        from website.accounts import idle, trail  # noqa: F401 (they listen)

        if not settings.DEBUG:
            # Here and not where the settings are made: reading them is no start.
            environment.refuse_weak_secret(settings.SECRET_KEY, settings.BASE_URL)
        health.discover()
