"""Large sheets given to calamine in pieces, as it holds a whole sheet in memory: slices of some thousand rows, each a
little workbook of its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from importers.readers.packages import CHUNK, stream

# Bytes of a slice's XML.
_SLICE = 4 * CHUNK
_SHEET = "xl/worksheets/slice.xml"
_SHARED = ("xl/styles.xml", "xl/sharedStrings.xml")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_FIRST_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d+)"')
_DATES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*>")
_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BOOK = (
    f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATION}">{{}}'
    '<sheets><sheet name="Slice" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def sliced(package: zipfile.ZipFile, part: str) -> Iterator[BytesIO] | None:
    """Workbooks of some rows, one after the other; None where the rows don't bear numbers."""
    chunks = stream(package, part)
    head = b""
    for chunk in chunks:
        head += chunk
        match = _DATA.search(head)
        # The first row is looked at, too.
        if match and (b"</" in head[match.end() :] or len(head) > 2 * CHUNK):
            break
    else:
        return None
    start, rest = head[: match.end()], head[match.end() :]
    if not _FIRST_ROW.match(rest.lstrip()) or match.group(0).endswith(b"/>"):
        return None
    return _slices(_DIMENSION.sub(b"", start), match[1], rest, chunks, _frame(package))


def _slices(
    start: bytes, prefix: bytes, rest: bytes, chunks: Iterator[bytes], frame: Callable[[bytes], BytesIO]
) -> Iterator[BytesIO]:
    end_of_row, end_of_data = b"</" + prefix + b"row>", b"</" + prefix + b"sheetData>"
    end = end_of_data + b"</" + prefix + b"worksheet>"
    pending, size = [rest], len(rest)
    while pending:
        chunk = next(chunks, None)
        if chunk is not None:
            pending.append(chunk)
            size += len(chunk)
            if size < _SLICE:
                continue
        text = b"".join(pending)
        data_ends = text.find(end_of_data)
        cut = data_ends if data_ends >= 0 else text.rfind(end_of_row) + len(end_of_row)
        if data_ends < 0 and (cut < len(end_of_row) or chunk is None):
            if chunk is None:
                return
            continue
        rows = text[:cut]
        if _FIRST_ROW.search(rows):
            yield frame(start + rows + end)
        if data_ends >= 0:
            return
        pending, size = [text[cut:]], len(text) - cut


def _frame(package: zipfile.ZipFile) -> Callable[[bytes], BytesIO]:
    """A function that makes a workbook of a sheet, with the package's styles and shared texts."""
    names = set(package.namelist())
    shared = {name: package.read(name) for name in _SHARED if name in names}
    dates = _DATES.search(package.read("xl/workbook.xml"))
    dates_1904 = '<workbookPr date1904="1"/>' if dates and re.search(rb'date1904="(1|true)"', dates[0]) else ""
    relations = [("rId1", "worksheet", "worksheets/slice.xml")]
    relations += [(f"rId{n}", name[3:].removesuffix(".xml"), name[3:]) for n, name in enumerate(shared, start=2)]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _BOOK.format(dates_1904).encode(),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        **shared,
    }

    def frame(sheet: bytes) -> BytesIO:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
            for name, content in {**parts, _SHEET: sheet}.items():
                book.writestr(name, content)
        out.seek(0)
        return out

    return frame


def _relations(entries: list[tuple[str, str, str]]) -> bytes:
    elements = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{target}"/>' for name, kind, target in entries
    )
    return _RELATIONS.format(elements).encode()
