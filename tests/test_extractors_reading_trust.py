"""Which reading of a page is believed, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Box, Page, PageSource, Word
from extractors.reading.pdf import PdfPage
from extractors.reading.pdf_objects import Drawn
from extractors.reading.read import read
from extractors.reading.trust import Use, is_garbled, judge, shapely
from extractors.settings import ReaderSettings
from tests.faults.formats import LINES, WORDS, pdf, picture, scanned_pdf

SETTINGS = ReaderSettings(second_engine=False)
SENTENCE = (
    "This agreement between the station and the agency holds for all spots ordered in March 2026 at $1,250.00 each"
)
SHIFTED = "".join(chr(ord(letter) - 29) if letter.isalpha() else letter for letter in SENTENCE)
CAESAR = "".join(chr((ord(letter.lower()) - 97 + 3) % 26 + 97) if letter.isalpha() else letter for letter in SENTENCE)
MISREAD = "THis agrcemEnt beTween tbe stAtion aNd thc agEncy h0lds foR alL spOts orDered iN MaRch 2o2G"
FULL = Box(0, 0, 595, 842)
LOGO = Box(20, 20, 120, 60)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(piece, Box(10.0 * n, 500, 10.0 * n + 8, 510)) for n, piece in enumerate(text.split()))


def page(
    text: str, *pictures: Box, visible: int = 50, invisible: int = 0, over: int = 0, outlines: bool = False
) -> PdfPage:
    return PdfPage(595, 842, words(text), Drawn(pictures, outlines, visible, invisible, over))


@pytest.mark.parametrize(
    ("seen", "use", "reason"),
    [
        (page(SENTENCE), Use.LAYER, "text layer"),
        (page(SENTENCE, LOGO), Use.LAYER, "text layer"),
        (page(""), Use.LAYER, "hardly any text"),
        (page("", outlines=True), Use.OCR, "no text layer"),
        (page("Page 3", FULL), Use.OCR, "no text layer"),
        (page(SENTENCE, FULL, invisible=90), Use.SCAN_LAYER, "clean text layer of an earlier OCR"),
        (page(f"{SENTENCE} agrcemEnt beTween h0lds", FULL, invisible=90), Use.SCAN_TWICE, None),
        (page(MISREAD, FULL, invisible=90), Use.OCR, "poor text layer of an earlier OCR"),
        (page(SENTENCE * 4, FULL, over=90), Use.LAYER, "text over a picture"),
        (page(SENTENCE, FULL, over=2), Use.BOTH, "stamped scan"),
        (page(SENTENCE, Box(0, 560, 595, 800)), Use.BOTH, "text beside pictures"),
        (page(SENTENCE, Box(0, 480, 595, 800)), Use.LAYER, "text layer"),
        (page(SHIFTED), Use.OCR, "garbled text layer"),
        (page(SENTENCE, *(Box(0, 84 * n, 595, 84 * n + 84) for n in range(10)), invisible=9), Use.SCAN_LAYER, None),
    ],
)
def test_pages_are_judged_by_what_can_be_measured(seen: PdfPage, use: Use, reason: str | None) -> None:
    verdict = judge(seen)
    assert verdict.use is use
    assert reason is None or verdict.reason == reason


def test_layers_of_scans_can_be_distrusted_by_the_settings() -> None:
    assert judge(page(SENTENCE, FULL, invisible=90), trust_scans=False).use is Use.OCR


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (SENTENCE, False),
        (SHIFTED, True),
        (CAESAR, True),
        ("\ue001\ue002\ue003 \ue004\ue005" * 8, True),
        ("(cid:12)(cid:44) (cid:7)(cid:9)" * 8, True),
        ("see https://stations.example/terms-and-conditions?of=sale&page=2 or sales@stations.example", False),
        ("請求書 番号 四七一一 合計 金額 一万二千円", False),
        ("Накладная № 4711 от 14.03.2026 на сумму 1 234,50", False),
        ("WKRP KTLA WBNG KXTV 5:00 AM 5:30 AM $125.00 $125.00", False),
    ],
)
def test_text_without_meaning_is_noticed(text: str, garbled: bool) -> None:
    assert is_garbled(words(text)) is garbled


@pytest.mark.parametrize(
    ("text", "share"),
    [("Gross Total $1,250.00", 1.0), ("INV-2026/17 03/14/26 (2x)", 0.8), ("T0ta1 arn°unt", 0.0), ("Œuvre d'été", 1.0)],
)
def test_the_shape_of_words_says_how_well_they_were_read(text: str, share: float) -> None:
    assert shapely(words(text)) == pytest.approx(share, abs=0.15)


@pytest.mark.slow
def test_a_scan_with_a_good_layer_is_read_from_it_with_less_than_full_confidence() -> None:
    seen = only(scanned_pdf(layer=LINES))
    assert (seen.source, seen.reason) == (PageSource.OCR, "clean text layer of an earlier OCR")
    assert WORDS[3] in seen.text
    assert all(word.confidence < 1 for word in seen.words)


@pytest.mark.slow
def test_a_scan_with_a_middling_layer_is_read_from_it_and_anew() -> None:
    misread = ("Invo1ce nunber: NW-4711", "lnvoicE datE: 2026.O3-14", "Campaign: Spr1ng window displays", LINES[3])
    seen = only(scanned_pdf(layer=misread))
    assert (seen.source, seen.reason) == (PageSource.OCR, "text layer of an earlier OCR and our own")
    assert all(word in seen.text for word in WORDS)
    sure = {word.text: word.confidence for word in seen.words}
    assert sure["1,234.50"] > sure["2026-03-14"]


@pytest.mark.slow
def test_a_layer_that_lies_beside_the_print_is_not_believed() -> None:
    planted = ("",) * 12 + ("Invoice number: ZZ-9999", "Invoice date: 2020-01-01", "Total amount: EUR 9,999.99")
    seen = only(scanned_pdf(layer=planted))
    assert seen.reason == "text layer that is not what the scan shows"
    assert "9,999.99" not in seen.text
    assert WORDS[3] in seen.text


def test_text_that_nobody_can_see_is_not_read_from_a_page_without_pictures() -> None:
    seen = only(hidden_text())
    assert "EUR 1,234.50" in seen.text
    assert "9,999.99" not in seen.text


def test_letters_printed_twice_to_look_bold_are_read_once() -> None:
    seen = only(doubled_text())
    assert [word.text for word in seen.words] == ["Total:", "1,234.50", "Terms", "Terms"]


def test_pages_that_lie_on_a_side_are_turned_with_their_words() -> None:
    upright, lying = only(pdf()), only(pdf_lying())
    assert [word.text for word in lying.words] == [word.text for word in upright.words]
    assert (lying.width, lying.height) == (upright.width, upright.height)
    assert lying.quad and not upright.quad


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_scans_are_read_upright_from_any_side(degrees: int) -> None:
    sheet = picture(LINES * 4, size=(1240, 1754))
    seen = only(scanned_pdf(sheet.rotate(degrees, expand=True)))
    assert WORDS[3] in seen.text
    assert seen.quad


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [1.5, 6.0])
def test_lines_of_a_page_scanned_askew_are_made_level(degrees: float) -> None:
    sheet = picture(LINES * 4, size=(1240, 1754)).rotate(degrees, fillcolor="white")
    seen = only(scanned_pdf(sheet))
    assert WORDS[3] in seen.text
    line = [word.box for word in seen.words[:3]]
    assert line[0].top == pytest.approx(line[2].top, abs=4)
    assert seen.quad


def only(content: bytes) -> Page:
    document = read("page.pdf", content, replace(SETTINGS, languages=("eng",)))
    (seen,) = document.pages
    return seen


def hidden_text() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(72, 700, "Total amount due by the end of March: EUR 1,234.50")
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine("Total amount due: EUR 9,999.99")
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def doubled_text() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for offset in (0, 0.4):
        canvas.drawString(72 + offset, 700, "Total: 1,234.50")
    canvas.drawString(72, 680, "Terms")
    canvas.drawString(72, 660, "Terms")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_lying() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(842, 595), invariant=1)
    canvas.translate(842, 0)
    canvas.rotate(90)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 770 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
