"""/health/ asks every check, tells the worst, and keeps secrets."""

import pytest

from website import health
from website.chores import end_lost_tasks

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
    assert health.tasks() == ("", "")
    waiting = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))
    problem, warning = health.tasks()
    assert problem == "", "pages are served without a worker"
    assert "1 tasks have waited" in warning
    DBTaskResult.objects.filter(pk=waiting.pk).update(status="RUNNING", started_at=timezone.now() - timedelta(hours=2))
    assert "1 tasks have been running" in health.tasks()[1]
    DBTaskResult.objects.filter(pk=waiting.pk).update(started_at=timezone.now() - timedelta(days=1))
    end_lost_tasks()
    assert health.tasks() == ("", "")
    assert DBTaskResult.objects.failed().count() == 1


def test_a_disk_that_is_nearly_full_is_told_while_the_site_serves(client, checks, monkeypatch):
    health.register("storage", health.storage)
    assert health.storage()[0] == ""
    monkeypatch.setattr(health, "LEAST_FREE", 2**60)
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert "MB left" in answer.json()["checks"]["storage"]["note"]


def test_what_somebody_should_look_at_is_told_while_the_site_serves(client, checks):
    health.register("search", lambda: ("", "The index is 40 records behind."))
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["search"] == {"status": "degraded", "note": "The index is 40 records behind."}


def test_the_search_and_the_freshness_of_its_index_are_told(client, registry):
    from catalogue.models import Tool

    assert client.get("/health/").json()["checks"]["search"]["status"] in {"ok", "degraded"}
    from search import indexing

    indexing.rebuild()
    assert client.get("/health/").json()["checks"]["search"] == {"status": "ok", "note": ""}
    Tool.objects.filter(pk=Tool.objects.public().first().pk).update(live=False)  # behind the index's back
    answer = client.get("/health/").json()["checks"]["search"]
    assert answer["status"] == "degraded"
    assert "385 records, 384 are public" in answer["note"]
    indexing.rebuild()


def test_an_index_that_swapped_one_record_for_another_is_noticed(client, registry):
    from catalogue.models import Tool
    from search import indexing

    first, second = Tool.objects.public().order_by("slug")[:2]
    Tool.objects.filter(pk=first.pk).update(live=False)
    indexing.rebuild()
    Tool.objects.filter(pk=first.pk).update(live=True)
    Tool.objects.filter(pk=second.pk).update(live=False)  # both behind the index's back
    answer = client.get("/health/").json()["checks"]["search"]
    assert answer["status"] == "degraded"
    assert "other records than are public: 1" in answer["note"]
    indexing.rebuild()
