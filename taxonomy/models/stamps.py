"""One row whose value changes whenever any vocabulary does, so that every process notices."""

import uuid

from django.db import models


class VocabularyStamp(models.Model):
    """The state of all vocabularies as a random value: equal values mean that nothing changed in between.

    Random and not counted, so that a state that was rolled back is never mistaken for another one.
    """

    SINGLE = 1

    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.value

    @classmethod
    def current(cls) -> str:
        """The present value; empty before the first change."""
        return cls.objects.filter(pk=cls.SINGLE).values_list("value", flat=True).first() or ""

    @classmethod
    def renew(cls) -> None:
        """Say that something changed, in the transaction that changes it."""
        value = uuid.uuid4().hex
        if not cls.objects.filter(pk=cls.SINGLE).update(value=value):
            cls.objects.get_or_create(pk=cls.SINGLE, defaults={"value": value})
