from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"

    def ready(self) -> None:
        from catalogue.home import panels
        from catalogue.kept_exports import stamp_with
        from gaps import keeping, registry, removing
        from gaps.home import panel

        registry.connect()
        keeping.connect()
        stamp_with(registry.pages_stamp)
        removing.connect()
        if panel not in panels:
            panels.append(panel)
