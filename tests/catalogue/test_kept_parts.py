"""Printed parts are kept by what they print: a change is seen at once, and nothing is kept that only some may read."""

import pytest
from django.contrib.auth.models import Group, User
from django.template import Context, Template
from django.utils import translation

from catalogue import home_page, kept_figures
from catalogue.kept_exports import stamp
from catalogue.kept_figures import of_present_state
from catalogue.models import Organisation, Tool
from catalogue.pages.default_pages import ensure_pages
from catalogue.similar import similar_to
from catalogue.templatetags import kept
from catalogue.writing import RecordChange, write_records
from taxonomy.models import TermText
from tests.catalogue.factories import make_tool, make_tools

pytestmark = pytest.mark.django_db
CARD = Template('{% load kept %}{% kept "test" key %}{{ words }}{% endkept %}')


def page(client, path="/en/tools/safe-path/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def kept_html() -> str:
    return "".join(part for parts in kept._parts.values() for part in parts._values.values())


def test_a_part_is_printed_once_for_equal_values_and_a_language():
    def printed(key, words):
        return CARD.render(Context({"key": key, "words": words}))

    assert printed(("a", 1), "first") == printed(("a", 1), "second") == "first"
    assert printed(("a", 2), "third") == "third"
    with translation.override("fr"):
        assert printed(("a", 1), "quatre") == "quatre"
    assert [printed("", words) for words in ("one", "two")] == ["one", "two"]


def test_no_more_parts_are_kept_than_the_memory_was_measured_for():
    for number in range(kept.MOST_OF_A_NAME + 50):
        CARD.render(Context({"key": f"many-{number}", "words": number}))
    assert len(kept._parts["test"]._values) == kept.MOST_OF_A_NAME


def test_a_changed_record_is_shown_changed(vocabularies, client):
    make_tool()
    assert page(client) == page(client)
    words = "A text of this minute, longer than the one it takes over from."
    write_records([RecordChange("safe-path", {"summary": words, "taglines": {}})])
    assert "A text of this minute" in page(client)
    lead = Organisation.objects.get(participations__tool__slug="safe-path", participations__role="lead")
    lead.name = "An office renamed"
    lead.save()
    assert "An office renamed" in page(client)


def test_a_renamed_term_is_shown_by_its_new_name(vocabularies, client):
    make_tool(status="active")
    assert "Breathing" not in page(client)
    label = TermText.objects.get(term__vocabulary__slug="status", term__slug="active", language="en", kind="label")
    label.text = "Breathing"
    label.save()
    assert page(client).count("Breathing") >= 1


def test_a_record_taken_out_is_gone_at_once(vocabularies, client):
    tool = make_tool()
    page(client)
    Tool.objects.filter(pk=tool.pk).update(live=False)
    assert client.get("/en/tools/safe-path/").status_code == 404


def test_what_only_some_may_read_is_kept_of_no_page(vocabularies, client, django_user_model):
    tool = make_tool()
    detail = "How it works, for vetted eyes."
    write_records([RecordChange(tool.slug, {"disclosure": "vetted", "restricted_detail": detail})])
    public = page(client)
    assert "Sign in to read it" in public
    reader = User.objects.create_user("reader", password="x")
    client.force_login(reader)
    assert "Sign in to read it" not in page(client)
    reader.groups.add(Group.objects.get_or_create(name="Vetted readers")[0])
    User.objects.filter(pk=reader.pk).update(is_superuser=True)
    assert "for vetted eyes" in page(client)
    client.logout()
    assert page(client) == public
    assert "for vetted eyes" not in kept_html()
    assert "Sign in to read it" in kept_html()


def test_figures_are_worked_out_once_a_state(monkeypatch):
    state = ["a"]
    monkeypatch.setattr(stamp, "_stamps", [lambda: state[0]])
    counted = iter(range(10))
    assert [of_present_state("x", lambda: [next(counted)]) for _ in range(3)] == [[0], [0], [0]]
    state[0] = "b"
    assert of_present_state("x", lambda: [next(counted)]) == [1]
    monkeypatch.setattr(stamp, "_stamps", [])
    assert [of_present_state("x", lambda: [next(counted)]) for _ in range(2)] == [[2], [3]]


def test_home_counts_what_changed(vocabularies, client, django_capture_on_commit_callbacks):
    ensure_pages(["en"])
    with django_capture_on_commit_callbacks(execute=True):
        make_tools(3)
    assert "3 initiatives" in page(client, "/en/")
    with django_capture_on_commit_callbacks(execute=True):
        make_tool()
    assert "4 initiatives" in page(client, "/en/")
    assert home_page.HomeContent().records == 4


def test_what_is_kept_spares_queries_and_hides_nothing(vocabularies, client, django_assert_max_num_queries):
    make_tools(30)
    tool = Tool.objects.get(slug="tool-8")
    near = similar_to(tool)
    with django_assert_max_num_queries(3):  # what names the state, and no more
        assert similar_to(tool) == near
    Tool.objects.filter(pk=near[0]).update(live=False)
    gone = Tool.objects.get(pk=near[0])
    assert f"/en/tools/{gone.slug}/" not in page(client, "/en/tools/tool-8/")
    kept_figures.forget()
    assert gone.pk not in similar_to(tool)
