"""Files that strangers hand in to stop, slow or harm a batch, each as small as its harm allows."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.faults.formats import MAKERS, docx, made, mail, pdf, xlsx, zipped

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG that says it is of this size and has next to no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def gif_claiming(width: int, height: int) -> bytes:
    """Return a GIF of a few bytes that says it is of this size."""
    size = struct.pack("<HH", width, height)
    head = b"GIF89a" + size + b"\x80\0\0" + b"\xff\xff\xff\0\0\0"
    return head + b",\0\0\0\0" + size + b"\0\x02\x02D\x01\0;"


def tiff_claiming(width: int, height: int) -> bytes:
    """Return a TIFF of one strip that says it is of this size."""
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1)]
    entries += [(278, 4, height), (279, 4, 16)]
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + b"\0\0\0\0" + b"\0" * 16


def with_member(package: bytes, name: str, content: bytes) -> bytes:
    """Return an office document with one of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return buffer.getvalue()


def docx_bomb(size: int) -> bytes:
    """Return a Word document whose text unpacks to so many bytes."""
    return with_member(docx(), "word/document.xml", b" " * size)


def zip_of_zips(depth: int) -> bytes:
    """Return a zip in a zip in a zip ..."""
    content = made("invoice.pdf")
    for _ in range(depth):
        content = zipped(("inner.zip", content))
    return content


def lying_zip() -> bytes:
    """Return a zip whose directory says that a large member is small."""
    content = bytearray(zipped(("large.txt", b"x" * 3_000_000)))
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def damaged_zip_member() -> bytes:
    """Return a zip with one member whose bytes were changed, and one that is whole."""
    content = bytearray(zipped(("bad.txt", bytes(range(256)) * 4), ("good.txt", b"hello")))
    content[60] ^= 0xFF
    return bytes(content)


def raw_pdf(*objects: bytes) -> bytes:
    """Return a PDF of objects numbered from 1, the first its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return body + head + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def pdf_with_content(stream: bytes, resources: bytes = b"<<>>", *more: bytes) -> bytes:
    """Return a PDF of one page with this packed content stream."""
    packed = zlib.compress(stream, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>" % resources
    content = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more)


def recursive_form() -> bytes:
    """Return a PDF whose form draws itself."""
    itself = b"<</XObject<</F 5 0 R>>>>"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%s/Length 5>>stream\n/F Do\nendstream" % itself
    return pdf_with_content(b"/F Do", itself, form)


def page_tree_loop() -> bytes:
    """Return a PDF whose page tree contains itself."""
    return raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999>>")


def deep_array(depth: int) -> bytes:
    """Return a PDF with an array in an array in an array ..."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/X %s%s>>" % (b"[" * depth, b"]" * depth), b"<</Type/Pages/Kids[]/Count 0>>"
    )


def cross_reference_loop() -> bytes:
    """Return a PDF whose cross-reference table names itself as the one before."""
    content = pdf()
    place = content.rindex(b"startxref\n") + 10
    start = content[place:].split()[0]
    return content.replace(b"trailer\n<<", b"trailer\n<< /Prev %s" % start)


def widest_page() -> bytes:
    """Return a PDF with a page of many square kilometres and something drawn on it."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e7 1e7]/Contents 4 0 R>>"
    content = b"<</Length 22>>stream\n0 0 9000000 9000000 re f\nendstream"
    return raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty.pdf": lambda: b"",
    "head-only.pdf": lambda: b"%PDF-1.7\n",
    "bomb.png": lambda: png_claiming(60_000, 60_000),
    "bomb.gif": lambda: gif_claiming(65_535, 65_535),
    "bomb.tiff": lambda: tiff_claiming(90_000, 90_000),
    "wide.png": lambda: png_claiming(2_000_000_000, 1),
    "bomb.docx": lambda: docx_bomb(60_000_000),
    "laughs.xml": lambda: f"{LAUGHS}<Invoice>&e9;</Invoice>".encode(),
    "outside.xml": lambda: f"{OUTSIDE}<Invoice>&e;</Invoice>".encode(),
    "laughs.docx": lambda: with_member(docx(), "word/document.xml", f"{LAUGHS}<x>&e9;</x>".encode()),
    "laughs.xlsx": lambda: with_member(xlsx(), "xl/workbook.xml", f"{LAUGHS}<x>&e9;</x>".encode()),
    "laughs.odt": lambda: with_member(made("letter.odt"), "content.xml", f"{LAUGHS}<x>&e9;</x>".encode()),
    "outside.odt": lambda: with_member(made("letter.odt"), "content.xml", f"{OUTSIDE}<x>&e;</x>".encode()),
    "outside.docx": lambda: with_member(docx(), "word/document.xml", f"{OUTSIDE}<x>&e;</x>".encode()),
    "nested.html": lambda: b"<html>" + b"<div>" * 50_000,
    "deep.xml": lambda: b"<?xml version='1.0'?>" + b"<a>" * 100_000,
    "stream-bomb.pdf": lambda: pdf_with_content(b"0 0 1 1 re " * 3_000_000),
    "form-loop.pdf": recursive_form,
    "tree-loop.pdf": page_tree_loop,
    "table-loop.pdf": cross_reference_loop,
    "deep.pdf": lambda: deep_array(200_000),
    "wide.pdf": widest_page,
    "locked.pdf": lambda: pdf(encrypt="secret"),
    "script.ps": lambda: b"%!PS-Adobe-3.0\n(%pipe%touch /tmp/owned) (w) file",
    "old.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "rich.rtf": lambda: rb"{\rtf1\ansi Total 12.00}",
    "many-parts.eml": lambda: mail(*[(f"{n}.txt", b"x") for n in range(300)]),
    "noise.bin": lambda: random.Random(5).randbytes(50_000),
    "lines.csv": lambda: b"a;" * 200_000 + b"\n" + b'"' * 100_000,
}
"""By the name of a file, what makes its content. None of them may end anything but itself."""


def mutations(seed: int, each: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many damaged copies of a file of every format: cut off, with bytes changed, moved or doubled."""
    dice = random.Random(seed)
    for name in MAKERS:
        for number in range(each):
            yield f"{number}-{name}", damaged(made(name), dice)


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Return a copy with one kind of damage."""
    broken, kind = bytearray(content), dice.randrange(4)
    if kind == 0:
        return bytes(broken[: dice.randrange(len(broken))])
    for _ in range(dice.choice((1, 5, 50))):
        place = dice.randrange(len(broken))
        if kind == 1:
            broken[place] = dice.randrange(256)
        elif kind == 2:
            length = dice.randrange(1, 64)
            broken[place : place + length] = broken[dice.randrange(len(broken)) :][:length]
        else:
            broken[place:place] = broken[place : place + dice.randrange(1, 64)]
    return bytes(broken)
