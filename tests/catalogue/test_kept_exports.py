"""A costly file is made once by the worker, kept while nothing changes, and never holds what was taken out."""

import io
import threading

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.kept_exports import making, serving
from catalogue.kept_exports.store import ExportOrder, ExportStore, prefix_of
from catalogue.models import Tool
from catalogue.publishing import withdraw

ADDRESS = "/fr/tools/?format=xlsx"
PICTURE = "/en/gaps/?rows=country&columns=country&format=csv"


@pytest.fixture
def server(settings, tmp_path):
    """A site whose tasks are the worker's."""
    settings.EXPORTS_DIR = tmp_path / "exports"
    settings.TASKS_MODE = "database"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return settings


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_reader_is_led_to_a_page_that_follows_by_itself_and_then_gets_the_file(client, registry, server):
    page = client.get(ADDRESS)
    assert page.status_code == 202
    assert page["Refresh"] == "2"
    assert page["Cache-Control"] == "no-store"
    assert 'lang="fr"' in page.content.decode()
    assert client.get(ADDRESS).status_code == 202
    assert DBTaskResult.objects.count() == 1, "no double work"
    [task] = DBTaskResult.objects.all()
    task.task.call()
    file = client.get(ADDRESS)
    assert file.status_code == 200
    assert "tools-" in file["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(body_of(file)))
    assert book.worksheets[0].max_row > 380
    assert making.make_waiting() == 0


def test_the_same_question_written_otherwise_is_the_same_file(client, registry, server):
    assert client.get("/en/gaps/?rows=country&columns=country&format=csv").status_code == 202
    assert client.get("/en/gaps/?format=csv&columns=country&rows=country&rows=country").status_code == 202
    assert making.make_waiting() == 1


def test_a_large_table_is_made_by_the_worker_and_a_small_one_at_once(client, registry, server):
    assert client.get("/en/gaps/?format=xlsx").status_code == 200
    assert client.get("/en/tools/?format=xlsx&country=np").status_code == 200
    assert client.get(PICTURE).status_code == 202
    making.make_waiting()
    assert b"," in body_of(client.get(PICTURE))


def test_what_was_taken_out_is_in_no_kept_file(client, registry, server, django_capture_on_commit_callbacks):
    tool = Tool.objects.public().first()
    client.get(ADDRESS)
    making.make_waiting()
    assert client.get(ADDRESS).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(tool, "Its operator asked for it.")
    assert client.get(ADDRESS).status_code == 202
    making.sweep()
    making.make_waiting()
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get(ADDRESS))))
    names = {row[0] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert tool.slug not in names
    assert tool.name not in names
    assert len(list(serving.store().folder.glob("*.file"))) == 1


def test_without_a_worker_the_site_makes_it_itself_after_a_while(client, registry, server, monkeypatch):
    client.get(ADDRESS)
    monkeypatch.setattr(serving, "LONGEST_WAIT", -1.0)
    assert client.get(ADDRESS).status_code == 200


def test_too_many_orders_are_refused_with_a_sentence(client, registry, server, monkeypatch):
    monkeypatch.setattr("catalogue.kept_exports.store.MOST_WAITING", 1)
    assert client.get(ADDRESS).status_code == 202
    refused = client.get("/en/tools/?format=html-offline")
    assert refused.status_code == 503
    assert "Please ask for the file again in a minute" in refused.content.decode()


def test_a_file_that_cannot_be_made_is_an_error_and_no_endless_page(registry, server, client, monkeypatch):
    client.get(ADDRESS)

    def broken(order):
        raise OSError("no space")

    monkeypatch.setattr(making, "_answer", broken)
    assert making.make_waiting() == 0
    assert client.get(ADDRESS).status_code == 200, "the site tries it itself"


def test_the_worker_of_a_site_makes_it(client, own_registry, server):
    client.get(ADDRESS)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert client.get(ADDRESS).status_code == 200


# --- the store -------------------------------------------------------------------------------------------------------


def order_of(number: int) -> ExportOrder:
    return ExportOrder("/en/tools/", f"q={number}", "en", "stamp")


def test_the_store_is_bounded_and_lets_the_longest_unasked_go(tmp_path):
    import os

    store = ExportStore(tmp_path, most_bytes=250)
    for number in range(3):
        store.put(f"a{number}", {}, b"x" * 100)
        os.utime(tmp_path / f"a{number}.file", (1000 + number, 1000 + number))
    assert store.get("a0") is None
    assert store.get("a1") is not None
    assert sum(path.stat().st_size for path in tmp_path.glob("*.file")) <= 250


def test_an_order_is_carried_out_by_one_of_several_makers(tmp_path):
    store = ExportStore(tmp_path)
    for number in range(20):
        assert store.order(f"o{number}", order_of(number))
    taken: list[str] = []
    makers = [threading.Thread(target=lambda: taken.extend(name for name, _ in store.claimed())) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(taken) == sorted(f"o{number}" for number in range(20))


def test_what_a_stop_left_behind_goes(tmp_path):
    import os

    store = ExportStore(tmp_path)
    name = prefix_of("stamp") + "x"
    store.order(name, order_of(1))
    next(store.claimed())
    store.sweep("stamp")
    assert store.waits_since(name) is not None
    long_ago = timezone.now().timestamp() - 3600
    os.utime(tmp_path / f"{name}.making", (long_ago, long_ago))
    store.sweep("stamp")
    assert store.waits_since(name) is None
