"""What a table's bytes are: a workbook, or text in some encoding."""

from __future__ import annotations

import codecs

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_workbook(content: bytes) -> bool:
    """Tell whether the content is a zip, as every .xlsx is."""
    return content.startswith(ZIP)


def is_old_workbook(content: bytes) -> bool:
    """Tell whether the content is a workbook of Excel 97 to 2003 (or one with a password)."""
    return content.startswith(OLE)


def decode(content: bytes) -> str:
    """Return the text of an export: UTF-8 or UTF-16, with a mark or without, else Windows-1252.

    Raises `UnicodeDecodeError` where it is none of these.
    """
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16")
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return content.decode(unmarked)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _unmarked_utf16(content: bytes) -> str:
    """Latin text in UTF-16 has a zero in every other byte, and no other encoding of tables has zeros at all."""
    even, odd = content[0:400:2].count(0), content[1:400:2].count(0)
    if not even and not odd:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
