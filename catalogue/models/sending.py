"""That a form was sent over some connection, for an hour."""

from django.db import models
from django.utils import timezone


class Sending(models.Model):
    """One sending. ``reader`` is a keyed name of the connection that changes daily; it leads to no address."""

    class Purpose(models.TextChoices):
        PROPOSAL = "proposal"
        SAFETY = "safety"

    purpose = models.CharField(max_length=10, choices=Purpose)
    reader = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.purpose} at {self.at:%H:%M}"
