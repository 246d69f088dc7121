from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyApp(AppConfig):
    name = "taxonomy"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        from taxonomy import cache, checks  # noqa: F401 - registers the checks

        cache.connect()
