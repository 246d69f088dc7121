"""ZIP-based workbooks (XLSX, XLSM, ODS): checked before any reader sees them.

Sizes are checked as declared and as they really unpack, entities and document types refused, and the area of a sheet is
bounded.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from importers.readers.limits import FileProblem, ImportLimits
from importers.readers.used_range import UsedRange

CHUNK = 1 << 20
# Sheets whose XML is larger are read in slices.
LARGE = 40 * CHUNK
# Packages that unpack to more are not copied.
_MOST_COPIED = 24 * CHUNK
_ROOM_FOR_NAMES = 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package(zipfile.ZipFile):
    """A checked package. ``used_ranges``: of each part.

    ``copy``: of a small one, its parts stored as they are, so that no reader unpacks them once more.
    """

    used_ranges: dict[str, UsedRange]
    copy: BytesIO | None


def open_package(content: bytes, limits: ImportLimits) -> Package:
    """Raises FileProblem for a broken, encrypted, oversized or dangerous package."""
    try:
        package = Package(BytesIO(content))
        package.used_ranges, package.copy = {}, None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileProblem(
            "damaged", _("The file is damaged or was not completely copied. Open it, save it again and try once more.")
        ) from error
    parts = package.infolist()
    if len(set(package.namelist())) < len(parts):
        # Readers differ in which of two parts of one name they take.
        raise FileProblem("damaged", _("The file is damaged in a way that can't be read."))
    if len(parts) > limits.parts:
        raise FileProblem("too-large", _("The file has too many parts to be a spreadsheet."))
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked:
        raise _too_large(limits)
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("password", _("The file is protected by a password. Remove it and try again."))
    _check_parts(package, declared, limits)
    return package


def _too_large(limits: ImportLimits) -> FileProblem:
    return FileProblem(
        "too-large",
        _("Unpacked, the file would take more than %(megabytes)d MB. It is not read.")
        % {"megabytes": limits.unpacked // (1 << 20)},
    )


def _check_parts(package: Package, declared: int, limits: ImportLimits) -> None:
    """Unpack every part once: the declared size may lie."""
    is_copied = declared <= _MOST_COPIED
    out = BytesIO()
    if is_copied:
        # All of the room at once: growing piece by piece would copy it again and again.
        out.seek(declared + _ROOM_FOR_NAMES * len(package.infolist()))
        out.write(b"\0")
        out.seek(0)
    total = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for part in package.infolist():
            size = 0
            used_range = package.used_ranges[part.filename] = UsedRange(limits)
            is_xml = part.filename.endswith((".xml", ".rels"))
            with copy.open(zipfile.ZipInfo(part.filename), "w") as copied:
                for n, chunk in enumerate(stream(package, part.filename)):
                    size += len(chunk)
                    total += len(chunk)
                    if total > limits.unpacked or size > part.file_size:
                        raise _too_large(limits)
                    if is_xml and n == 0:
                        _refuse_entities(chunk)
                    # Any part may be called a sheet, whatever its name.
                    used_range.feed(chunk)
                    if is_copied:
                        copied.write(chunk)
                used_range.close()
            if size > 20 * CHUNK and size > limits.ratio * max(part.compress_size, 1):
                raise FileProblem(
                    "too-large", _("The file is packed suspiciously tightly (a “zip bomb”). It is not read.")
                )
    if is_copied:
        out.truncate()
        out.seek(0)
        package.copy = out


def _refuse_entities(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileProblem(
            "entities", _("The file defines XML entities, which no spreadsheet program does. It is not read.")
        )


def stream(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
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
    parts: dict[str, str] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):  # type: ignore[attr-defined]
        target = targets.get(sheet.get(_RELATION), "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


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
