"""The task worker of django-tasks, with a clock beside it."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from website.clock import Clock, discover


class Command(db_worker.Command):
    help = "Carries out tasks as they come, and by the clock what nobody asks for: mail, clearing up."

    def handle(self, *, batch: bool, **options: Any) -> None:
        if not batch:
            Clock(discover()).start()
        super().handle(batch=batch, **options)
