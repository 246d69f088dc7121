"""/health/ asks every check, tells the worst, and keeps secrets."""

import pytest

from config import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    present = {"database": health.database, "tasks": health.tasks}
    monkeypatch.setattr(health, "_checks", present)
    return present


def test_a_well_site_answers_200(client, checks):
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert set(response.json()["checks"]) == {"database", "tasks"}


def test_one_failing_check_makes_it_503_and_is_named(client, checks):
    health.register("search", lambda: "The index is 40 records behind.")
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["checks"]["search"] == {"status": "failing", "note": "The index is 40 records behind."}


def test_a_check_that_breaks_is_a_failure_and_its_message_stays_in_the_log(client, checks):
    def broken():
        raise RuntimeError("password=hunter2")

    health.register("broken", broken)
    response = client.get("/health/")
    assert response.status_code == 503
    assert "hunter2" not in response.content.decode()


def test_a_task_that_waits_for_long_is_noticed(settings, checks):
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    settings.TASKS_MODE = "database"
    assert health.tasks() == ""
    waiting = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert "1 tasks have waited" in health.tasks()
