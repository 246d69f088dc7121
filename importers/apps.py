from django.apps import AppConfig


class ImportersApp(AppConfig):
    name = "importers"

    def ready(self) -> None:
        from importers import removing
        from importers.applying import terms

        terms.connect()
        removing.connect()
