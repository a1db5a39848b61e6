"""The same small invoice in every format that is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from PIL import Image, ImageDraw, ImageFont

from tests.faults.outlook import message

LINES = (
    "Invoice number: NW-4711",
    "Invoice date: 2026-03-14",
    "Campaign: Spring window displays",
    "Total amount: EUR 1,234.50",
)
WORDS = ("NW-4711", "2026-03-14", "displays", "1,234.50")
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
ROWS = (("Description", "Quantity", "Amount"), ("Window display", "3", "900.00"), ("Flyers", "2", "334.50"))


def picture(lines: Sequence[str] = LINES, size: tuple[int, int] = (1240, 900), mode: str = "RGB") -> Image.Image:
    """Return a picture of lines in letters of about 12 points at 150 dpi."""
    image = Image.new("RGB", size, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 28)
    for number, line in enumerate(lines):
        draw.text((90, 90 + 60 * number), line, fill="black", font=font)
    return image.convert(mode)


def image_file(kind: str, frames: int = 1, **options: object) -> bytes:
    """Return a picture of the invoice as an image file."""
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    buffer, image = io.BytesIO(), picture(mode="P" if kind == "GIF" else "RGB")
    more = (
        {"save_all": True, "append_images": [picture(("Second page", *LINES[:2]))] * (frames - 1)} if frames > 1 else {}
    )
    image.save(buffer, kind, **more, **options)
    return buffer.getvalue()


def pdf(pages: Sequence[Sequence[str]] = (LINES,), encrypt: Any = None) -> bytes:
    """Return a PDF with a text layer."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, encrypt=encrypt)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 770 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned_pdf(image: Image.Image | None = None, pages: int = 1, layer: Sequence[str] = (), turned: int = 0) -> bytes:
    """Return a PDF of a page's picture, perhaps with an invisible text layer over it and a rotation flag."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for _ in range(pages):
        canvas.setPageRotation(turned)
        canvas.drawImage(ImageReader(image or picture(size=(1240, 1754))), 0, 0, 595, 842)
        text = canvas.beginText(43, 842 - 57)
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 14, leading=28.8)
        for line in layer:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def docx() -> bytes:
    """Return a Word document with paragraphs and a table."""
    import docx as library

    document, buffer = library.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(buffer)
    return buffer.getvalue()


def xlsx(rows: int = 1) -> bytes:
    """Return a workbook with the invoice's lines and its table so many times over."""
    import openpyxl

    workbook, buffer = openpyxl.Workbook(), io.BytesIO()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Costs"
    for line in LINES:
        sheet.append([line])
    for row in ROWS * rows:
        sheet.append(list(row))
    workbook.save(buffer)
    return buffer.getvalue()


def pptx() -> bytes:
    """Return a presentation of one slide with a text and a table."""
    import pptx as library
    from pptx.util import Inches

    deck, buffer = library.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "\n".join(LINES)
    table = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    deck.save(buffer)
    return buffer.getvalue()


def open_document(kind: str) -> bytes:
    """Return an OpenDocument text, spreadsheet or presentation ("odt", "ods", "odp")."""
    from odf import draw, opendocument, style, table, text

    maker = {
        "odt": opendocument.OpenDocumentText,
        "ods": opendocument.OpenDocumentSpreadsheet,
        "odp": opendocument.OpenDocumentPresentation,
    }[kind]
    document, buffer = maker(), io.BytesIO()
    if kind == "odt":
        for line in LINES:
            document.text.addElement(text.P(text=line))
    elif kind == "ods":
        sheet = table.Table(name="Costs")
        for line in LINES:
            row, cell = table.TableRow(), table.TableCell()
            cell.addElement(text.P(text=line))
            row.addElement(cell)
            sheet.addElement(row)
        document.spreadsheet.addElement(sheet)
    else:
        layout = style.PageLayout(name="layout")
        document.automaticstyles.addElement(layout)
        document.masterstyles.addElement(style.MasterPage(name="master", pagelayoutname=layout))
        slide = draw.Page(name="Review", masterpagename="master")
        frame, box = draw.Frame(width="20cm", height="10cm"), draw.TextBox()
        for line in LINES:
            box.addElement(text.P(text=line))
        frame.addElement(box)
        slide.addElement(frame)
        document.presentation.addElement(slide)
    document.write(buffer)
    return buffer.getvalue()


def mail(*attachments: tuple[str, bytes]) -> bytes:
    """Return a message with the invoice in its body and files attached."""
    message = EmailMessage()
    message["From"], message["To"] = "Nora <nora@example.com>", "desk@example.com"
    message["Date"], message["Subject"] = "Sat, 14 Mar 2026 09:00:00 +0100", "Invoice NW-4711"
    message.set_content("\n".join(LINES))
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def html() -> bytes:
    """Return a page of HTML with a script that is not to be read."""
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return f"<!doctype html><html><body><script>var NOT = 1;</script>{body}</body></html>".encode()


def zipped(*files: tuple[str, bytes]) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def xml_invoice() -> bytes:
    """Return a UBL invoice with little more than its number, date and total."""
    namespace = "urn:oasis:names:specification:ubl:schema:xsd"
    return (
        f'<Invoice xmlns="{namespace}:Invoice-2" xmlns:b="{namespace}:CommonBasicComponents-2" '
        f'xmlns:a="{namespace}:CommonAggregateComponents-2"><b:ID>NW-4711</b:ID><b:IssueDate>2026-03-14</b:IssueDate>'
        "<b:Note>Spring window displays</b:Note><a:LegalMonetaryTotal>"
        '<b:PayableAmount currencyID="EUR">1,234.50</b:PayableAmount></a:LegalMonetaryTotal></Invoice>'
    ).encode()


MAKERS: dict[str, Callable[[], bytes]] = {
    "invoice.pdf": pdf,
    "scan.pdf": scanned_pdf,
    "picture.png": lambda: image_file("PNG"),
    "picture.jpg": lambda: image_file("JPEG", quality=90),
    "fax.tiff": lambda: image_file("TIFF", frames=2),
    "picture.webp": lambda: image_file("WEBP", quality=90),
    "picture.heic": lambda: image_file("HEIF", quality=90),
    "picture.gif": lambda: image_file("GIF"),
    "picture.bmp": lambda: image_file("BMP"),
    "letter.docx": docx,
    "costs.xlsx": xlsx,
    "review.pptx": pptx,
    "letter.odt": lambda: open_document("odt"),
    "costs.ods": lambda: open_document("ods"),
    "review.odp": lambda: open_document("odp"),
    "mail.eml": mail,
    "mail.msg": lambda: message("nora@example.com", "desk@example.com", "Invoice NW-4711", "\n".join(LINES)),
    "page.html": html,
    "note.txt": lambda: "\n".join(LINES).encode(),
    "latin.txt": lambda: ("Größe: 3\n" + "\n".join(LINES)).encode("cp1252"),
    "utf16.txt": lambda: "\n".join(LINES).encode("utf-16"),
    "costs.csv": lambda: "\n".join(f'"{line}";x' for line in LINES).encode(),
    "invoice.xml": xml_invoice,
}
"""By the name of a file, what makes its content."""


@cache
def made(name: str) -> bytes:
    """Return the content of one of the files, made once."""
    return MAKERS[name]()
