from django.apps import AppConfig


class GapsApp(AppConfig):
    name = "gaps"

    def ready(self) -> None:
        from gaps.signal_handlers import register_signal_handlers, register_with_other_rooms

        register_signal_handlers()
        register_with_other_rooms()
