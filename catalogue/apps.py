from django.apps import AppConfig


class CatalogueApp(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from catalogue import duplicates, publishing

        publishing.connect()
        duplicates.connect()
