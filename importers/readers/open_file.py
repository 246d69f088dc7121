"""One entry for every kind of file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from importers.readers.delimited import read_delimited
from importers.readers.kinds import kind_of
from importers.readers.limits import FileProblem, ImportLimits, configured_limits
from importers.readers.opendocument import read_opendocument
from importers.readers.packages import open_package
from importers.readers.sheets import SourceFile
from importers.readers.workbooks import read_workbook


def read_path(path: Path, *, encoding: str = "", delimiter: str = "", limits: ImportLimits | None = None) -> SourceFile:
    """Raises FileProblem, also when the file isn't there or can't be opened."""
    limits = limits or configured_limits()
    try:
        if path.stat().st_size > limits.size:
            raise _too_large(path.stat().st_size, limits)
        content = path.read_bytes()
    except OSError as error:
        raise FileProblem(
            "unreadable", _("%(path)s can't be read: %(error)s.") % {"path": path, "error": error.strerror or error}
        ) from error
    return read_bytes(content, path.name, encoding=encoding, delimiter=delimiter, limits=limits)


def read_bytes(
    content: bytes, name: str, *, encoding: str = "", delimiter: str = "", limits: ImportLimits | None = None
) -> SourceFile:
    limits = limits or configured_limits()
    if len(content) > limits.size:
        raise _too_large(len(content), limits)
    digest = hashlib.sha256(content).hexdigest()
    kind = kind_of(content)
    if kind == "text":
        sheet, label, cut = read_delimited(
            content, limits, encoding=encoding, delimiter=delimiter, name=Path(name).stem
        )
        return SourceFile(name, "csv", digest, (sheet,), encoding=label, delimiter=cut)
    if kind == "xls":
        return SourceFile(name, "xls", digest, read_workbook(content, limits))
    package = open_package(content, limits)
    parts = set(package.namelist())
    if "xl/workbook.xml" in parts:
        return SourceFile(name, "xlsx", digest, read_workbook(content, limits, package))
    if "content.xml" in parts:
        return SourceFile(name, "ods", digest, read_opendocument(package, limits))
    if "xl/workbook.bin" in parts:
        raise FileProblem("not-a-table", _("Binary workbooks (XLSB) are not read. Save the file as XLSX."))
    if "word/document.xml" in parts:
        raise FileProblem("not-a-table", _("This is a Word document, not a spreadsheet."))
    raise FileProblem("not-a-table", _("This is an archive, not a spreadsheet. Unpack it and choose the file inside."))


def read_pasted(text: str, *, limits: ImportLimits | None = None) -> SourceFile:
    """A table copied out of a spreadsheet or typed."""
    limits = limits or configured_limits()
    content = text.encode("utf-8", "replace")
    if len(content) > limits.size:
        raise _too_large(len(content), limits)
    sheet, _label, delimiter = read_delimited(text.removeprefix("\ufeff"), limits, name=_("Pasted table"))
    return SourceFile(_("Pasted table"), "pasted", hashlib.sha256(content).hexdigest(), (sheet,), delimiter=delimiter)


def _too_large(size: int, limits: ImportLimits) -> FileProblem:
    return FileProblem(
        "too-large",
        _("The file has %(size).1f MB; at most %(limit)d MB are read.")
        % {"size": size / (1 << 20), "limit": limits.size // (1 << 20)},
    )
