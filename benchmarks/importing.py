"""Importing a survey of 10,000 rows: reading, planning and applying, beside the usual ways to do the same.

The same rows, into the same registry on SQLite, one after the other in one run:

- reading: our reader (checks of the package, hidden rows, text cleaning) beside the bare reader it is built on;
- django-import-export with an equivalent resource: the tool with its classification, countries, languages and
  organisation, found by slug, without revisions (it makes none);
- Wagtail's own path: the tool and its children saved, a revision saved, the revision published.

The others are timed on fewer rows (their time a row doesn't depend on the number). Everything is rolled back.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROWS = 10_000
LARGE = 10
OTHER_ROWS, WAGTAIL_ROWS = 600, 150
FIELDS = (
    "name", "organisation", "url", "summary", "tool_types", "target_users", "technologies", "infrastructure",
    "countries", "languages", "status", "launched", "access", "handles_victim_data",
)  # fmt: skip
SEVERAL = ("tool_types", "target_users", "technologies", "infrastructure", "countries", "languages")
CLASSIFIED = {
    "tool_types": "tool_type",
    "target_users": "target_user",
    "technologies": "technology",
    "infrastructure": "infrastructure",
}


def run(options: Any = None) -> dict[str, Any]:
    rows = make_rows(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = write_survey(Path(folder) / "survey.xlsx", rows)
        reading = measure_reading(path)
        large = measure_large(write_survey(Path(folder) / "large.xlsx", rows * LARGE))
        ours = measure_ours(path)
    others = measure_import_export(rows[:OTHER_ROWS])
    wagtail = measure_wagtail(rows[:WAGTAIL_ROWS])
    measured = {
        "rows": ROWS,
        "reading": reading,
        "reading_large": large,
        "ours": ours,
        "django-import-export": others,
        "wagtail save, revision, publish": wagtail,
        "times django-import-export": round(ours["rows_per_second"] / others["rows_per_second"], 1),
        "times wagtail": round(ours["rows_per_second"] / wagtail["rows_per_second"], 1),
    }
    print_table(measured)
    return measured


def print_table(measured: dict[str, Any]) -> None:
    reading = measured["reading"]
    print(f"reading: {reading['seconds']} s; the bare reader {reading['bare_seconds']} s; {reading['ratio']} times")
    for name in ("ours", "django-import-export", "wagtail save, revision, publish"):
        found = measured[name]
        print(f"{name:<34} {found['rows']:>6} rows {found['seconds']:>8.2f} s {found['rows_per_second']:>8.0f} rows/s")
    ratios = measured["times django-import-export"], measured["times wagtail"]
    print(f"{ratios[0]} times django-import-export, {ratios[1]} times Wagtail")


# --- the survey ----------------------------------------------------------------------------------------------------
def make_rows(count: int) -> list[dict[str, Any]]:
    """Answers of invented names with the classification of registered ones; one in twenty is a registered one."""
    from catalogue.models import Tool
    from catalogue.records import records

    chance = random.Random(7)
    known = records(Tool.objects.public())
    syllables = [first + second for first in "bcdfglmnprstvz" for second in "aeiou"]
    rows = []
    for n in range(count):
        record = chance.choice(known)
        values = {name: getattr(record, name) for name in FIELDS}
        if n % 20:
            words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))).capitalize() for _ in range(2)]
            other = chance.choice(known)
            values |= {
                "name": f"{' '.join(words)} {n}",
                "organisation": f"{words[1]} Collective {chance.randrange(3000)}",
                "url": f"https://{words[0].lower()}{n}.example.org",
                "summary": " ".join(chance.sample(other.summary.split(), k=min(40, len(other.summary.split())))),
            }
        rows.append(values)
    return rows


def write_survey(path: Path, rows: list[dict[str, Any]]) -> Path:
    from openpyxl import Workbook

    from importers.lexicon.fields import IMPORT_FIELDS
    from taxonomy.current import vocabulary_index

    index = vocabulary_index()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append([name.replace("_", " ").capitalize() for name in FIELDS])
    for row in rows:
        cells = []
        for name in FIELDS:
            value, field = row[name], IMPORT_FIELDS[name]
            if field.has_terms and value:
                several = value if isinstance(value, tuple) else (value,)
                value = "; ".join(index.label(field.vocabulary, one.lower(), "en") for one in several)
            cells.append(value or None)
        sheet.append(cells)
    book.save(path)
    return path


# --- ours ----------------------------------------------------------------------------------------------------------
def measure_reading(path: Path) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    from importers.readers import read_path

    def bare() -> int:
        return sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())

    def checked() -> int:
        return sum(1 for _ in read_path(path).sheets[0].rows())

    ours, theirs = (min(timed(work) for _ in range(5)) for work in (checked, bare))
    return {"seconds": round(ours, 3), "bare_seconds": round(theirs, 3), "ratio": round(ours / theirs, 2)}


def measure_large(path: Path) -> dict[str, Any]:
    """Ten times as many rows read by a process of its own: the most memory it holds, all of Django's included."""
    told = subprocess.run(
        [sys.executable, "-c", _READ_ALONE, str(path)], capture_output=True, text=True, check=True, env=os.environ
    )
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


