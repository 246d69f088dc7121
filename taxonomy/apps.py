from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyApp(AppConfig):
    name = "taxonomy"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        from taxonomy import cache, checks, current, signal_handlers  # noqa: F401 - registers the checks

        current.set_index_source(cache.current_index)
        signal_handlers.register_signal_handlers()
