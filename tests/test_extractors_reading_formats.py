"""Every format that people hand in becomes words with places, whatever the file is called."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from extractors.model import Document, PageSource
from extractors.pipeline import read_and_extract
from extractors.reading import sniff
from extractors.reading.read import read
from extractors.reading.text_files import delimiter_of
from extractors.settings import Limits, ReaderSettings
from tests.faults.formats import LINES, MAKERS, WORDS, image_file, made, pdf, picture, scanned_pdf, xlsx, zipped

SETTINGS = ReaderSettings(second_engine=False)
PICTURES = {"scan.pdf", *(name for name in MAKERS if name.startswith(("picture", "fax")))}


def read_made(name: str, called: str = "upload") -> Document:
    return read(called, made(name), SETTINGS)


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in PICTURES else n for n in MAKERS])
def test_words_of_every_format_are_found_with_their_places(name: str) -> None:
    document = read_made(name)
    assert document.problems == ()
    assert [word for word in WORDS if word in document.text] == list(WORDS)
    for page in document.pages:
        for word in page.words:
            assert 0 <= word.box.left < word.box.right <= page.width + 1
            assert 0 <= word.box.top < word.box.bottom <= page.height + 1


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("invoice.pdf", "application/pdf"),
        ("picture.heic", "image/heic"),
        ("costs.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("review.odp", "application/vnd.oasis.opendocument.presentation"),
        ("mail.eml", "message/rfc822"),
        ("page.html", "text/html"),
        ("invoice.xml", "application/xml"),
        ("utf16.txt", "text/plain"),
    ],
)
def test_formats_are_told_by_content_not_by_name(name: str, media_type: str) -> None:
    assert sniff.media_type(made(name), f"{name}.exe") == media_type


@pytest.mark.parametrize(
    ("content", "code", "advice"),
    [
        (b"", "empty", "Ask for the file again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported_format", "Save it as PDF, DOCX, XLSX or PPTX"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
            "Save it without one",
        ),
        (rb"{\rtf1\ansi Total 12.00}", "unsupported_format", "Save it as PDF or DOCX"),
        (b"%!PS-Adobe-3.0", "unsupported_format", "never run"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "unsupported_format", "Ask for a zip"),
        (bytes(range(256)) * 40, "unsupported_format", "Ask for a PDF"),
        (b"%PDF-1.7\n", "unreadable", "Ask for a new copy"),
        (b"PK\x03\x04" + bytes(60), "unsupported_format", "one by one"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, code: str, advice: str) -> None:
    document = read("upload", content, SETTINGS)
    (problem,) = document.problems
    assert (problem.code, problem.fatal) == (code, True)
    assert problem.message.startswith("upload ")
    assert advice in problem.message


def test_passwords_of_the_settings_are_tried() -> None:
    locked = pdf(encrypt="secret")
    (problem,) = read("locked.pdf", locked, SETTINGS).problems
    assert problem.code == "password_protected"
    document = read("locked.pdf", locked, replace(SETTINGS, passwords=("wrong", "secret")))
    assert document.problems == ()
    assert WORDS[0] in document.text


def test_a_pdf_with_the_empty_password_opens_without_asking() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    document = read("owner.pdf", pdf(encrypt=StandardEncryption("", ownerPassword="owner")), SETTINGS)
    assert WORDS[0] in document.text


def test_sheets_and_slides_keep_their_names_and_long_tables_their_rows() -> None:
    assert read_made("costs.ods").pages[0].name == "Costs"
    assert read_made("review.pptx").pages[0].name == "slide 1"
    names = [page.name for page in read("costs.xlsx", xlsx(rows=30), SETTINGS).pages]
    assert names == ["Costs, 1 to 60", "Costs, 61 to 94"]


def test_cells_of_a_column_stand_below_each_other() -> None:
    words = read_made("costs.xlsx").pages[0].words
    lefts = {word.text: word.box.left for word in words}
    assert lefts["Quantity"] == lefts["3"] == lefts["2"]
    assert lefts["Amount"] == lefts["900.00"] == lefts["334.50"]


@pytest.mark.parametrize("name", ["mail.eml", "mail.msg"])
def test_heads_of_mails_are_read_with_their_bodies(name: str) -> None:
    lines = read_made(name).text
    assert "nora@example.com" in lines
    assert "desk@example.com" in lines
    assert "2026" in lines and "Subject: Invoice NW-4711" in lines


def test_scripts_of_web_pages_are_not_text() -> None:
    assert "NOT" not in read_made("page.html").text


def test_an_xml_invoice_is_embedded_as_well_as_shown() -> None:
    document = read_made("invoice.xml")
    assert [file.media_type for file in document.embedded] == ["application/xml"]


@pytest.mark.slow
def test_all_pages_of_a_fax_are_read() -> None:
    document = read_made("fax.tiff")
    assert [page.number for page in document.pages] == [1, 2]
    assert "Second" in document.pages[1].text


@pytest.mark.slow
def test_a_photograph_is_read_upright_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    picture().rotate(90, expand=True).save(buffer, "JPEG", quality=90, exif=exif)
    document = read("photo.jpg", buffer.getvalue(), SETTINGS)
    assert WORDS[0] in document.text
    assert document.pages[0].width > document.pages[0].height


def test_pages_beyond_the_limit_are_left_out_of_the_middle() -> None:
    content = pdf([(f"Page {number} of this long statement",) for number in range(1, 31)])
    document = read("long.pdf", content, replace(SETTINGS, limits=Limits(pages=5)))
    assert [page.number for page in document.pages] == [1, 2, 3, 29, 30]
    (problem,) = document.problems
    assert (problem.code, problem.fatal) == ("too_many_pages", True)
    assert "`pages`" in problem.message


def test_a_file_of_more_bytes_than_allowed_is_not_opened() -> None:
    (problem,) = read("big.txt", b"x" * 2000, replace(SETTINGS, limits=Limits(bytes=1000))).problems
    assert problem.code == "too_large"


def test_pixels_are_counted_before_they_are_unpacked() -> None:
    (problem,) = read("big.png", image_file("PNG"), replace(SETTINGS, limits=Limits(pixels=1000))).problems
    assert problem.code == "too_many_pixels"
    assert "`pixels`" in problem.message


def test_an_archive_that_was_not_taken_apart_is_not_read_as_one_document() -> None:
    (problem,) = read("all.zip", zipped(("a.txt", b"hello")), SETTINGS).problems
    assert problem.code == "unsupported_format"


@pytest.mark.slow
def test_only_the_ends_of_a_long_scan_are_read_at_first() -> None:
    content = scanned_pdf(picture(LINES, size=(700, 990)), pages=5)
    settings = replace(SETTINGS, ends=1)
    first = read("long.pdf", content, settings)
    assert [bool(page.words) for page in first.pages] == [True, False, False, False, True]
    (problem,) = first.problems
    assert (problem.code, problem.page, problem.fatal) == ("middle_not_read", 2, False)
    whole = read("long.pdf", content, settings, first.pages)
    assert [page.source for page in whole.pages] == [PageSource.OCR] * 5
    assert all(page.words for page in whole.pages)
    assert whole.problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(("lines", "read_pages"), [(LINES, 2), (("Terms of trade", "and nothing else", "at all"), 5)])
def test_the_middle_is_read_where_the_ends_do_not_say_enough(lines: tuple[str, ...], read_pages: int) -> None:
    content = scanned_pdf(picture(lines, size=(700, 990)), pages=5)
    document, extraction = read_and_extract("long.pdf", content, replace(SETTINGS, ends=1))
    assert sum(bool(page.words) for page in document.pages) == read_pages
    assert ("middle_not_read" in {problem.code for problem in extraction.problems}) is (read_pages < 5)


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (
            ["Klickbericht", "", "Woche;Rate;Kosten", "37;2,68 %;1.324,80", "38;2,69 %;1.285,20", "S;2,68 %;2.610,00"],
            ";",
        ),
        (["day,amount", '2025-09-08,"1,324.80"'], ","),
        (["day\tamount, EUR", "8 Sep\t1,324.80"], "\t"),
        (["one column", "alone"], ";"),
        ([], ";"),
    ],
    ids=["title and decimal commas", "quoted", "tabs", "no delimiter", "nothing"],
)
def test_delimiters_are_told_by_the_rows_they_make(lines: list[str], delimiter: str) -> None:
    assert delimiter_of(lines) == delimiter