_READ_ALONE = """
import json, re, sys
from pathlib import Path
import django
django.setup()
from importers.readers import read_path
# Not getrusage: there a process starts with the peak of the one that started it.
peak = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before = peak()
rows = sum(1 for _ in read_path(Path(sys.argv[1])).sheets[0].rows()) - 1
print(json.dumps({"rows": rows, "peak_memory_mib": peak(), "of_which_before_reading_mib": before}))
"""


def measure_ours(path: Path) -> dict[str, Any]:
    from importers.applying.sessions import ImportSession

    with rolled_back():
        begun = time.perf_counter()
        session = ImportSession.from_path(path)
        plan = session.plan()
        planned = time.perf_counter()
        applied = session.apply(mode="live")
        done = time.perf_counter()
    return {
        "rows": len(plan.rows),
        "seconds": round(done - begun, 2),
        "planning_seconds": round(planned - begun, 2),
        "applying_seconds": round(done - planned, 2),
        "rows_per_second": round(len(plan.rows) / (done - begun), 1),
        "counts": plan.counts,
        "created": applied.created,
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


# --- the others ----------------------------------------------------------------------------------------------------
def measure_import_export(rows: list[dict[str, Any]]) -> dict[str, Any]:
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from catalogue.models import Tool
    from taxonomy.models import Term

    class TermWidget(widgets.ForeignKeyWidget):
        def __init__(self, vocabulary: str) -> None:
            super().__init__(Term, "slug")
            self.vocabulary = vocabulary

        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return Term.objects.filter(vocabulary__slug=self.vocabulary)

    class ToolResource(resources.ModelResource):
        status = fields.Field("status", "status", TermWidget("status"))
        access = fields.Field("access", "access", TermWidget("access"))
        victim_data = fields.Field("victim_data", "handles_victim_data", TermWidget("victim_data"))

        class Meta:
            model = Tool
            import_id_fields = ("slug",)
            fields = ("slug", "name", "url", "summary", "launched", "status", "access", "victim_data")

        def after_save_instance(self, instance: Tool, row: Any, **kwargs: Any) -> None:
            """The children, which no widget of the package can write."""
            _save_children(instance, row)

    data = Dataset(headers=["slug", *FIELDS])
    for n, row in enumerate(rows):
        data.append([f"bench-{n}", *(";".join(row[name]) if name in SEVERAL else row[name] for name in FIELDS)])
    with rolled_back():
        seconds = timed(lambda: ToolResource().import_data(data, raise_errors=True, use_transactions=True))
        if Tool.objects.filter(slug__startswith="bench-").count() != len(rows):
            raise RuntimeError("django-import-export did not write every row")
    return {"rows": len(rows), "seconds": round(seconds, 2), "rows_per_second": round(len(rows) / seconds, 1)}


def _save_children(tool: Any, row: Any) -> None:
    from catalogue.models import Organisation, Participation, ToolClassification, ToolCountry, ToolLanguage
    from taxonomy.current import vocabulary_index

    index = vocabulary_index()
    slug = f"o-{abs(hash(row['organisation']))}"
    organisation, _made = Organisation.objects.get_or_create(name=row["organisation"], defaults={"slug": slug})
    Participation.objects.filter(tool=tool).delete()
    Participation.objects.create(tool=tool, organisation=organisation, role="lead")
    ToolClassification.objects.filter(tool=tool).delete()
    for name, vocabulary in CLASSIFIED.items():
        for n, term in enumerate(filter(None, row[name].split(";"))):
            ToolClassification.objects.create(tool=tool, term_id=index.pk_of(vocabulary, term), sort_order=n)
    for model, name in ((ToolCountry, "countries"), (ToolLanguage, "languages")):
        model.objects.filter(tool=tool).delete()
        for n, code in enumerate(filter(None, row[name].split(";"))):
            model.objects.create(tool=tool, code=code, sort_order=n)


def measure_wagtail(rows: list[dict[str, Any]]) -> dict[str, Any]:
    with rolled_back():
        seconds = timed(lambda: [_publish(n, row) for n, row in enumerate(rows)])
    return {"rows": len(rows), "seconds": round(seconds, 2), "rows_per_second": round(len(rows) / seconds, 1)}


def _publish(n: int, row: dict[str, Any]) -> None:
    from catalogue.models import Organisation, Participation, Tool, ToolClassification, ToolCountry, ToolLanguage
    from taxonomy.current import vocabulary_index

    index = vocabulary_index()
    organisation, _made = Organisation.objects.get_or_create(name=row["organisation"], defaults={"slug": f"w-{n}"})
    tool = Tool(
        slug=f"bench-{n}", name=row["name"], url=row["url"], summary=row["summary"], launched=row["launched"],
        status_id=index.pk_of("status", row["status"]), access_id=index.pk_of("access", row["access"]),
        victim_data_id=index.pk_of("victim_data", row["handles_victim_data"]), live=False,
    )  # fmt: skip
    tool.participations = [Participation(organisation=organisation, role="lead")]
    tool.classifications = [
        ToolClassification(term_id=index.pk_of(vocabulary, slug), sort_order=m)
        for name, vocabulary in CLASSIFIED.items()
        for m, slug in enumerate(row[name])
    ]
    tool.countries = [ToolCountry(code=code, sort_order=m) for m, code in enumerate(row["countries"])]
    tool.languages = [ToolLanguage(code=code, sort_order=m) for m, code in enumerate(row["languages"])]
    tool.save()
    tool.save_revision().publish()


# --- measuring -----------------------------------------------------------------------------------------------------
def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
