"""What this room has the worker do by the clock."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from website.clock import Job
from website.mail.delivery import deliver_due, forget_given_up

# Finished tasks are looked at by nobody after this.
TASKS_KEPT = timedelta(days=14)
# No task runs for so long: whoever ran it was stopped.
LONGEST_TASK = timedelta(hours=6)


def jobs() -> list[Job]:
    return [
        ("mail", 15, deliver_due),
        ("mails that were given up", 3600, forget_given_up),
        ("finished tasks", 3600, forget_finished_tasks),
        ("tasks that were cut off", 600, end_lost_tasks),
        ("wrong passwords", 900, forget_wrong_passwords),
    ]


def forget_finished_tasks() -> None:
    """Delete the notes about tasks that ended long ago."""
    if settings.TASKS_MODE == "database":
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_KEPT).delete()


def end_lost_tasks() -> None:
    """Mark tasks as failed whose worker was killed in the middle: nobody else ever ends them."""
    if settings.TASKS_MODE == "database":
        now = timezone.now()
        lost = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST_TASK)
        lost.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="", traceback="")


def forget_wrong_passwords() -> None:
    """Delete the counts of wrong passwords that lock nobody out any more, with the addresses they were kept for."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()
