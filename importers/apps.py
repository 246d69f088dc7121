from django.apps import AppConfig


class ImportersApp(AppConfig):
    name = "importers"
