"""Charts drawn on the server: the matrix as a picture, bars, and a line over the years. No script, no inline style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from gaps.formatting import VERDICT_WORDS, axes_in_words
from gaps.matrix_service import MatrixResult
from gaps.statistics import NOT_TESTED, TOO_FEW

# Blue to orange: told apart by every common kind of colour blindness, and in grey by lightness with the sign beside.
_FEWER = ("#fff4e5", "#fdd9a8", "#f5a94f", "#c96a00")
_MORE = ("#eef5fb", "#c3dcf0", "#7db3dd", "#2a74ad")
_NOTHING = "#f4f4f2"
_SIGNS = {"under-served": "−", "well-served": "+", "too-few-to-tell": "?", "as-expected": "", "not-tested": ""}
_CELL_WIDTH, _CELL_HEIGHT, _LABEL_WIDTH, _HEAD_HEIGHT = 46, 28, 300, 210
_FONT = "DejaVu Sans, Noto Sans, Arial, sans-serif"
_WIDEST = 60  # columns; a wider picture can be read by nobody


def matrix_svg(result: MatrixResult) -> str:
    """A heat map with the counts in the cells. Colour: the information component; sign: the verdict."""
    matrix = result.matrix
    columns = matrix.columns.lines[:_WIDEST]
    rows = list(zip(matrix.rows.lines, matrix.cells, strict=True))
    width = _LABEL_WIDTH + _CELL_WIDTH * max(len(columns), 4) + 20
    height = _HEAD_HEIGHT + _CELL_HEIGHT * len(rows) + 70
    title = f"{axes_in_words(matrix.rows, matrix.columns)}, {result.on.isoformat()}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title" font-family="{_FONT}" font-size="12">',
        f'<title id="title">{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-size="16" font-weight="bold" fill="#17211f">{escape(title)}</text>',
    ]
    for at, line in enumerate(columns):
        x = _LABEL_WIDTH + _CELL_WIDTH * at + _CELL_WIDTH / 2 + 4
        y = _HEAD_HEIGHT - 8
        parts.append(
            f'<text x="{x}" y="{y}" transform="rotate(-55 {x} {y})" fill="#17211f">{escape(_short(line.label))}</text>'
        )
    for down, (line, cells) in enumerate(rows):
        y = _HEAD_HEIGHT + _CELL_HEIGHT * down
        parts.append(
            f'<text x="{_LABEL_WIDTH - 8}" y="{y + 18}" text-anchor="end" fill="#17211f">'
            f"{escape(_short(line.label, 44))}</text>"
        )
        for at, cell in enumerate(cells[: len(columns)]):
            x = _LABEL_WIDTH + _CELL_WIDTH * at
            judged = cell.judgement
            fill = _NOTHING if judged.verdict in (TOO_FEW, NOT_TESTED) else _colour(judged.ic)
            ink = "#ffffff" if fill in (_FEWER[3], _MORE[3]) else "#17211f"
            words = f"{line.label}, {cell.column.label}: {cell.count}, {VERDICT_WORDS[judged.verdict]}"
            parts.append(
                f'<rect x="{x}" y="{y}" width="{_CELL_WIDTH - 2}" height="{_CELL_HEIGHT - 2}" fill="{fill}">'
                f"<title>{escape(words)}</title></rect>"
                f'<text x="{x + _CELL_WIDTH / 2 - 1}" y="{y + 18}" text-anchor="middle" fill="{ink}">'
                f"{cell.count}{_SIGNS[judged.verdict]}</text>"
            )
    legend = _("− under-served, + well served, ? too few to tell. Colour: fewer (orange) or more (blue) than expected.")
    parts.append(f'<text x="12" y="{height - 34}" fill="#475451">{escape(legend)}</text>')
    if len(matrix.columns) > len(columns):
        note = _("Only the first %(count)d columns are drawn; the other formats have all.") % {"count": len(columns)}
        parts.append(f'<text x="12" y="{height - 14}" fill="#475451">{escape(note)}</text>')
    parts.append("</svg>")
    return "".join(parts)


def _colour(ic: float) -> str:
    scale = _FEWER if ic < 0 else _MORE
    return scale[min(3, int(abs(ic) / 0.6))]


def _short(text: str, longest: int = 30) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def matrix_png(result: MatrixResult) -> bytes:
    """The same picture as pixels, twice as large as on the screen."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=matrix_svg(result), zoom=2.0))


def bars_svg(values: Sequence[int], largest: int, label: str) -> str:
    """A bar of one number among others; decoration beside the number, so hidden from screen readers."""
    share = 100 * sum(values) / largest if largest else 0
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="is-active" width="{share:.1f}" height="10"><title>{escape(label)}</title></rect></svg>'
    )


def sparkline_svg(points: Sequence[tuple[str, float]], label: str) -> str:
    """A line over the years with a table beside it on the page; the picture says its first, last and highest point."""
    if not points:
        return ""
    highest = max(value for _name, value in points) or 1.0
    step = 300 / max(len(points) - 1, 1)
    path = " ".join(f"{step * at + 4:.1f},{64 - 56 * value / highest:.1f}" for at, (_name, value) in enumerate(points))
    return (
        '<svg class="sparkline" viewBox="0 0 308 70" role="img" focusable="false">'
        f"<title>{escape(label)}</title>"
        f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/></svg>'
    )
