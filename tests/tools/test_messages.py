"""Translations are compiled without gettext on the machine, as gettext would."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

import messages
import pytest
from console import Failure

SOURCE = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Tools"
msgstr "Outils"

msgctxt "verb"
msgid "Open"
msgstr "Ouvrir"

msgid "%(count)d tool"
msgid_plural "%(count)d tools"
msgstr[0] "%(count)d outil"
msgstr[1] "%(count)d outils"

#, fuzzy
msgid "Gap"
msgstr "perhaps"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_compiled_words_are_found_and_fuzzy_ones_are_not(source: Path) -> None:
    messages.compile_file(source)
    with source.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Tools") == "Outils"
    assert words.pgettext("verb", "Open") == "Ouvrir"
    assert words.ngettext("%(count)d tool", "%(count)d tools", 2) == "%(count)d outils"
    assert words.gettext("Gap") == "Gap"


def test_a_broken_file_is_named(source: Path) -> None:
    source.write_text(SOURCE + '\nmsgid "unfinished\n', encoding="utf-8")
    with pytest.raises(Failure, match=r"django\.po"):
        messages.compile_file(source)


def test_only_what_changed_is_compiled_again(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    calls: list[list[str]] = []

    def run(command: list[str], **options: object) -> "subprocess.CompletedProcess[str]":
        calls.append(command[2:])
        messages.compile_file(Path(command[2]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(messages.subprocess, "run", run)
    for _ in range(2):
        messages.ensure_messages(Path(sys.executable))
    assert calls == [[str(source)]]
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    messages.ensure_messages(Path(sys.executable))
    assert len(calls) == 2
