from django.apps import AppConfig

from taxonomy.counting import register_counter


class CatalogueApp(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        # These need the models, which are loaded only now.
        from catalogue import counting, signal_handlers, term_moves
        from catalogue.admin import neutral_exports
        from taxonomy import uses

        signal_handlers.register_signal_handlers()
        neutral_exports.neutralise_exports()
        register_counter(counting.count_tools)
        uses.register_reference_provider(term_moves.KeptRecords())
