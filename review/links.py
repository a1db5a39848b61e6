"""Links from the report and the workbook to the documents."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

OPENABLE = ("file", "http", "https")


def reference(link: str) -> str:
    """Return a relative path or a URI as a URI reference that is safe to put into a page.

    A path whose name looks like another scheme ("javascript:...") stays a path, and one that begins like another
    computer's name ("//server") stays on this one.
    """
    if urlsplit(link).scheme in OPENABLE:
        return link
    path = re.sub(r"^/{2,}", "/", link.replace("\\", "/"))
    return quote(path, safe="/", errors="surrogateescape")


def workbook_link(link: str) -> str:
    """Return a relative path or a URI as XlsxWriter takes it."""
    target = reference(link)
    if target.startswith("file:"):
        # XlsxWriter takes "file:///home/x" for a path relative to the workbook, but leaves other schemes alone.
        return "File" + target.removeprefix("file")
    return target if urlsplit(target).scheme else f"external:{target}"
