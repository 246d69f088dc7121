from django.apps import AppConfig


class CatalogueApp(AppConfig):
    name = "catalogue"
