"""What a file really is, whatever it is called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from importers.readers.limits import FileProblem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS = (
    (b"%PDF", gettext_lazy("This is a PDF document, not a spreadsheet. Export the table as XLSX or CSV.")),
    (b"\x89PNG", gettext_lazy("This is a picture, not a spreadsheet.")),
    (b"\xff\xd8\xff", gettext_lazy("This is a picture, not a spreadsheet.")),
    (b"GIF8", gettext_lazy("This is a picture, not a spreadsheet.")),
    (b"Rar!", gettext_lazy("This is a RAR archive. Unpack it and choose the spreadsheet inside.")),
    (b"7z\xbc\xaf", gettext_lazy("This is a 7-Zip archive. Unpack it and choose the spreadsheet inside.")),
    (b"\x1f\x8b", gettext_lazy("This is a gzip archive. Unpack it and choose the spreadsheet inside.")),
    (b"SQLite format 3", gettext_lazy("This is a database file, not a spreadsheet.")),
    (b"MZ", gettext_lazy("This is a program, not a spreadsheet.")),
    (b"\x7fELF", gettext_lazy("This is a program, not a spreadsheet.")),
    (b"{\\rtf", gettext_lazy("This is a text document (RTF), not a spreadsheet. Export the table as XLSX or CSV.")),
)


def kind_of(content: bytes) -> str:
    """``xlsx``, ``ods``, ``xls`` or ``text``. Raises FileProblem for what can't be a table."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileProblem("empty", _("The file is empty."))
    for start, sentence in _STRANGERS:
        if content.startswith(start):
            raise FileProblem("not-a-table", str(sentence))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "package"
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FileProblem(
                "password",
                _("The file is protected by a password. Open it, remove the password, save it and try again."),
            )
        if "WordDocument".encode("utf-16-le") in content:
            raise FileProblem("not-a-table", _("This is a Word document, not a spreadsheet."))
        return "xls"
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")):
        raise FileProblem(
            "not-a-table",
            _("This is a web page with a spreadsheet's name. Open it in a spreadsheet program and save it as XLSX."),
        )
    if head.startswith((b"<?xml", b"<!doctype")):
        raise FileProblem("not-a-table", _("This is an XML file, not a table. Save it as XLSX or CSV."))
    if head.startswith((b"{", b"[{")) and b'"' in head[:50]:
        raise FileProblem("not-a-table", _("This is a JSON file, not a table. Save it as XLSX or CSV."))
    return "text"
