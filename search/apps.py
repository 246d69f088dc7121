from django.apps import AppConfig


class SearchApp(AppConfig):
    name = "search"
    label = "registry_search"

    def ready(self) -> None:
        from search import indexing

        indexing.connect()
