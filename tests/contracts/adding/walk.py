"""Run in a copy of the product to which a field and a facet were added: prints what does not know them, as JSON.

The tables are made from the models as they are, without migrations, which a real addition has one of.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RECORD = {
    "id": "night-line",
    "name": "Night Line",
    "organisation": "Example Association",
    "summary": "Answers at night.",
    "reach": "10,000 callers a year",
    "venues": ["shelter"],
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "walk_settings"
    sys.path.insert(0, str(Path.cwd()))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    file = Path("walk.jsonl")
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    call_command("load_catalogue", str(file), verbosity=0)
    sys.stdout.write(json.dumps(list(_forgotten())) + "\n")


def _forgotten() -> Iterator[str]:
    for place, knows in {**_of_the_field(), **_of_the_facet()}.items():
        if not knows:
            yield place


def _of_the_field() -> dict[str, bool]:
    from catalogue.admin import exports
    from catalogue.admin.panels import TOOL_FORM
    from catalogue.disclosure import Level
    from catalogue.history import LABELS
    from catalogue.models import Tool
    from catalogue.public_fields import EXPOSURES
    from catalogue.records import record_of
    from importers.lexicon.fields import IMPORT_FIELDS
    from search.exports.fields import HEADER, as_dict

    record = record_of(Tool.objects.get())
    return {
        "the record": record.reach == RECORD["reach"],
        "the answer of the API": as_dict(record)["reach"] == RECORD["reach"],
        "the table to download": "reach" in HEADER,
        "the admin's table": "reach" in exports.columns(Level.CURATOR),
        "the history": "reach" in LABELS,
        "disclosure": EXPOSURES["catalogue.Tool"]["reach"] == "public",
        "the edit form": "reach" in set(_names(TOOL_FORM)),
        "imports": "reach" in IMPORT_FIELDS,
    }


def _names(panel: Any) -> Iterator[str]:
    yield getattr(panel, "field_name", "")
    for child in getattr(panel, "children", ()):
        yield from _names(child)


def _of_the_facet() -> dict[str, bool]:
    from django.test import Client

    from catalogue.admin.panels import TOOL_FORM
    from catalogue.history import LABELS
    from gaps.axes import AXIS_KEYS
    from importers.forms.questions import ASKED
    from importers.lexicon.fields import IMPORT_FIELDS
    from search.exports.fields import HEADER

    client = Client()
    answer = client.get("/api/v1/tools?venue=shelter&language=en").json()
    listed = client.get("/api/v1/facets").json()
    return {
        "a filter": client.get("/api/v1/tools?venue=shelter").json()["total"] == 1,
        "a filter's other value": client.get("/api/v1/tools?venue=border").json()["total"] == 0,
        "the list of facets": "venue" in json.dumps(listed) and "error" not in answer,
        "the axes of gap analyses": "venue" in AXIS_KEYS,
        "the table of facets": "venues" in HEADER,
        "the edit form of terms": "venues" in set(_names(TOOL_FORM)),
        "the history of terms": "venues" in LABELS,
        "imports of terms": IMPORT_FIELDS["venues"].has_terms,
        "the survey form": "venues" in ASKED,
    }


if __name__ == "__main__":
    main()
