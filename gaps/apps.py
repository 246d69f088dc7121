from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"

    def ready(self) -> None:
        from gaps import registry

        registry.connect()
