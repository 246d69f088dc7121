"""The report on an idea as a PDF of a page or two, to attach to a proposal."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from gaps.formatting import VERDICT_WORDS, decimal
from gaps.idea_report import IdeaReport
from overlap import Overlap
from text.active_language import base_language

# Noto Sans, first for Latin, Greek and Cyrillic, then one file a script; under the licence beside them. Other scripts
# (Chinese, Khmer, Amharic…) would need fonts of many megabytes: a report that meets one says that it can't print it.
FONTS: Final = Path(__file__).resolve().parent.parent / "data" / "fonts"
FONT_FILES: Final = (
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansThai-Regular.ttf",
)
MOST_LISTED = 8
# It says at length which letters it keeps, and those are an idea's.
logging.getLogger("fontTools").setLevel(logging.WARNING)
LONGEST_SHOWN = 900
INDENT = 5  # millimetres
RIGHT_TO_LEFT = frozenset({"ar"})


def report_pdf(idea: str, whole: IdeaReport, on: date, language: str) -> bytes:
    report = whole.overlap
    page = _Sheet(language)
    page.heading(_("What the registry knows about this idea"))
    page.text(
        _("%(site)s, as of %(day)s. Compared by machine; read the records before you decide.")
        % {"site": settings.WAGTAIL_SITE_NAME, "day": formats.date_format(on, "DATE_FORMAT")}
    )
    page.text(idea if len(idea) <= LONGEST_SHOWN else idea[: LONGEST_SHOWN - 1] + "…", is_indented=True)
    page.subheading(_("Tools that overlap"))
    if not report.in_use and not report.perhaps:
        page.text(_("No tool in the registry is much like this idea."))
    for overlap in report.in_use[:MOST_LISTED]:
        _print_overlap(page, overlap)
    if report.perhaps:
        page.subheading(_("Perhaps also"))
        for perhaps in report.perhaps:
            page.text(f"• {perhaps.record.name}")
            why = "\n".join(f"{reason.label}: {reason.text}" for reason in perhaps.reasons)
            page.text(why, is_indented=True, is_small=True, after=0)
            page.address(f"{settings.BASE_URL}{perhaps.url}")
    if report.ended:
        page.subheading(_("Tried before, and ended"))
        for overlap in report.ended[:MOST_LISTED]:
            _print_overlap(page, overlap)
    if whole.gap_cells:
        page.subheading(_("Where this idea stands among the gaps"))
        for cell in whole.gap_cells:
            page.text(
                _("%(row)s × %(column)s: %(count)d tools, %(expected)s expected, %(verdict)s")
                % {
                    "row": cell.row_label,
                    "column": cell.column_label,
                    "count": cell.count,
                    "expected": decimal(cell.expected),
                    "verdict": VERDICT_WORDS[cell.verdict],
                }
            )
    if page.has_unprinted:
        page.text(
            _("Some letters are missing here, as this report has no font for them. The page on the screen has all.")
        )
    return bytes(page.output())


def _print_overlap(page: _Sheet, overlap: Overlap) -> None:
    degree = {"same": _("does the same"), "close": _("close"), "related": _("related")}[str(overlap.degree)]
    open_source = f", {_('open source')}" if overlap.is_open_source else ""
    page.text(f"• {overlap.record.name} ({degree}{open_source})")
    lines = [
        f"{_('Who to talk to:')} {overlap.record.organisation}" if overlap.record.organisation else "",
        f"{_('Both:')} {', '.join(part.label for part in overlap.shared)}" if overlap.shared else "",
        f"{_('Why it ended, as far as is known:')} {overlap.ended_because}" if overlap.has_ended else "",
    ]
    page.text("\n".join(line for line in lines if line), is_indented=True, is_small=True, after=0)
    page.address(f"{settings.BASE_URL}{overlap.url}")


class _Sheet(FPDF):
    """A4, set from the right in languages that are read so."""

    def __init__(self, language: str) -> None:
        super().__init__(format="A4")
        self.has_unprinted = False
        self.set_margin(18)
        self.set_lang(language)
        self.set_title(str(_("What the registry knows about this idea")))
        names = [Path(name).stem for name in FONT_FILES]
        for name in names:
            self.add_font(name, fname=FONTS / f"{name}.ttf")
        fonts = (font for font in self.fonts.values() if isinstance(font, TTFFont))
        self._printable = frozenset(point for font in fonts for point in font.cmap)
        self.set_font(names[0], size=10)
        self.set_fallback_fonts(names[1:])
        self._is_from_the_right = base_language(language) in RIGHT_TO_LEFT
        self._set_direction(self._is_from_the_right)
        self.add_page()

    def heading(self, text: str) -> None:
        self._print(text, 16, 4)

    def subheading(self, text: str) -> None:
        self.ln(2)
        self._print(text, 12, 2)

    def text(  # type: ignore[override]
        self, text: str, *, is_indented: bool = False, is_small: bool = False, after: float = 1.5
    ) -> None:
        if is_indented and not self._is_from_the_right:
            self.set_x(self.l_margin + INDENT)
        self._print(text, 8.5 if is_small else 10, after, INDENT if is_indented else 0)

    def address(self, url: str) -> None:
        """A URL reads from the left everywhere, and can be clicked."""
        self._set_direction(is_from_the_right=False)
        if not self._is_from_the_right:
            self.set_x(self.l_margin + INDENT)
        self._print(url, 8.5, 1.5, INDENT, url)
        self._set_direction(self._is_from_the_right)

    def _set_direction(self, is_from_the_right: bool) -> None:
        self.set_text_shaping(use_shaping_engine=True, direction="rtl" if is_from_the_right else "ltr")

    def _print(self, text: str, size: float, after: float, indent: float = 0, link: str = "") -> None:
        self.set_font_size(size)
        self.has_unprinted |= any(ord(letter) not in self._printable for letter in text if not letter.isspace())
        self.multi_cell(
            self.epw - indent,
            size * 0.5,
            text,
            align="R" if self._is_from_the_right else "L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            link=link,
        )
        self.ln(after)
