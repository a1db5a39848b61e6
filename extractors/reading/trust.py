"""Whether a page's text layer says what the page shows."""

from __future__ import annotations

import re

from extractors.reading.pdf import PdfPage

FEWEST_LETTERS = 20
"""A page with less text than this, and something drawn on it, is looked at by OCR."""
WORDLIKE = re.compile(r"^[\W_]*(?:[^\W\d_]+(?:['’.-][^\W\d_]+)*|[\d.,:/$€£%#()+-]+)[\W_]*$")
PRIVATE_OR_UNKNOWN = re.compile(r"[\ue000-\uf8ff\ufffd\x01-\x08\x0e-\x1f]|\(cid:\d+\)")
CLEAN = 0.5


def is_trusted(page: PdfPage) -> bool:
    """Tell whether the text layer may be believed.

    Not believed: a layer that some earlier OCR left over a scan (its readings are worse than ours), one whose
    letters have no meaning (fonts without a map to characters), and an empty one under a picture.
    """
    letters = sum(len(word.text) for word in page.words)
    if letters < FEWEST_LETTERS:
        return not page.looks_drawn
    return not page.is_scan and _is_clean(page)


def _is_clean(page: PdfPage) -> bool:
    text = "".join(word.text for word in page.words)
    if len(PRIVATE_OR_UNKNOWN.findall(text)) > len(text) / 50:
        return False
    wordlike = sum(len(word.text) for word in page.words if WORDLIKE.match(word.text))
    return wordlike >= CLEAN * len(text)
