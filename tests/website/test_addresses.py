"""Links survive their way through mail programs, chats, campaigns and scissors."""

import re
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Tool
from website.addresses import mended_query

pytestmark = pytest.mark.django_db
WANTED = "/en/tools/?region=africa&tool_type=reporting-hotlines"


def total_of(address: str) -> int:
    return Client().get(address + "&format=json").json()["total"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/tools/?region=africa&amp;tool_type=reporting-hotlines",
        "/en/tools/?region=africa&amp;amp;tool_type=reporting-hotlines",
        "/en/tools/?region=africa%26tool_type=reporting-hotlines",
        "/en/tools/?region=africa%26amp%3Btool_type%3Dreporting-hotlines",
        "/en/tools/?region=africa;tool_type=reporting-hotlines",
        "/en/tools/?region%3Dafrica&tool_type%3Dreporting-hotlines",
        "/en/tools/?region=africa&tool_type=reporting-hotlines)",
        "/en/tools/?region=africa&tool_type=reporting-hotlines).",
        "/en/tools/?region=africa,&tool_type=reporting-hotlines%E2%80%9D",
    ],
)
def test_a_mangled_list_is_the_list_that_was_meant(registry: None, address: str) -> None:
    mended = Client().get(address + "&format=json").json()
    assert (mended["total"], mended["ignored"]) == (total_of(WANTED), [])


@pytest.mark.parametrize("name", ["fbclid", "utm_source", "gclid", "mc_cid", "_ga", "ref", "igshid", "msclkid"])
def test_names_of_campaigns_ask_nothing_and_are_not_carried_on(registry: None, name: str) -> None:
    page = Client().get(f"/en/tools/?region=africa&{name}=Abc-1_2").content.decode()
    assert "nothing that this list can be asked for" not in page
    assert f"{name}=Abc" not in page
    assert Client().get(f"/api/v1/tools?region=africa&{name}=Abc-1_2").status_code == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [("خط ساخن", "خط ساخن"), ("हेल्पलाइन", "हेल्पलाइन"), ("100% free", "100% free"), ("%41lpha", "%41lpha")],
)
def test_words_that_were_escaped_twice_are_read(registry: None, typed: str, read: str) -> None:
    once = quote(typed)
    assert unquote(mended_query(f"q={once}")) == f"q={read}"
    if typed[0] > "\u0100":
        assert unquote(mended_query(f"q={quote(once)}")) == f"q={read}"
        old = "".join(f"%u{ord(letter):04X}" if letter > "\u0100" else "+" for letter in typed)
        assert unquote(mended_query(f"q={old}")).replace("+", " ") == f"q={read}"


@given(st.text(alphabet=st.sampled_from("aZ0 %&;=)خ्é+-.'\"<>"), max_size=20))
def test_what_a_browser_sends_is_never_changed(text: str) -> None:
    """A reader's own words, escaped once as browsers do, mean themselves, whatever signs are in them."""
    if "%" in text or ";" in text or "&" in text:  # words that look like an escape are the cases above
        return
    assert mended_query(f"q={quote(text, safe='')}") == f"q={quote(text, safe='')}"


@pytest.mark.parametrize("tail", [")", ").", "%29.", ",", "%E2%80%9D", ">", "/)", "%20"])
@pytest.mark.parametrize("start", ["/en/tools/wikirate", "/en/vocabularies/tool_type", "/en/guides/seekers"])
def test_signs_behind_an_address_are_cut(registry: None, start: str, tail: str) -> None:
    if start.endswith("seekers"):
        [start, *_others] = re.findall(
            r'href="(/en/guides/[a-z-]+/[a-z-]+)/"', Client().get("/en/guides/").content.decode()
        )
    response = Client().get(start + tail, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0] == (start + "/", 301)


def test_an_address_that_leads_nowhere_offers_what_is_near(registry: None) -> None:
    page = Client().get("/en/tools/6degreeorg).", follow=True)
    assert page.status_code == 404
    assert "6Degree.org" in page.content.decode()
    page = Client().get("/en/nothing/safe-migration-app!", follow=True).content.decode()
    assert 'value="safe migration app"' in page


def test_a_dropped_value_is_named_and_the_list_called_wider(registry: None) -> None:
    page = Client().get("/en/tools/?region=the+moon").content.decode()
    assert "the moon" in page
    assert "This list is therefore wider than the link meant." in page
    hostile = Client().get("/en/tools/?region=%3Cscript%3E").content.decode()
    assert "could not be read and was left aside" in hostile


@pytest.mark.parametrize("count", [2, 20, 60])
def test_a_cut_shortlist_says_that_it_was_cut(registry: None, count: int) -> None:
    slugs = list(Tool.objects.public().order_by("slug").values_list("slug", flat=True)[:count])
    whole = f"/en/shortlist/?n={count}&" + "&".join(f"tool={slug}" for slug in slugs)
    assert "cut on its way" not in Client().get(whole).content.decode()
    at_a_border = whole.rpartition("&")[0]
    for cut in (at_a_border, at_a_border + "&", at_a_border + "&tool=", whole[: len(whole) // 2]):
        page = Client().get(cut).content.decode()
        assert f"of {count} tools arrived" in page, cut
