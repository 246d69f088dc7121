"""What the site remembers about its own preparation."""

from django.db import models

from website.mail.queue import QueuedMail

__all__ = ["QueuedMail", "StartingData"]


class StartingData(models.Model):
    """A set of shipped files that this database has taken in, so that a restart doesn't load it again.

    It is kept in the database, not beside it: another DATABASE_URL, or a restored backup, has its own history.
    """

    name = models.SlugField(primary_key=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 over the files' names and contents")
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "starting data"

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:12]}"
