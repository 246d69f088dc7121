"""Country and language codes as the record keeps them: ISO 3166-1 alpha-2 upper case, ISO 639-1 lower case."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_COUNTRY = re.compile(r"^[A-Z]{2}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


def validate_country(code: str) -> None:
    if not _COUNTRY.match(code):
        raise ValidationError(_("Use the two-letter ISO code of the country, such as KE."))


def validate_language(code: str) -> None:
    if not _LANGUAGE.match(code):
        raise ValidationError(_("Use the ISO 639 code of the language, such as sw."))
