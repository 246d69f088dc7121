from django.apps import AppConfig
from django.conf import settings


class ConfigApp(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import environment, health
        from config.accounts import idle, trail  # noqa: F401 (they listen)

        if not settings.DEBUG:
            # Here and not where the settings are made: reading them is no start.
            environment.refuse_weak_secret(settings.SECRET_KEY, settings.BASE_URL)
        health.discover()
