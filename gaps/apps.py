from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"

    def ready(self) -> None:
        from catalogue.home import panels
        from catalogue.kept_exports import stamp_with
        from gaps import live_data, removing, term_references
        from gaps.home import panel

        live_data.connect()
        term_references.connect()
        stamp_with(live_data.pages_stamp)
        removing.connect()
        if panel not in panels:
            panels.append(panel)
