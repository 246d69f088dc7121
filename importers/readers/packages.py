"""ZIP-based workbooks (XLSX, XLSM, ODS): checked before any reader sees them.

Sizes are checked as declared and as they really unpack, entities and document types refused, and the area that a sheet
claims is bounded: a reader that makes a dense table of two cells in opposite corners would take all memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from importers.readers.errors import FileProblem
from importers.readers.limits import Limits
from importers.readers.sheets import column_position

CHUNK = 1 << 20
# Sheets whose XML is larger are read in slices.
LARGE = 40 * CHUNK
_OVERLAP = 512
_MOST_KEPT = 24 * CHUNK
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A column beyond Z, or a row beyond 99,999: what may be one is found in half the time.
_MAY_BE_FAR = re.compile(rb'"(?:[A-Z]{2,3}[0-9]|[A-Z]?[0-9]{6})')
_FAR = re.compile(rb' r="(?:([A-Z]{2,3})[0-9]|[A-Z]?[0-9]{6,}")')
_FAR_ROW = re.compile(rb' r="[A-Z]{0,3}([0-9]{6,})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COL = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')


@dataclass
class Layout:
    """What a sheet's XML says beside the values. Rows count from 1, columns from 0; of ``merged`` both from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    zeros: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


class Package(zipfile.ZipFile):
    """A checked package. ``kept``: small sheets that the check unpacked and that are scanned next."""

    kept: dict[str, list[bytes]]


