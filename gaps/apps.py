from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"
