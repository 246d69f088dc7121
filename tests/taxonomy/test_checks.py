"""The system checks find what they are for."""

import json
from pathlib import Path

import pytest
from django.db import models
from django.test.utils import isolate_apps

from taxonomy import checks
from taxonomy.models import Term


def test_the_project_passes() -> None:
    assert checks.check_uses() == []
    assert checks.check_files() == []


@isolate_apps("taxonomy", "catalogue")
def test_a_relation_that_loses_terms_is_an_error() -> None:
    class Careless(models.Model):
        term = models.ForeignKey("taxonomy.Term", on_delete=models.CASCADE)
        terms = models.ManyToManyField("taxonomy.Term", related_name="careless")

        class Meta:
            app_label = "catalogue"

    class FakeTerm:
        class _meta:
            @staticmethod
            def get_fields(include_hidden: bool = False) -> list[object]:
                return [
                    models.ManyToOneRel(Careless._meta.get_field("term"), Term, "id", on_delete=models.CASCADE),
                ]

    [error] = list(checks._deletions(FakeTerm))  # type: ignore[arg-type]
    assert error.id == "taxonomy.E001"


def test_files_that_contradict_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "region.json").write_text(
        json.dumps({"vocabulary": "region", "terms": [{"slug": "moon", "labels": {"en": "Moon"}}]}), encoding="utf-8"
    )
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    words = tmp_path / "words.txt"
    words.write_text(json.dumps({"region": {"moon": {"en": ["cheese"]}}}), encoding="utf-8")
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    monkeypatch.setattr(checks, "REJECTED_WORDS", words)
    found = {message.id for message in checks.check_files()}
    assert found == {"taxonomy.E003", "taxonomy.E004", "taxonomy.W001"}
