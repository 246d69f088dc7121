from django.apps import AppConfig


class CatalogueApp(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from catalogue import publishing
        from catalogue.counting import count_tools
        from taxonomy.counting import register_counter

        publishing.connect()
        register_counter(count_tools)