def open_package(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Raises FileProblem for a broken, encrypted, oversized or dangerous package."""
    try:
        package = Package(BytesIO(content))
        package.kept = {}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileProblem(
            "damaged", _("The file is damaged or was not completely copied. Open it, save it again and try once more.")
        ) from error
    parts = package.infolist()
    if len(parts) > limits.parts:
        raise FileProblem("too-large", _("The file has too many parts to be a spreadsheet."))
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked:
        raise _too_large(limits)
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("password", _("The file is protected by a password. Remove it and try again."))
    _check_parts(package, limits)
    return package


def _too_large(limits: Limits) -> FileProblem:
    return FileProblem(
        "too-large",
        _("Unpacked, the file would take more than %(megabytes)d MB. It is not read.")
        % {"megabytes": limits.unpacked // (1 << 20)},
    )


def _check_parts(package: Package, limits: Limits) -> None:
    """Unpack every part once, without keeping it: the declared size may lie."""
    total = 0
    for part in package.infolist():
        size = 0
        is_xml = part.filename.endswith((".xml", ".rels"))
        kept: list[bytes] | None = None
        if part.filename.startswith("xl/worksheets/") and total + part.file_size <= _MOST_KEPT:
            kept = []
        for n, chunk in enumerate(stream(package, part.filename)):
            size += len(chunk)
            total += len(chunk)
            if total > limits.unpacked or size > part.file_size:
                raise _too_large(limits)
            if is_xml and n == 0:
                _refuse_entities(chunk)
            if kept is not None:
                kept.append(chunk)
        if kept is not None:
            package.kept[part.filename] = kept
        if size > 20 * CHUNK and size > limits.ratio * max(part.compress_size, 1):
            raise FileProblem("too-large", _("The file is packed suspiciously tightly (a “zip bomb”). It is not read."))


def _refuse_entities(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileProblem(
            "entities", _("The file defines XML entities, which no spreadsheet program does. It is not read.")
        )


def stream(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    kept = package.kept.pop(name, None) if isinstance(package, Package) else None
    if kept is not None:
        yield from kept
        return
    try:
        with package.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError) as error:
        raise FileProblem(
            "damaged", _("The file is damaged or was not completely copied. Open it, save it again and try once more.")
        ) from error


def parse_part(package: zipfile.ZipFile, name: str) -> object:
    """A small part as an element tree, or None when there is no such part."""
    if name not in package.namelist():
        return None
    try:
        return fromstring(b"".join(stream(package, name)))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FileProblem(
            "damaged", _("The file is damaged: its part “%(name)s” can't be read.") % {"name": name}
        ) from error


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """{sheet name: part name} of an XLSX."""
    book = parse_part(package, "xl/workbook.xml")
    relations = parse_part(package, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}  # type: ignore[attr-defined]
    found: dict[str, str] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):  # type: ignore[attr-defined]
        target = targets.get(sheet.get(_RELATION), "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def zero_styles(package: zipfile.ZipFile) -> dict[int, int]:
    """{cell style: width} of the number formats that show leading zeros (``00000``)."""
    styles = parse_part(package, "xl/styles.xml")
    if styles is None:
        return {}
    widths = {}
    for form in styles.iter(f"{_MAIN}numFmt"):  # type: ignore[attr-defined]
        code = (form.get("formatCode") or "").strip('"').split(";")[0]
        if re.fullmatch(r"0{2,20}", code):
            widths[form.get("numFmtId")] = len(code)
    cells = styles.find(f"{_MAIN}cellXfs")  # type: ignore[attr-defined]
    if not widths or cells is None:
        return {}
    return {n: widths[form.get("numFmtId")] for n, form in enumerate(cells) if form.get("numFmtId") in widths}


def is_large(part: zipfile.ZipInfo) -> bool:
    return part.file_size > LARGE


def read_layout(package: zipfile.ZipFile, part: str, limits: Limits, zeros: dict[int, int]) -> Layout:
    """Scan a sheet's XML once: hidden rows and columns, zero-padded cells, and the area it claims."""
    layout = Layout()
    has_slices = is_large(package.getinfo(part))
    columns: set[bytes] = set()
    padded = None
    if zeros:
        styles = b"|".join(str(style).encode() for style in zeros)
        padded = re.compile(rb'<(?:\w+:)?c (?=[^>]*\br="([A-Z]{1,3})(\d+)")(?=[^>]*\bs="(' + styles + rb')")[^>]*>')
    rest = b""
    for chunk in stream(package, part):
        text = rest + chunk
        far = _FAR.findall(text) if _MAY_BE_FAR.search(text) else []
        wide = set(far) - {b""}
        columns |= wide
        # Of smaller sheets the reader says itself what is merged.
        if has_slices and b"mergeCell " in text:
            layout.merged += _merged(text, limits)
        # Most sheets have at most 26 columns and nothing hidden: for them the dear scans are left out.
        if wide or columns or b"hidden=" in text:
            for match in _ROW.finditer(text):
                _note_row(match.group(1), layout)
            if not layout.hidden_columns:
                for match in _COL.finditer(text):
                    _note_columns(match.group(1), layout, limits)
        for number in _FAR_ROW.findall(text) if far else ():
            layout.last_row = max(layout.last_row, int(number[:9]))
        if padded is not None:
            for match in padded.finditer(text):
                letters, row, style = match.groups()
                layout.zeros[(int(row), column_position(letters.decode()))] = zeros[int(style)]
        # A tag that was cut in two stands whole at the start of the next round.
        cut = text.rfind(b"<", max(0, len(text) - _OVERLAP))
        rest = text[cut:] if cut >= 0 else b""
    layout.last_column = max((column_position(letters.decode()) for letters in columns), default=25)
    layout.merged = list(dict.fromkeys(layout.merged))
    layout.hidden_rows = sorted(set(layout.hidden_rows))
    layout.hidden_columns = [n for n in sorted(set(layout.hidden_columns)) if n <= layout.last_column]
    check_area(layout.last_row, layout.last_column + 1, limits)
    return layout


def check_area(rows: int, columns: int, limits: Limits) -> None:
    if columns > limits.columns:
        raise FileProblem(
            "too-many-columns",
            _("The sheet has %(count)d columns; at most %(limit)d are read.")
            % {"count": columns, "limit": limits.columns},
        )
    if rows > limits.rows or rows * columns > limits.area:
        raise FileProblem(
            "too-many-rows",
            _(
                "The sheet reaches down to row %(count)d; at most %(limit)d rows are read. "
                "Split the file, or delete the blank rows at its end."
            )
            % {"count": rows, "limit": min(limits.rows, limits.area // max(columns, 1))},
        )


def _note_row(attributes: bytes, layout: Layout) -> None:
    number = _ROW_NUMBER.search(attributes)
    row = int(number.group(1)[:9]) if number else layout.last_row + 1
    layout.last_row = max(layout.last_row, row)
    if _HIDDEN.search(attributes):
        layout.hidden_rows.append(row)


def _note_columns(attributes: bytes, layout: Layout, limits: Limits) -> None:
    if not _HIDDEN.search(attributes):
        return
    given = dict(_ATTRIBUTE.findall(attributes))
    try:
        first, last = int(given[b"min"]), int(given[b"max"])
    except (KeyError, ValueError):
        return
    layout.hidden_columns += range(first - 1, min(last, limits.columns))


def _merged(text: bytes, limits: Limits) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """((top, left), (bottom, right)) of merged cells."""
    return [
        (
            (int(top[:9]) - 1, column_position(left.decode())),
            (min(int(bottom[:9]), limits.rows) - 1, column_position(right.decode())),
        )
        for left, top, right, bottom in _MERGED.findall(text)
    ]
