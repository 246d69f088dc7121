"""Brings the translation catalogues up to date with the strings in the sources."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from website.messages import locale_folder, template_catalog


class Command(BaseCommand):
    help = (
        "Read every string of the interface out of the sources and bring locale/*/LC_MESSAGES/django.po up to date: "
        "new strings are added without a translation, strings that are gone are taken out, translations stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a machine-readable result")

    def handle(self, **options: Any) -> None:
        template = template_catalog(Path(settings.BASE_DIR))
        missing = {
            code: update(locale_folder() / code / "LC_MESSAGES" / "django.po", code, template)
            for code, _name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE
        }
        if options["json"]:
            self.stdout.write(json.dumps({"strings": len(template), "missing": missing}))
            return
        self.stdout.write(f"{len(template)} strings")
        for code, number in missing.items():
            self.stdout.write(f"{code}: {number} without a translation" if number else f"{code}: complete")


def update(path: Path, code: str, template: Catalog) -> int:
    """Write one catalogue; returns how many strings have no translation yet, or one that was made for other words."""
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=code)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=Locale.parse(code), project=settings.WAGTAIL_SITE_NAME, version="1", charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = (
        f"# {Locale.parse(code).english_name}. How to translate: docs/how-to/translate.md.\n"
        "# Made by `manage.py update_messages`; only the translations are edited by hand."
    )
    with path.open("wb") as file:
        # No times and no line numbers: a catalogue changes only when its strings do.
        write_po(file, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    _drop_dates(path)
    return sum(1 for message in catalog if message.id and (message.fuzzy or not _is_translated(message.string)))


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _drop_dates(path: Path) -> None:
    moving = (
        '"Report-Msgid-Bugs-To:',
        '"POT-Creation-Date:',
        '"PO-Revision-Date:',
        '"Last-Translator:',
        '"Language-Team:',
        '"Generated-By:',
    )
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(moving)), encoding="utf-8")
