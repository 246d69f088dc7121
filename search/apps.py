from django.apps import AppConfig


class SearchApp(AppConfig):
    name = "search"
    label = "registry_search"

    def ready(self) -> None:
        from search.signal_handlers import register_signal_handlers

        register_signal_handlers()
