"""CSV, TSV and pasted tables: encoding and delimiter found, records counted as Excel counts rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from importers.readers.areas import check_area
from importers.readers.cells import as_texts, trimmed
from importers.readers.encodings import Encoding, detect_encoding, has_mixed_encodings, known_encoding
from importers.readers.errors import FileProblem
from importers.readers.limits import Limits
from importers.readers.sheets import Row, Sheet

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 40
_FIELD_LIMIT = 10_000_000


def decode(content: bytes, encoding: str = "") -> tuple[str, Encoding]:
    if encoding:
        try:
            chosen = known_encoding(encoding)
        except LookupError as error:
            raise FileProblem(
                "encoding", _("There is no encoding called “%(name)s”.") % {"name": encoding[:40]}
            ) from error
    else:
        chosen = detect_encoding(content)
    text = content.decode(chosen.name, errors="replace")
    if text.count("\ufffd") > max(10, len(text) // 50):
        raise FileProblem(
            "encoding",
            _("The letters of the file can't be read as %(encoding)s. Save it as “CSV UTF-8” and try again.")
            % {"encoding": chosen.label},
        )
    return text.removeprefix("\ufeff"), chosen


def read_delimited(
    content: bytes | str, limits: Limits, *, encoding: str = "", delimiter: str = "", name: str = ""
) -> tuple[Sheet, str, str]:
    """The sheet, the encoding's label and the delimiter."""
    if isinstance(content, bytes):
        text, chosen = decode(content, encoding)
        label = chosen.label
        notes = (
            []
            if chosen.is_certain
            else [
                _("The letters were read as %(encoding)s. If names look wrong, choose another encoding.")
                % {"encoding": chosen.label}
            ]
        )
    else:
        text, label, notes = content, "", []
    if not text.strip():
        raise FileProblem("empty", _("The file is empty."))
    if text.count("\x00") > len(text) // 20 + 5:
        raise FileProblem("not-a-table", _("This is no text file."))
    skipped = 0
    if text[:4].lower() == "sep=" and len(text) > 4:
        delimiter = delimiter or text[4]
        skipped = text.find("\n") + 1 or len(text)
    delimiter = delimiter or detect_delimiter(text[skipped : skipped + 200_000])
    if "\ufffd" in text or has_mixed_encodings(text[:200_000]):
        notes.append(_("The file mixes encodings: some letters were already damaged when it was saved."))
    sheet = Sheet(
        name=name or _("Table"),
        open_rows=_Rows(text[skipped:] if skipped else text, delimiter, limits),
        notes=tuple(notes),
    )
    return sheet, label, delimiter


def detect_delimiter(text: str) -> str:
    """The character that cuts the first records most evenly into several cells."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(record) for record in _sample(text, delimiter) if any(record)]
        if not widths:
            continue
        most = max(set(widths), key=lambda width: (widths.count(width), width))
        if most < 2:
            continue
        score = widths.count(most) / len(widths) * min(most, 30) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    found = []
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            found.append(record)
            if len(found) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return found


class _Rows:
    def __init__(self, text: str, delimiter: str, limits: Limits) -> None:
        self.text, self.delimiter, self.limits = text, delimiter, limits

    def __call__(self) -> Iterator[Row]:
        csv.field_size_limit(_FIELD_LIMIT)
        number = 0
        limit = self.limits.cell
        try:
            for record in csv.reader(StringIO(self.text, newline=""), delimiter=self.delimiter):
                number += 1
                if number > self.limits.rows:
                    check_area(number, 1, self.limits)
                row = trimmed(as_texts(record, limit))
                if row:
                    check_area(1, len(row), self.limits)
                    yield Row(number, row)
        except csv.Error as error:
            raise FileProblem(
                "damaged",
                _("The text can't be cut into cells at row %(row)d (%(error)s).") % {"row": number + 1, "error": error},
            ) from error
