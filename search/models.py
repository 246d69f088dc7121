"""What was looked for in vain, as numbers (search.demand), and what keeps a reader from being counted twice."""

from django.db import models


class UnmetDemand(models.Model):
    """How many searches of a month that were read as this term found nothing."""

    month = models.DateField()
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "key", "value"], name="one_count_a_month_and_term")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.key}={self.value}: {self.count}"


class DemandMark(models.Model):
    """That a reader of this month was counted for a term. ``mark``: twelve bits that thousands of addresses share
    (search.demand)."""

    month = models.DateField()
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    mark = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["month", "key", "value", "mark"], name="one_mark_a_reader")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.key}={self.value}"
