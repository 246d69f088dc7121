"""Citations survive every name."""

import re
from datetime import UTC, datetime

from hypothesis import given

from catalogue.presentation.citations import record_citation
from catalogue.records import Record
from tests import dangerous

NAMES = dangerous.texts(min_size=1, max_size=60)


def citation(name):
    return record_citation(
        Record(slug="safe-path", name=name, summary="", updated_at=datetime(2026, 11, 5, tzinfo=UTC))
    )


@given(NAMES)
def test_bibtex_braces_are_balanced(name):
    entry = re.sub(r"\\[{}]", "", citation(name).bibtex)
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_apa_reads_as_the_manual_has_it():
    assert citation("Safe Path").apa == (
        "Anti-Trafficking Tech Catalogue. (2026, November 5). Safe Path [Registry record]. "
        "http://testserver/tools/safe-path/"
    )


def test_a_record_without_a_date_says_so():
    assert "(n.d.)" in record_citation(Record(slug="a", name="A", summary="")).apa
