from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"

    def ready(self) -> None:
        from catalogue.home import panels
        from gaps import keeping, registry
        from gaps.home import panel

        registry.connect()
        keeping.connect()
        if panel not in panels:
            panels.append(panel)
