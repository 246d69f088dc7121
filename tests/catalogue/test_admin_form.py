"""Curators write records in a form of tabs; what is picked from trees becomes the record's rows, in order."""

from html import unescape

import pytest

from catalogue.models import Tool, ToolText
from catalogue.records import record_of
from taxonomy.current import vocabulary_index
from taxonomy.models import Term
from tests.catalogue.admin_forms import TOOLS, add_row, errors_of, fields_of, send, signed_in
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")


def edit(tool: Tool) -> str:
    return f"{TOOLS}edit/{tool.pk}/"


def written(slug: str):
    return record_of(Tool.objects.with_children().get(slug=slug))


def test_a_curator_creates_and_publishes_a_record_with_everything_picked():
    client = signed_in("Curators")
    fields = fields_of(client.get(f"{TOOLS}add/"))
    fields |= {
        "name": ["Route Finder"],
        "summary": ["Maps safe routes for people who leave."],
        "tool_types": ["awareness-education-training", "safe-migration-recruitment"],
        "tool_types-primary": ["safe-migration-recruitment"],
        "regions": ["africa-western", "asia-southern"],
        "country_codes": ["NP", "GH"],
        "language_codes": ["ne"],
        "infrastructure": ["low-bandwidth", "smartphone"],
        "origin_country": ["NP"],
    }
    add_row(fields, "aliases", name="Routefinder")
    add_row(fields, "sources", title="About", url="https://example.org/about", is_seen="on")
    response = send(client, f"{TOOLS}add/", fields, "publish")
    assert response.status_code == 302, errors_of(response)
    record = written("route-finder")
    assert record.tool_types == ("safe-migration-recruitment", "awareness-education-training")
    assert set(record.regions) == {"africa-western", "asia-southern"}
    assert set(record.countries) == {"NP", "GH"}
    assert (record.languages, record.aka, record.origin_country) == (("ne",), ("Routefinder",), "NP")
    assert record.sources[0].seen
    assert Tool.objects.public().filter(slug="route-finder").exists()


def test_saving_the_form_as_it_stands_changes_nothing_of_the_record():
    tool = make_tool(restricted_detail="How it is done.", disclosure="vetted")
    before = written(tool.slug)
    client = signed_in("Editors")
    response = send(client, edit(tool), fields_of(client.get(edit(tool))), "publish")
    assert response.status_code == 302, errors_of(response)
    after = written(tool.slug)
    ignored = {"updated_at", "created_at"}
    assert {name: getattr(after, name) for name in before.__slots__ if name not in ignored} == {
        name: getattr(before, name) for name in before.__slots__ if name not in ignored
    }
    tool.refresh_from_db()
    assert tool.restricted_detail == "How it is done."


def test_the_kept_order_survives_and_another_primary_type_comes_first():
    tool = make_tool(tool_types=["safe-migration-recruitment", "awareness-education-training", "worker-engagement"])
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    assert fields["tool_types-primary"] == ["safe-migration-recruitment"]
    fields["tool_types-primary"] = ["worker-engagement"]
    assert send(client, edit(tool), fields, "publish").status_code == 302
    assert written(tool.slug).tool_types == (
        "worker-engagement",
        "safe-migration-recruitment",
        "awareness-education-training",
    )


def test_unticking_takes_away_only_that_term():
    tool = make_tool(target_users=["workers", "civil-society"])
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["target_users"] = ["civil-society"]
    fields["country_codes"] = []
    assert send(client, edit(tool), fields, "publish").status_code == 302
    record = written(tool.slug)
    assert record.target_users == ("civil-society",)
    assert record.countries == ()
    assert record.technologies == ("mobile-app", "sms-voice")


def test_a_draft_keeps_its_picks_and_readers_see_the_old_ones():
    tool = make_tool(regions=["asia-southern"])
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["regions"] = ["asia-southern", "global"]
    assert send(client, edit(tool), fields).status_code == 302
    assert written(tool.slug).regions == ("asia-southern",)
    assert set(fields_of(client.get(edit(tool)))["regions"]) == {"asia-southern", "global"}
    tool.refresh_from_db()
    tool.latest_revision.publish()
    assert written(tool.slug).regions == ("asia-southern", "global")


def test_an_incomplete_draft_is_kept_and_gets_an_address():
    client = signed_in("Curators")
    fields = fields_of(client.get(f"{TOOLS}add/"))
    fields["name"] = ["Nur ein Entwurf"]
    assert send(client, f"{TOOLS}add/", fields).status_code == 302
    tool = Tool.objects.get()
    assert (tool.slug, tool.live, tool.summary) == ("nur-ein-entwurf", False, "")


def test_saving_while_typing_answers_a_browser_in_json():
    tool = make_tool()
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["regions"] = ["global"]
    response = client.post(edit(tool), fields, headers={"accept": "application/json"})
    assert response.json()["success"] is True, response.json()
    assert vocabulary_index().pk_of("region", "global") in {
        row["term"] for row in Tool.objects.get().latest_revision.content["classifications"]
    }


