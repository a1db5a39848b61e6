"""Links from the report and the workbook to the documents."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

OPENABLE = ("file", "http", "https")


def reference(link: str) -> str:
    """Return a relative path or a URI as a URI reference that is safe to put into a page.

    A path whose name looks like another scheme ("javascript:...") stays a path.
    """
    return (
        link
        if urlsplit(link).scheme in OPENABLE
        else quote(link.replace("\\", "/"), safe="/", errors="surrogateescape")
    )
