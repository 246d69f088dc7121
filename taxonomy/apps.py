from django.apps import AppConfig


class TaxonomyApp(AppConfig):
    name = "taxonomy"
