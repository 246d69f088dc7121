"""The page and the command that compare an idea; what is typed is kept nowhere."""

import json
import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from tests.gaps.loaded import WithStartingRegistry
from tests.overlap.test_report import judged

pytestmark = pytest.mark.any_database


class TestPlan(WithStartingRegistry):
    def test_what_is_too_long_is_refused_with_a_sentence_and_kept(self, client: Client) -> None:
        text = "A hotline for seafarers. " * 900
        html = client.post("/en/plan/", {"idea": text}).content.decode()
        assert "The idea is too long" in html
        assert html.count("A hotline for seafarers.") >= 900
        with pytest.raises(CommandError, match="too long"):
            call_command("overlap", text, stdout=StringIO())

    def test_the_page_forgets_what_was_typed(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        secret = "Zanzibarite pigeons carry encrypted notes between shelters in the mountains."
        response = client.post("/en/plan/", {"idea": secret, "region": "africa", "tool_type": "nonsense"})
        assert response.status_code == 200
        assert secret in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert "igeons" not in caplog.text
        assert "igeons" not in client.get("/en/plan/").content.decode()
        from django.core.cache import cache

        assert "igeons" not in repr(getattr(cache, "_cache", {}))

    @pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "ru", "nl"])
    def test_the_report_can_be_taken_along(self, client: Client, language: str) -> None:
        response = client.post(f"/{language}/plan/", {"idea": judged()[2][1], "format": "pdf"})
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")

    @pytest.mark.parametrize("text", ["", "too short", "\x00\ud83d", "<script>alert(1)</script>"])
    def test_little_text_is_answered_with_a_sentence(self, client: Client, text: str) -> None:
        response = client.post("/en/plan/", {"idea": text.encode("utf-8", "ignore").decode()})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()

    def test_the_command(self) -> None:
        out = StringIO()
        call_command("overlap", "An app that explains contracts to migrant workers.", "--json", stdout=out)
        assert set(json.loads(out.getvalue())) == {"overlaps", "perhaps_also", "passage", "reading", "gap_cells"}
        out = StringIO()
        call_command("overlap", "An app that explains contracts to migrant workers.", stdout=out)
        assert out.getvalue()
        for wrong in (["  "], ["An idea of some length", "--filter", "region=atlantis"]):
            with pytest.raises(CommandError):
                call_command("overlap", *wrong, stdout=StringIO())


class TestMatrixCommand(WithStartingRegistry):
    def test_json_and_plain(self) -> None:
        out = StringIO()
        call_command("gap_matrix", "--rows", "tool_type", "--columns", "region", "--json", stdout=out)
        found = json.loads(out.getvalue())
        assert found["population"]["tools"] == 246
        assert len(found["cells"]) == 17 * 20
        cell = found["cells"][0]
        assert {"row", "column", "count", "active", "discontinued", "expected", "ic", "ic_low", "ic_high", "p", "q",
                "verdict", "url"} <= set(cell)  # fmt: skip
        out = StringIO()
        call_command("gap_matrix", "--filter", "region=africa", "--global", "excluded", stdout=out)
        assert "africa-eastern" in out.getvalue()
        with pytest.raises(CommandError, match="side of the table"):
            call_command("gap_matrix", "--rows", "name", stdout=StringIO())
        with pytest.raises(CommandError, match="is no date"):
            call_command("gap_matrix", "--date", "soon", stdout=StringIO())
