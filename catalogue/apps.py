from django.apps import AppConfig


class CatalogueApp(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from catalogue import public_changes, publishing
        from catalogue.admin.neutral_exports import neutralise_exports
        from catalogue.counting import count_tools
        from catalogue.proposals import closing
        from taxonomy.counting import register_counter

        public_changes.connect()
        publishing.connect()
        neutralise_exports()
        closing.connect()
        register_counter(count_tools)
