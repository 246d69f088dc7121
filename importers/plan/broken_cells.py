"""Cells whose formula failed: an error of the spreadsheet program, or a result that was never calculated."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from importers.columns import Column, ColumnRole
from importers.lexicon.fields import IMPORT_FIELDS, CellKind
from importers.readers import Worksheet, column_letter
from importers.values.plain_values import address_of
from importers.values.problems import CellProblem

# As text in files that know no formulas; “#N/A” says there what people mean by it.
_ERROR = re.compile(
    r"#(?:¡|¿)?(?:REF|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC|BLOCKED|FIELD|CONNECT|BUSY|BEZUG|WERT|ZAHL|NOM|VALEUR|NOMBRE|"
    r"VALOR|NOME|NUMERO|RIF|VALORE|ССЫЛКА|ЗНАЧ|ИМЯ|ЧИСЛО|ДЕЛ/0|VERW|WAARDE|NAAM|GETAL|DEEL/0)[!?]|Err:5\d\d"
)


class BrokenCells:
    """A sheet's failed cells by row, and the addresses behind words that a formula shows."""

    def __init__(self, columns: Sequence[Column], sheet: Worksheet | None) -> None:
        self.places = [column.position for column in columns if column.role in (ColumnRole.FIELD, ColumnRole.CONSENT)]
        self.fields = {column.position: column.field for column in columns if column.role is ColumnRole.FIELD}
        self._errors = sheet.errors if sheet else {}
        self._uncalculated = sheet.uncalculated if sheet else {}
        links: Mapping[tuple[int, int], str] = sheet.links if sheet else {}
        addressed = [place for place, name in self.fields.items() if IMPORT_FIELDS[name].kind is CellKind.ADDRESS]
        self._links = {place: address for place, address in links.items() if place[1] in addressed}

    def shown(self, number: int, cells: Sequence[str]) -> list[str]:
        """The row with what the sheet shows in failed cells, and with the addresses of links."""
        texts = list(cells)
        for position in self.places:
            failed = self._errors.get((number, position)) or self._uncalculated.get((number, position))
            link = self._links.get((number, position))
            if failed or link:
                texts += [""] * (position + 1 - len(texts))
            if failed:
                texts[position] = failed
            elif link and not address_of(texts[position]):
                texts[position] = link
        return texts

    def problems_of(self, number: int, cells: Sequence[str], mended: Collection[str]) -> list[CellProblem]:
        """``mended``: letters of the cells that a curator wrote."""
        problems = []
        for position in self.places:
            text = cells[position] if position < len(cells) else ""
            letter, name = column_letter(position), self.fields.get(position, "")
            if letter in mended:
                continue
            if (number, position) in self._uncalculated:
                message = _("The formula in %(cell)s was never calculated, so the cell holds no value.")
                suggestion = _(
                    "Open the file in a spreadsheet program, save it and upload it again, or write the value."
                )
                code = "uncalculated"
            elif (number, position) in self._errors or _ERROR.fullmatch(text.strip()):
                message = _("%(cell)s holds an error (%(error)s).")
                suggestion = _("Write the value, or empty the cell.")
                code = "cell-error"
            else:
                continue
            sentence = message % {"cell": f"{letter}{number}", "error": text[:40]}
            problems.append(CellProblem(code, sentence, letter, suggestion, name, text[:200]))
        return problems
