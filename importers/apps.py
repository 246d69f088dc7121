from django.apps import AppConfig


class ImportersApp(AppConfig):
    name = "importers"

    def ready(self) -> None:
        from importers import signal_handlers
        from importers.applying import terms

        terms.register_term_references()
        signal_handlers.register_signal_handlers()
