from django.apps import AppConfig

from taxonomy.counting import register_counter


class CatalogueApp(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        # These need the models, which are loaded only now.
        from catalogue import counting, signal_handlers
        from catalogue.admin import neutral_exports

        signal_handlers.register_signal_handlers()
        neutral_exports.neutralise_exports()
        register_counter(counting.count_tools)
