"""The case file shows the letters of other alphabets, and says by number what it has no letter for."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from review import fonts
from review.fonts import marked_up


def printed(text: str) -> str:
    """Return what a PDF reader finds on a page with a text."""
    written = io.BytesIO()
    SimpleDocTemplate(written).build([Paragraph(marked_up(text), ParagraphStyle("t", wordWrap="CJK"))])
    document = pypdfium2.PdfDocument(written.getvalue())
    found = str(document[0].get_textpage().get_text_bounded())
    document.close()
    return found


@pytest.mark.parametrize(
    "text",
    ["Ångström & <Söhne>", "Łódź Żabka", "Ελλάδα", "Москва", "株式会社テスト", "北京办事处", "서울 사무소", "→ 5 €"],
)
def test_letters_are_printed(text: str) -> None:
    assert text.replace(" ", "") in printed(text).replace(" ", "")


def test_what_no_font_has_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marked_up("a\U000e0041b") == "a\\ue0041b"
    monkeypatch.setattr(fonts, "_wide", lambda: None)
    fonts._font_of.cache_clear()
    assert marked_up("Łx") == "\\u0141x"
    fonts._font_of.cache_clear()


def test_lines_are_broken_where_the_text_breaks_them() -> None:
    assert marked_up("a\nb") == "a<br/>b"
