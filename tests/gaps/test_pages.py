"""The numbers on the page, in the list behind them, in every file and in the API's dictionary are the same numbers."""

import csv
import io
import json
from html.parser import HTMLParser
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from catalogue.models import Tool
from catalogue.pages.default_pages import ensure_pages
from gaps import live_data
from gaps.default_pages import ensure_gap_pages
from gaps.live_data import current_registry
from gaps.matrix_request import MatrixRequest
from gaps.matrix_service import matrix_result, result_as_dict
from gaps.models.needs import Indicator
from gaps.models.pages import GapIndexPage, GapPage
from gaps.snapshots.freezing import take_snapshot
from search.filter_semantics import matches
from search.parsing import parse_query
from tests.gaps.loaded import WithAnalyses, WithStartingRegistry


class TableReader(HTMLParser):
    """Reads the matrix as a screen reader does: every cell's text with the texts of its row's and column's headers."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, dict[str, str | None], str]]] = []
        self._inside = False
        self._cell: tuple[str, dict[str, str | None], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and "matrix" in (given.get("class") or ""):
            self._inside = True
        if self._inside and tag == "tr":
            self.rows.append([])
        if self._inside and tag in ("td", "th"):
            self._cell = (tag, given, [])
        if self._cell and tag == "a":
            self._cell[1]["href"] = given.get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = False
        if self._cell and tag in ("td", "th"):
            kind, given, words = self._cell
            self.rows[-1].append((kind, given, " ".join("".join(words).split())))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell[2].append(data)


@pytest.mark.django_db
def test_an_empty_registry_has_pages_that_say_so(client: Client, vocabularies: None) -> None:
    live_data.note_change()
    for path in ("/en/gaps/", "/en/gaps/maps/years/", "/en/gaps/snapshots/", "/en/gaps/changes/", "/en/plan/"):
        assert client.get(path).status_code == 200
    assert "No tool is left to count" in client.get("/en/gaps/").content.decode()
    live_data.forget()


class TestGapPages(WithStartingRegistry):
    @pytest.fixture(autouse=True)
    def _no_kept_pages(self) -> None:
        cache.clear()

    def test_every_number_has_its_row_and_column_and_is_that_of_its_list(self, client: Client) -> None:
        html = client.get("/en/gaps/").content.decode()
        reader = TableReader()
        reader.feed(html)
        matrix = matrix_result(MatrixRequest()).matrix
        heads = next(row for row in reader.rows if [cell[1].get("scope") for cell in row].count("col") > 15)
        columns = [text for kind, given, text in heads if given.get("scope") == "col"]
        assert columns == [*(line.label for line in matrix.columns.lines), "All"]
        body = [row for row in reader.rows if row and row[0][1].get("scope") == "row"][: len(matrix.rows)]
        state, checked = current_registry(), 0
        for line, row in zip(matrix.cells, body, strict=True):
            assert row[0][2] == line[0].row.label
            for cell, (_kind, given, text) in zip(line, row[1:], strict=False):
                number, words = text.split(" ", 1)
                assert int(number) == cell.count
                assert words == cell.judgement.verdict.replace("-", " ").replace("under served", "under-served")
                if checked < 40 or cell.judgement.verdict == "under-served":
                    query = parse_query(QueryDict(urlsplit(given["href"] or "").query), strict=True)
                    assert sum(matches(record, query, state.index) for record in state.records) == cell.count
                    checked += 1
        assert checked >= 40

    def test_files_hold_the_page_s_numbers(self, client: Client) -> None:
        address = "/en/gaps/?columns=target_user&region=asia"
        promised = result_as_dict(matrix_result(MatrixRequest.of(columns="target_user", filters=["region=asia"])))
        counts = {(cell["row"], cell["column"]): cell["count"] for cell in promised["cells"]}
        assert json.loads(client.get(f"{address}&format=json").content) == json.loads(json.dumps(promised))
        body = b"".join(client.get(f"{address}&format=csv").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
        lines = [line for line in csv.DictReader(io.StringIO(body)) if line["row"] and line["column"]]
        assert {(line["row"], line["column"]): int(line["count"]) for line in lines} == counts
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").content))
        assert book.sheetnames == ["Table", "Numbers", "Method"]
        sheet = book["Numbers"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert {(row[0], row[2]): row[4] for row in rows} == counts
        assert any("mid-p" in str(row[0].value) for row in book["Method"].iter_rows())
        svg = client.get(f"{address}&format=svg")
        assert svg["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert svg.content.decode().count("<rect") == len(counts) + 1
        assert client.get(f"{address}&format=png").content.startswith(b"\x89PNG")

    def test_regions_bring_the_sheet_of_need(self, client: Client) -> None:
        book = openpyxl.load_workbook(io.BytesIO(client.get("/en/gaps/?format=xlsx").content))
        assert "Need" in book.sheetnames
        needs = json.loads(client.get("/en/gaps/?format=json").content)["needs"]
        assert {need["key"] for need in needs} >= {"itu-internet-use", "gems-modern-slavery-people"}

    def test_a_change_is_on_the_page_at_once(self, client: Client) -> None:
        before = client.get("/en/gaps/").content
        assert client.get("/en/gaps/").content == before
        Tool.objects.filter(slug="unseen-app").update(live=False)
        live_data.note_change()
        after = client.get("/en/gaps/").content
        assert b"245 tools counted" in after
        assert b"246 tools counted" in before

    def test_odd_addresses_are_pages_that_say_so(self, client: Client) -> None:
        said = {
            "date=1999-12-31": "no record on that day",
            "region=asia-central&tool_type=ethical-consumption": "No tool is left to count",
            "rows=name": "can’t be a side of the table",
            "format=docx": "no such format",
            "rows=pillar&columns=pillar": "tests nothing",
        }
        for query, sentence in said.items():
            response = client.get(f"/en/gaps/?{query}")
            assert response.status_code == 200
            assert sentence in response.content.decode(), query
        for path in ("cell/?row=a", "cell/?row=a&column=b", "maps/none/", "none/", "snapshots/7/", "changes/?from=7"):
            assert client.get(f"/en/gaps/{path}").status_code == 404, path
        # Without a row and a column it is the number of the whole table, which links to its tools.
        assert client.get("/en/gaps/cell/").status_code == 200
        assert client.get("/en/gaps/?snapshot=99999999999999999999").status_code == 200
        assert client.get("/en/gaps/embed/?snapshot=99999999999999999999").status_code == 404

    def test_the_tools_of_a_cell_that_no_list_can_show(self, client: Client) -> None:
        matrix = matrix_result(MatrixRequest(rows="language")).matrix
        places = {
            "row=not-coded": matrix.left_out.rows,
            "row=fr": next(total.count for total in matrix.row_totals if total.line.slug == "fr"),
            "column=global": next(total.count for total in matrix.column_totals if total.line.slug == "global"),
            "row=en&column=global": matrix.cell("en", "global").count,  # type: ignore[union-attr]
        }
        for place, count in places.items():
            html = client.get(f"/en/gaps/cell/?rows=language&{place}").content.decode()
            assert f"{count} tools" in html, place
            assert html.count('dir="auto">') == count > 5
        assert matrix.left_out.rows == sum(r.is_counted and not r.languages for r in current_registry().records)
        page = client.get("/en/gaps/?rows=language").content.decode()
        assert f"{matrix.total} tools counted" in page
        assert f"{matrix.left_out.rows} tools have nothing recorded" in page

    def test_blocks_are_checked_when_they_are_saved(self) -> None:
        from wagtail.blocks import StructBlockValidationError

        from gaps.blocks import FigureBlock

        block = FigureBlock()
        value = {"filters": "region=africa", "snapshot": None, "before": "", "after": "", "as_share": False}
        assert block.clean(block.to_python(value))["filters"] == "region=africa"
        for wrong in ({"filters": "region=atlantis"}, {"filters": "colour=red"}, {"snapshot": 5}):
            with pytest.raises(StructBlockValidationError):
                block.clean(block.to_python({**value, **wrong}))

    def test_making_the_starting_pages_twice_makes_them_once(self) -> None:
        ensure_pages()
        made = ensure_gap_pages()
        assert len(made) == 7 * 3
        assert ensure_gap_pages() == []

    def test_an_analysis_that_editors_rewrote_gets_no_translation_of_ours(self) -> None:
        ensure_pages(["en"])
        ensure_gap_pages()
        page = GapPage.objects.get(slug="without-internet")
        page.title = "Rewritten"
        page.save_revision().publish()
        ensure_pages()
        ensure_gap_pages()
        assert list(GapPage.objects.filter(slug="without-internet")) == [page]
        assert GapPage.objects.filter(slug="victim-case-management").count() == 7

    def test_every_finding_leads_to_tools_or_a_map(self, client: Client) -> None:
        html = client.get("/en/gaps/").content.decode()
        listed = html[html.index('<ol class="findings">') : html.index("</ol>", html.index('<ol class="findings">'))]
        items = listed.split("<li ")[1:]
        assert len(items) >= 8
        for item in items:
            assert 'href="/en/' in item, item

    def test_words_of_the_starting_indicators_are_translated(self, client: Client) -> None:
        html = client.get("/ar/gaps/").content.decode()
        assert "People in modern slavery" not in html
        assert "Asia and the Pacific" not in html.replace("Read: Asia and the Pacific", "")
        assert "Type of tool" not in html
        assert "29.300.000" in html
        Indicator.objects.filter(key="gems-modern-slavery-people").update(label="Of our own making")
        live_data.note_change()
        assert '<span lang="en" dir="ltr">Of our own making</span>' in client.get("/ar/gaps/").content.decode()

    def test_the_table_can_be_framed_and_the_page_not(self, client: Client) -> None:
        framed = client.get("/en/gaps/embed/?columns=pillar")
        assert "frame-ancestors *" in framed["Content-Security-Policy"]
        assert "X-Frame-Options" not in framed
        assert not framed.cookies
        assert "frame-ancestors 'none'" in client.get("/en/gaps/")["Content-Security-Policy"]

    def test_citations_name_day_and_snapshot(self, client: Client) -> None:
        snapshot, _ = take_snapshot()
        bibtex = client.get(f"/en/gaps/snapshots/{snapshot.number}/?format=bibtex").content.decode()
        assert "snapshot 1" in bibtex
        assert str(snapshot.taken_on.year) in bibtex
        [item] = json.loads(client.get("/en/gaps/?format=csl").content)
        assert item["issued"]["date-parts"] == [
            [snapshot.taken_on.year, snapshot.taken_on.month, snapshot.taken_on.day]
        ]
        frozen = client.get("/en/gaps/snapshots/1/?format=frozen").content
        assert frozen == snapshot.raw
        assert frozen == client.get("/fr/gaps/snapshots/1/?format=frozen").content

    def test_the_front_page_costs_few_queries(self, client: Client, django_assert_max_num_queries: object) -> None:
        client.get("/en/gaps/")
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            client.get("/en/gaps/")

    def test_curators_take_snapshots_and_edit_indicators(self, admin_client: Client, client: Client) -> None:
        from gaps.models.needs import Area, Indicator
        from gaps.models.snapshots import Snapshot

        assert admin_client.get("/admin/gaps/snapshots/").status_code == 200
        admin_client.post("/admin/gaps/snapshots/", {"note": "by hand"})
        assert Snapshot.objects.get().note == "by hand"
        assert client.get("/admin/gaps/snapshots/").status_code == 302
        indicator = Indicator.objects.get(key="itu-internet-use")
        assert admin_client.get(f"/admin/snippets/gaps/indicator/edit/{indicator.pk}/").status_code == 200
        area = Area.objects.get(group__slug="itu", slug="cis")
        form = {"group": area.group_id, "slug": "cis", "label": "CIS countries", "regions": ["asia-central"]}
        assert admin_client.post(f"/admin/snippets/gaps/area/edit/{area.pk}/", form).status_code == 302
        area.refresh_from_db()
        assert (area.label, area.regions) == ("CIS countries", ["asia-central"])


class TestAnalyses(WithAnalyses):
    @pytest.fixture(autouse=True)
    def _no_kept_pages(self) -> None:
        cache.clear()

    @pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "ru", "nl"])
    def test_pages_in_every_language(self, client: Client, language: str) -> None:
        take_snapshot()
        for path in (
            "gaps/",
            "gaps/?rows=pillar&columns=pillar",
            "gaps/?rows=language&columns=infrastructure",
            "gaps/method/",
            "gaps/embed/",
            "gaps/maps/infrastructure-fit/",
            "gaps/snapshots/1/",
            "gaps/victim-case-management/",
            "plan/",
        ):
            response = client.get(f"/{language}/{path}")
            assert response.status_code == 200, path
            text = response.content.decode()
            assert " style=" not in text, path
            assert "<script>" not in text, path

    def test_a_page_with_every_block_live_and_frozen(self, client: Client) -> None:
        take_snapshot()
        filters = "tool_type=reporting-hotlines"
        blocks = [
            {"type": "text", "value": "<p>Words.</p>"},
            *(
                {"type": kind, "value": {"filters": filters, "snapshot": number, **further}}
                for number in (None, 1)
                for kind, further in (
                    ("figure", {"before": "There are", "after": "hotlines.", "as_share": True}),
                    ("matrix", {"rows": "target_user", "columns": "pillar"}),
                    ("ranking", {"axis": "region", "ascending": True, "longest": 5}),
                    ("regions", {}),
                    ("sparkline", {}),
                    ("tools", {"longest": 3}),
                )
            ),
            *({"type": "map", "value": {"key": key}} for key in ("ended", "years", "languages")),
        ]
        front = GapIndexPage.objects.get(locale__language_code="en")
        page = front.add_child(instance=GapPage(title="All", slug="all-blocks", body=json.dumps(blocks)))
        page.save_revision().publish()
        before = client.get("/en/gaps/all-blocks/").content.decode()
        assert before.count("Frozen: snapshot 1") == 6
        hotlines = Tool.objects.counted().filter(classifications__term__slug="reporting-hotlines")
        number = hotlines.count()
        assert before.count(f"({number} of 246;") == 2
        Tool.objects.filter(pk=hotlines.first().pk).update(live=False)  # type: ignore[union-attr]
        live_data.note_change()
        after = client.get("/en/gaps/all-blocks/").content.decode()
        assert after.count(f"({number} of 246;") == 1
        assert after.count(f"({number - 1} of 245;") == 1

    def test_a_page_cannot_take_the_address_of_another(self) -> None:
        from django.core.exceptions import ValidationError

        front = GapIndexPage.objects.get(locale__language_code="en")
        with pytest.raises(ValidationError):
            front.add_child(instance=GapPage(title="Method", slug="method"))

    def test_a_new_analysis_is_listed_at_once(self, client: Client) -> None:
        assert "Fresh analysis" not in client.get("/en/gaps/").content.decode()
        front = GapIndexPage.objects.get(locale__language_code="en")
        page = front.add_child(instance=GapPage(title="Fresh analysis", slug="fresh"))
        page.save_revision().publish()
        assert "Fresh analysis" in client.get("/en/gaps/").content.decode()
        page.unpublish()
        assert "Fresh analysis" not in client.get("/en/gaps/").content.decode()
        assert client.get("/en/gaps/fresh/").status_code == 404

    def test_an_analysis_is_read_in_the_readers_language_and_listed_once(self, client: Client) -> None:
        listed = client.get("/fr/gaps/").content.decode()
        assert listed.count("/fr/gaps/without-internet/") == 1
        assert "Qui est laissé de côté sans internet" in listed
        assert "Who is left out" not in listed
        assert 'dir="rtl"' in client.get("/ar/gaps/without-internet/").content.decode()
        assert "Qui est laissé de côté" in client.get("/fr/gaps/without-internet/").content.decode()
        GapPage.objects.get(slug="without-internet", locale__language_code="fr").unpublish()
        shown = client.get("/fr/gaps/without-internet/").content.decode()
        assert '<article lang="en" dir="ltr">' in shown
        assert "Who is left out" in client.get("/fr/gaps/").content.decode()