def test_a_second_record_of_a_name_gets_an_address_of_its_own_and_the_open_page_learns_it():
    make_tool()
    client = signed_in("Curators")
    fields = fields_of(client.get(f"{TOOLS}add/"))
    fields |= {"name": ["Safe Path"], "slug": ["safe-path"]}
    answer = client.post(f"{TOOLS}add/", fields, headers={"accept": "application/json"}).json()
    assert answer["success"] is True, answer
    assert dict(answer["field_updates"])["slug"] == "safe-path-2"
    assert Tool.objects.get(slug="safe-path-2").live is False


def test_a_retired_term_shows_only_where_it_is_carried():
    tool, other = make_tool(technologies=["games"]), make_tool("other", name="Other")
    term = Term.objects.get(vocabulary__slug="technology", slug="games")
    term.status = Term.Lifecycle.RETIRED
    term.save()
    client = signed_in("Curators")
    assert b'value="games"' in client.get(edit(tool)).content
    assert b'value="games"' not in client.get(edit(other)).content
    fields = fields_of(client.get(edit(other)))
    fields["technologies"] = ["games"]
    response = send(client, edit(other), fields, "publish")
    assert "is not in the list" in errors_of(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"launched": ["2019"], "ended": ["2012"]}, "can't have ended before"),
        ({"seeking": ["none-known", "funding"]}, "can't stand beside"),
        ({"regions": ["atlantis"]}, "“atlantis” is not in the list"),
        ({"infrastructure": ["device"]}, "“device” is not in the list"),
        ({"restricted_detail": ["A secret"], "disclosure": ["public"]}, "Say who may read the restricted detail"),
        ({"country_codes": ["XX"]}, "“XX” is not in the list"),
        ({"url": ["not an address"]}, "Enter a valid URL"),
        ({"name": [""]}, "This field is required"),
        ({"summary": [""]}, "This field is required"),
    ],
)
def test_what_can_not_be_published_is_said_in_a_sentence(changes, sentence):
    tool = make_tool()
    client = signed_in("Editors")
    fields = {**fields_of(client.get(edit(tool))), **changes}
    response = send(client, edit(tool), fields, "publish")
    assert response.status_code == 200
    assert sentence in errors_of(response)
    assert sentence in unescape(response.content.decode())


def test_the_address_of_another_record_past_or_present_is_refused():
    other, tool = make_tool("taken", name="Taken"), make_tool()
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["slug"] = ["taken"]
    assert "already exists" in errors_of(send(client, edit(tool), fields, "publish"))
    other.slug = "renamed"
    other.save()
    assert "still leads there" in errors_of(send(client, edit(tool), fields, "publish"))


def test_confirming_a_machines_sentence_names_who_did_it():
    tool = make_tool()
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    number = next(n for n in range(2) if fields[f"texts-{n}-language"] == ["fr"])
    assert f"texts-{number}-confirmed" not in fields
    fields[f"texts-{number}-confirmed"] = ["on"]
    assert send(client, edit(tool), fields, "publish").status_code == 302
    confirmed = ToolText.objects.get(tool=tool, language="fr")
    assert (confirmed.is_confirmed, confirmed.confirmed_by, confirmed.origin) == (True, client.user, "machine")
    assert not ToolText.objects.get(tool=tool, language="en").is_confirmed


def test_rewording_without_confirming_leaves_it_marked_and_a_new_row_is_somebodys_own():
    tool = make_tool(taglines={"en": "One line."})
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["texts-0-text"] = ["Another line."]
    add_row(fields, "texts", language="sw", kind="tagline", text="Mstari mmoja.", confirmed="on")
    response = send(client, edit(tool), fields, "publish")
    assert response.status_code == 302, errors_of(response)
    texts = {text.language: text for text in ToolText.objects.filter(tool=tool)}
    assert (texts["en"].text, texts["en"].is_confirmed) == ("Another line.", False)
    assert (texts["sw"].origin, texts["sw"].confirmed_by) == ("person", client.user)


def test_a_date_of_verification_carries_the_name_of_whoever_set_it():
    tool = make_tool()
    client = signed_in("Curators")
    fields = fields_of(client.get(edit(tool)))
    fields["last_verified_on"] = ["2026-11-01"]
    assert send(client, edit(tool), fields, "publish").status_code == 302
    tool.refresh_from_db()
    assert tool.last_verified_by == client.user


def test_long_lists_can_be_used_without_a_script():
    page = signed_in("Curators").get(f"{TOOLS}add/").content.decode()
    assert 'name="country_codes" value="KE"' in page
    assert 'name="language_codes" value="sw"' in page


def test_the_form_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    tool = make_tool(regions=["asia-southern", "global", "oceania"], countries=["NP", "GH", "SE", "BR", "KE"])
    client = signed_in("Curators")
    client.get(edit(tool))
    with django_assert_max_num_queries(90):
        client.get(edit(tool))
