"""Model fields whose column never holds an invisible sign, whichever way a row is written.

They stand for Django's own fields in migrations, since the column is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from text.cleaning import clean_address, clean_line, clean_text


class _CleanField(models.Field):
    """Cleans what forms give, what is saved (also in bulk), and what rows are looked up by."""

    clean_value: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        return self._cleaned(super().to_python(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return self._cleaned(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        name, _path, args, keywords = super().deconstruct()
        base = type(self).__mro__[2]
        return name, f"django.db.models.{base.__name__}", args, keywords

    def _cleaned(self, value: Any) -> Any:
        return type(self).clean_value(value) if isinstance(value, str) else value


class CleanCharField(_CleanField, models.CharField):
    """A CharField that holds one clean line."""

    clean_value = staticmethod(clean_line)


class CleanTextField(_CleanField, models.TextField):
    """A TextField that holds clean text of any number of lines."""

    clean_value = staticmethod(clean_text)


class CleanURLField(_CleanField, models.URLField):
    """A URLField that holds an address without invisible signs."""

    clean_value = staticmethod(clean_address)
