"""What is cited today shows the same numbers for ever, in every form, and citing can't fill the registry."""

import html
import json
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalogue.models import Tool
from gaps import live_data
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import matrix_result, result_as_dict
from gaps.models.needs import IndicatorValue
from gaps.models.snapshots import Snapshot
from gaps.snapshots import citing
from gaps.snapshots.freezing import state_of, take_snapshot
from taxonomy.models import Term
from tests.gaps.loaded import WithStartingRegistry

pytestmark = pytest.mark.any_database
ADDRESS = re.compile(r"/gaps/snapshots/\d+/\?[^\s\"{}<>]*")


class TestCiting(WithStartingRegistry):
    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def days_later(self, days: int) -> None:
        day = date.today() + timedelta(days=days)
        for module in ("django.utils.timezone.localdate",):
            self.monkeypatch.setattr(module, lambda *_: day)
        live_data.forget()

    def end(self, slug: str) -> None:
        ended = Term.objects.get(vocabulary__slug="status", slug="discontinued")
        assert Tool.objects.filter(slug=slug).update(status=ended)
        live_data.note_change()

    def text(self, client: Client, address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        return str(html.unescape(body.decode()))

    def cited(self, text: str) -> str:
        named = [match.rstrip(".,") for match in ADDRESS.findall(text)]
        found = {address for address in named if "numbers=" in address and "format=" not in address}
        assert len(found) == 1, found
        return f"/en{found.pop()}"

    @pytest.mark.parametrize("query", ["", "rows=target_user&columns=language&tool_type=reporting-hotlines"])
    def test_every_form_of_a_citation_names_one_address_that_keeps_its_numbers(
        self, client: Client, query: str
    ) -> None:
        page = self.text(client, f"/en/gaps/?{query}")
        forms = [self.text(client, f"/en/gaps/?{query}&format={name}") for name in ("bibtex", "csl")]
        address = self.cited(page)
        assert {self.cited(form) for form in forms} == {address}
        number = Snapshot.objects.get().number
        assert f"snapshot-{number}" in client.get(f"/en/gaps/?{query}&format=csv")["Content-Disposition"]
        assert f"snapshot={number}" in page  # the frozen frame
        before = json.loads(self.text(client, f"/en/gaps/?{query}&format=json"))
        for slug in ("apricot", "unseen-app"):
            self.end(slug)
        self.days_later(3)
        after = json.loads(self.text(client, f"{address}&format=json"))
        for name in ("cells", "row_totals", "column_totals", "row_verdicts", "numbers"):
            strip = (
                [{k: v for k, v in cell.items() if k != "url"} for cell in before[name]] if name == "cells" else None
            )
            again = [{k: v for k, v in cell.items() if k != "url"} for cell in after[name]] if name == "cells" else None
            assert (again or after[name]) == (strip or before[name]), name
        assert after["population"]["tools"] == before["population"]["tools"]
        assert "not the numbers that were cited" not in self.text(client, address)
        living = json.loads(self.text(client, f"/en/gaps/?{query}&format=json"))
        assert living["population"]["tools"] != before["population"]["tools"]
        assert self.cited(self.text(client, address)) == address
        assert self.cited(self.text(client, f"{address}&format=bibtex")) == address

    def test_a_day_s_address_answers_the_same_on_the_day_and_after(self, client: Client) -> None:
        """As in the report: 245 tools today, and 246 from the same address tomorrow."""
        take_snapshot("of the month")
        self.end("apricot")
        address = f"/api/v1/gaps?date={timezone.localdate().isoformat()}"
        today = client.get(address).json()
        assert (today["population"]["tools"], today["snapshot"]) == (245, 2)
        self.end("unseen-app")
        self.days_later(1)
        assert client.get(address).json()["population"]["tools"] == 245
        assert client.get("/api/v1/gaps").json()["population"]["tools"] == 244

    def test_readers_add_a_state_only_after_a_change_and_only_so_many_a_day(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(citing, "MOST_KEPT_A_DAY", 2)
        for number in range(4):
            for query in ("", "?columns=technology", "?region=asia", "?format=bibtex", "?format=csl"):
                self.text(client, f"/en/gaps/{query}")
            if number < 3:
                self.end(("apricot", "unseen-app", "memex", "traffickcam")[number])
        assert Snapshot.objects.count() == 2
        page = self.text(client, "/en/gaps/")
        assert "Not frozen yet" in page
        assert ADDRESS.search(page) is None
        assert "Retrieved" in page
        today = timezone.localdate().isoformat()
        assert "Not frozen yet" in self.text(client, f"/en/gaps/?date={today}")
        assert "Not frozen yet" in client.get(f"/api/v1/gaps?date={today}").json()["note"]
        assert "urldate" in self.text(client, "/en/gaps/?format=bibtex")
        call_command("snapshot_gaps", "--nightly", stdout=StringIO())
        assert "Not frozen yet" not in self.text(client, "/en/gaps/")

    def test_what_equals_the_last_state_is_that_one_also_on_another_day(self, client: Client) -> None:
        first = self.cited(self.text(client, "/en/gaps/"))
        self.days_later(5)
        assert self.cited(self.text(client, "/en/gaps/")) == first
        assert Snapshot.objects.count() == 1

    def test_a_large_registry_is_frozen_by_the_worker(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(citing, "MOST_FROZEN_AT_ONCE", 10)
        waiting: list[int] = []
        monkeypatch.setattr(citing.keep_in_background.__class__, "enqueue", lambda *_: waiting.append(1))
        from django.core.cache import cache

        cache.clear()
        assert "Not frozen yet" in self.text(client, "/en/gaps/")
        assert "Not frozen yet" in self.text(client, "/en/gaps/?columns=technology")
        assert waiting == [1]
        citing.keep_in_background.func()
        assert ADDRESS.search(self.text(client, "/en/gaps/")) is not None
        cache.clear()

    def test_what_was_kept_for_a_citation_is_not_announced(self, client: Client) -> None:
        self.text(client, "/en/gaps/")
        kept = Snapshot.objects.get()
        assert kept.is_automatic
        listed = self.text(client, "/en/gaps/snapshots/")
        assert "States kept because a table was cited" in listed
        assert "<table" not in listed.partition("<main")[2]
        taken, is_new = take_snapshot("For the conference", only_if_changed=True)
        assert (taken.pk, is_new, taken.is_automatic, taken.note) == (kept.pk, True, False, "For the conference")

    def test_need_in_a_snapshot_is_that_of_its_day(self) -> None:
        snapshot, _ = take_snapshot()
        before = result_as_dict(matrix_result(MatrixRequest(), snapshot))["needs"]
        assert len(before) > 3
        assert before == result_as_dict(matrix_result(MatrixRequest()))["needs"]
        IndicatorValue.objects.update(value=1.0)
        live_data.note_change()
        assert result_as_dict(matrix_result(MatrixRequest(), snapshot))["needs"] == before
        assert result_as_dict(matrix_result(MatrixRequest()))["needs"] != before

    def test_the_digest_of_numbers_does_not_depend_on_names(self) -> None:
        snapshot, _ = take_snapshot()
        digest = result_as_dict(matrix_result(MatrixRequest(), snapshot))["numbers"]
        Tool.objects.filter(slug="apricot").update(name="Otherwise")
        live_data.note_change()
        assert result_as_dict(matrix_result(MatrixRequest()))["numbers"] == digest
        assert state_of(snapshot).records
        self.end("apricot")
        assert result_as_dict(matrix_result(MatrixRequest()))["numbers"] != digest

    def test_a_wrong_digest_is_said(self, client: Client) -> None:
        take_snapshot()
        assert "not the numbers that were cited" in self.text(client, "/en/gaps/snapshots/1/?numbers=0123456789abcdef")

    def test_the_site_s_name_is_in_the_full_address(self, client: Client) -> None:
        assert settings.BASE_URL + "/gaps/snapshots/" in self.text(client, "/en/gaps/?format=bibtex")
