"""How cells of the workbook look: few colours, each with a meaning that also stands in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_precision
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from review.tables import Kind

INK, SOFT, RULE, HEAD = "#1C1D1F", "#5A5D63", "#D9D9D3", "#23415C"
NUMBERS = (Kind.MONEY, Kind.SCORE, Kind.COUNT)
WRAPPED = (Kind.PHRASE, Kind.PROSE, Kind.DOCUMENT)
BAR = "#F2B79B"
LINK = "#0B4F8A"
DOUBTFUL = 0.8

# Told apart by people who do not see red and green, and by lightness when printed.
TINTS = {
    "cleared": "#D3E6F5",
    "review": "#FFF0BF",
    "flagged": "#FAD3BF",
    "block": "#FAD3BF",
    "info": "#ECECE8",
    "partial": "#FFF0BF",
    "failed": "#FAD3BF",
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}
        self.cell = lru_cache(maxsize=None)(self._cell)

    def make(self, **properties: Any) -> Format:
        """Return a format with these XlsxWriter properties."""
        key = repr(sorted(properties.items()))
        if key not in self._made:
            basic = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
            self._made[key] = self._workbook.add_format({**basic, **properties})
        return self._made[key]

    def _cell(self, kind: Kind, currency: str = "", tint: str = "", *, link: bool = False) -> Format:
        """Return the format of a table's cell; amounts get their currency's decimals."""
        properties: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
        if kind not in NUMBERS:
            properties |= {"align": "left", "indent": 1}
        if kind in WRAPPED:
            properties["text_wrap"] = True
        if number := number_format(kind, currency):
            properties["num_format"] = number
        if tint in TINTS:
            properties |= {"bg_color": TINTS[tint], "bold": True}
        if link:
            properties |= {"font_color": LINK, "underline": 1}
        return self.make(**properties)

    def heading(self, *, right: bool = False) -> Format:
        """Return the format of a column's heading."""
        side = {"align": "right"} if right else {"align": "left", "indent": 1}
        return self.make(bold=True, font_color="#FFFFFF", bg_color=HEAD, text_wrap=True, valign="vcenter", **side)


def number_format(kind: Kind, currency: str = "") -> str:
    """Return Excel's number format for a kind of value, or nothing for text."""
    if kind is Kind.MONEY:
        decimals = get_currency_precision(currency)
        figure = "#,##0" + ("." + "0" * decimals if decimals else "")
        return f"{figure};[Red]-{figure}"
    return {Kind.DATE: "yyyy-mm-dd", Kind.SCORE: "0.00", Kind.COUNT: "0", Kind.TEXT: "@"}.get(kind, "")
