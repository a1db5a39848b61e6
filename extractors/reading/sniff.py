"""What a file is, by its content; its name decides only between formats that look the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

PDF = "application/pdf"
ZIP = "application/zip"
XML = "application/xml"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
HTML = "text/html"
CSV = "text/csv"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
RTF = "text/rtf"
POSTSCRIPT = "application/postscript"
ARCHIVE = "application/x-archive"
LOCKED_OFFICE = "application/x-ole-encrypted"
LEGACY_OFFICE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"

MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", RTF),
    (b"%!PS", POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", POSTSCRIPT),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
)
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The directory of an OLE file has its names in UTF-16.
LOCKED_ENTRY = "EncryptedPackage".encode("utf-16-le")
OUTLOOK_ENTRY = "__properties_version1.0".encode("utf-16-le")
PACKAGE_MEMBERS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
OPEN_DOCUMENTS = {ODT, ODS, ODP}
FEWEST_ROWS = 3
MAIL_HEADERS = ("from:", "to:", "subject:", "date:", "received:", "message-id:", "mime-version:", "return-path:")


def media_type(content: bytes, name: str) -> str:
    """Return the media type of a file's content, `UNKNOWN` for what looks like no format that we read."""
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[257:262] == b"ustar":
        return ARCHIVE
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return "image/heic"
    if content.startswith(OLE):
        locked = LOCKED_OFFICE if LOCKED_ENTRY in content else LEGACY_OFFICE
        return MSG if OUTLOOK_ENTRY in content else locked
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(content)
    # Readers of PDF allow for a kilobyte of something else before the header.
    if b"%PDF-" in content[:1024]:
        return PDF
    return _textual(content, name)


def _package(content: bytes) -> str:
    """Tell office documents from plain zips by the members that the formats require."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = set(package.namelist())
            declared = _declared(package) if "mimetype" in members else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return ZIP
    if declared in OPEN_DOCUMENTS:
        return declared
    return next((kind for member, kind in PACKAGE_MEMBERS if member in members), ZIP)


def _declared(package: zipfile.ZipFile) -> str:
    """Return what a package says it is; no more of it is unpacked than a media type is long."""
    with package.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace")


def _textual(content: bytes, name: str) -> str:
    head = _decoded_head(content)
    if head is None:
        return UNKNOWN
    start = head.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml") and "<html" not in start[:2000]:
        return XML
    if start.startswith(("<!doctype html", "<html")) or "<html" in start[:2000]:
        return HTML
    first_lines = start.splitlines()[:20]
    if sum(line.startswith(MAIL_HEADERS) for line in first_lines) >= 2:
        return EML
    ending = PurePosixPath(name.lower()).suffix
    if start.startswith("<") and (ending == ".xml" or "xmlns" in start[:2000]):
        return XML
    return CSV if ending in (".csv", ".tsv") or _is_table(head) else TEXT


def _is_table(head: str) -> bool:
    """Tell whether all lines have the same number of semicolons or tabs; commas part sentences too often."""
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    return len(lines) >= FEWEST_ROWS and any(
        lines[0].count(mark) and len({line.count(mark) for line in lines[:-1]}) == 1 for mark in ";\t"
    )


def _decoded_head(content: bytes) -> str | None:
    """Return the first characters of a text in any common encoding, or None where the bytes are no text."""
    head = content[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\x00" in head:
        return None
    text = head.decode("utf-8", "replace")
    controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
    return None if controls > len(text) / 20 else text
