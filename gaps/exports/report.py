"""The report on an idea as a PDF of a page or two, to attach to a proposal."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from gaps.overlap import Overlap, OverlapReport
from gaps.words import VERDICT_WORDS, decimal

# Fonts that speak the interface's languages, where operating systems keep them.
_FONT_FILES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
MOST_LISTED = 8
LONGEST_SHOWN = 900


@lru_cache(maxsize=1)
def font_file() -> Path | None:
    """A font with more than Latin letters; None where this machine has none: then no PDF is offered."""
    return next((path for name in _FONT_FILES if (path := Path(name)).is_file()), None)


def report_pdf(idea: str, report: OverlapReport, on: date, language: str) -> bytes:
    """Raises LookupError where the machine has no font for it."""
    font = font_file()
    if font is None:
        raise LookupError("no font")
    page = _Sheet(str(font), language)
    page.heading(_("What the registry knows about this idea"))
    page.text(
        _("%(site)s, as of %(day)s. Compared by machine; read the records before you decide.")
        % {"site": settings.WAGTAIL_SITE_NAME, "day": formats.date_format(on, "DATE_FORMAT")}
    )
    page.text(idea if len(idea) <= LONGEST_SHOWN else idea[: LONGEST_SHOWN - 1] + "…", is_indented=True)
    page.subheading(_("Tools that overlap"))
    if not report.in_use:
        page.text(_("No tool in the registry is much like this idea."))
    for overlap in report.in_use[:MOST_LISTED]:
        _print_overlap(page, overlap)
    if report.ended:
        page.subheading(_("Tried before, and ended"))
        for overlap in report.ended[:MOST_LISTED]:
            _print_overlap(page, overlap)
    if report.gap_cells:
        page.subheading(_("Where this idea stands among the gaps"))
        for cell in report.gap_cells:
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
    return bytes(page.output())


def _print_overlap(page: _Sheet, overlap: Overlap) -> None:
    degree = {"same": _("does the same"), "close": _("close"), "related": _("related")}[str(overlap.degree)]
    open_source = f", {_('open source')}" if overlap.is_open_source else ""
    page.text(f"• {overlap.record.name} ({degree}{open_source})")
    lines = [
        f"{_('Who to talk to:')} {overlap.record.organisation}" if overlap.record.organisation else "",
        f"{_('Both:')} {', '.join(part.label for part in overlap.shared)}" if overlap.shared else "",
        f"{_('Why it ended, as far as is known:')} {overlap.ended_because}" if overlap.has_ended else "",
        f"{settings.BASE_URL}{overlap.url}",
    ]
    page.text("\n".join(line for line in lines if line), is_indented=True, is_small=True)


class _Sheet(FPDF):
    """A4 with one font, set from the right in languages that are read so."""

    def __init__(self, font: str, language: str) -> None:
        super().__init__(format="A4")
        self.set_margin(18)
        self.set_lang(language)
        self.set_title(str(_("What the registry knows about this idea")))
        self.add_font("sans", fname=font)
        self.set_font("sans", size=10)
        self.set_text_shaping(use_shaping_engine=True)
        self._align = "R" if language.split("-")[0] == "ar" else "L"
        self.add_page()

    def heading(self, text: str) -> None:
        self._print(text, 16, 4)

    def subheading(self, text: str) -> None:
        self.ln(2)
        self._print(text, 12, 2)

    def text(self, text: str, *, is_indented: bool = False, is_small: bool = False) -> None:  # type: ignore[override]
        if is_indented:
            self.set_x(self.l_margin + 5)
        self._print(text, 8.5 if is_small else 10, 1.5)

    def _print(self, text: str, size: float, after: float) -> None:
        self.set_font_size(size)
        self.multi_cell(0, size * 0.5, text, align=self._align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)
