from django.apps import AppConfig


class SearchApp(AppConfig):
    name = "search"
    label = "registry_search"
