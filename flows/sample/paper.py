"""Sheets of paper as PDF: text, rules and boxes measured from the top left, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
SLIP = (226.77, 510.24)
"""A till's paper, 80 mm wide."""

INK, GREY, PALE = "#1d1d1f", "#6b6b70", "#eef0f3"
SUBSTITUTES = str.maketrans({"\u202f": "\xa0", "\u2212": "-", "\u2019": "'"})
"""What the standard fonts lack, and what stands for it."""


class Paper:
    """A document of one or more pages of one size."""

    def __init__(self, title: str, author: str, size: tuple[float, float] = A4) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width, self.height = size
        self._file = BytesIO()
        self._canvas: Canvas = Canvas(self._file, pagesize=size, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(author)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        font: str = "Helvetica",
        ink: str = INK,
        align: str = "left",
    ) -> None:
        """Write a line with its foot at y; `align` says what of it stands at x: its left, right or middle."""
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(ink)
        draw = {
            "left": self._canvas.drawString,
            "right": self._canvas.drawRightString,
            "middle": self._canvas.drawCentredString,
        }[align]
        draw(x, self.height - y, text.translate(SUBSTITUTES))

    def lines(
        self,
        x: float,
        y: float,
        texts: list[str],
        step: float = 12,
        size: float = 9,
        font: str = "Helvetica",
        ink: str = INK,
        align: str = "left",
    ) -> None:
        """Write lines below each other; empty ones are left out."""
        for number, text in enumerate(filter(None, texts)):
            self.text(x, y + step * number, text, size, font, ink, align)

    def rule(self, x: float, y: float, end: float, width: float = 0.5, ink: str = INK) -> None:
        """Draw a level line."""
        self._stroke(width, ink)
        self._canvas.line(x, self.height - y, end, self.height - y)

    def upright(self, x: float, y: float, end: float, width: float = 0.5, ink: str = INK) -> None:
        """Draw an upright line."""
        self._stroke(width, ink)
        self._canvas.line(x, self.height - y, x, self.height - end)

    def box(self, x: float, y: float, right: float, bottom: float, fill: str = "", edge: str = "") -> None:
        """Draw a rectangle, filled or with an edge."""
        self._stroke(0.6, edge or INK)
        self._canvas.setFillColor(fill or INK)
        self._canvas.rect(x, self.height - bottom, right - x, bottom - y, stroke=int(bool(edge)), fill=int(bool(fill)))

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled circle, of which the firms' marks are made."""
        self._canvas.setFillColor(fill)
        self._canvas.circle(x, self.height - y, radius, stroke=0, fill=1)

    def content(self) -> bytes:
        """Return the file."""
        self._canvas.save()
        return self._file.getvalue()

    def _stroke(self, width: float, ink: str) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeColor(ink)
