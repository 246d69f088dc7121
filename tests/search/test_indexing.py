"""One path from a committed change to the index: publish, edit, withdraw, rename of a term."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from catalogue.signals import announce, records_changed, records_withdrawn
from search import indexing
from search.configured import engine_for, forget_engine, get_engine
from search.engines.base import EngineError, SearchRequest
from search.tasks import follow_terms
from taxonomy.models import TermText
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.django_db


@pytest.fixture
def _index(settings, tmp_path):
    settings.SEARCH_URL = f"embedded://{tmp_path / 'search'}"
    forget_engine()
    yield
    forget_engine()


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What happens inside is committed at the end, as a request's transaction is."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(text=""):
    return {hit.slug for hit in get_engine().search(SearchRequest(text, limit=50)).hits}


@pytest.fixture
def tool(vocabularies, _index):
    return make_tool()


def test_a_new_record_is_found(tool):
    assert found("contracts before they sign") >= {tool.slug}


def test_an_edit_reaches_the_index(tool, committing):
    assert tool.slug in found()
    with committing():
        tool.summary = "Teaches seafarers about wage theft."
        tool.save()
        announce(records_changed, [tool.slug])
    assert tool.slug in found('"wage theft"')


def test_withdrawn_and_unpublished_leave_the_index(tool, committing):
    assert tool.slug in found()
    with committing():
        tool.live = False
        tool.save()
        announce(records_withdrawn, [tool.slug])
    assert tool.slug not in found()


def test_a_renamed_term_is_found_by_its_new_name(tool, committing):
    assert tool.slug in found()
    label = TermText.objects.get(
        term__slug="safe-migration-recruitment", term__vocabulary__slug="tool_type", language="en", kind="label"
    )
    with committing():
        label.text = "Wayfaring without worry"
        label.save()
    assert tool.slug in found('"wayfaring without worry"')


def test_with_the_task_queue_a_renamed_term_keeps_no_curator_waiting(tool, committing, settings):
    """The request leaves a task behind; the worker brings the records that carry the term up to date."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert tool.slug not in found('"wayfaring without worry"')
    label = TermText.objects.get(
        term__slug="safe-migration-recruitment", term__vocabulary__slug="tool_type", language="en", kind="label"
    )
    with committing():
        label.text = "Wayfaring without worry"
        label.save()
    assert tool.slug not in found('"wayfaring without worry"')
    # As the worker does it; itself it would close the test's connection.
    [waiting] = DBTaskResult.objects.ready()
    follow_terms.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
    assert tool.slug in found('"wayfaring without worry"')


def test_a_rolled_back_change_never_reaches_the_index(tool, committing):
    from django.db import transaction

    assert tool.slug in found()
    with committing(), transaction.atomic():
        tool.live = False
        tool.save()
        announce(records_withdrawn, [tool.slug])
        transaction.set_rollback(True)
    assert tool.slug in found()


def test_an_unwritable_index_loses_no_change_of_the_record(tool, committing, monkeypatch):
    assert tool.slug in found()

    def refuse(*_args):
        raise EngineError("full")

    monkeypatch.setattr(get_engine(), "index", refuse)
    with committing():
        tool.summary = "Changed while the index could not be written."
        tool.save()
        announce(records_changed, [tool.slug])
    assert indexing.difference().changed == (tool.slug,)


@pytest.mark.usefixtures("vocabularies", "_index")
def test_restricted_detail_is_in_no_index_file(tmp_path):
    secret = "zweigeteiltesgeheimwort"
    tool = make_tool(disclosure="vetted", restricted_detail=f"The {secret} technique.")
    assert tool.slug in found()
    assert found(secret) == set() or get_engine().search(SearchRequest(f'"{secret}"')).total == 0
    for file in (tmp_path / "search").rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def test_reindex_rebuilds_checks_and_says_what_differs(tool, capsys):
    call_command("reindex", json=True)
    call_command("reindex", check=True, json=True)
    assert '"is_equal": true' in capsys.readouterr().out
    get_engine().remove([tool.slug])
    with pytest.raises(SystemExit) as ended:
        call_command("reindex", check=True)
    assert ended.value.code == 1
    assert f"missing from the index: {tool.slug}" in capsys.readouterr().out


def test_reindex_takes_another_engine(tool, tmp_path):
    url = f"embedded://{tmp_path / 'other'}"
    call_command("reindex", engine=url, json=True)
    assert engine_for(url).health().documents == 1


def test_search_command_prints_the_contracted_json(tool, capsys):
    import json

    call_command("search", "safe path", json=True, filter=["country=np"])
    told = json.loads(capsys.readouterr().out)
    assert told["results"][0]["slug"] == tool.slug
    assert {"query", "total", "results", "facets", "suggestions", "engine", "took_ms"} <= told.keys()
    assert {"slug", "name", "summary", "score", "matched"} <= told["results"][0].keys()
    assert "summary" in told["query"]
