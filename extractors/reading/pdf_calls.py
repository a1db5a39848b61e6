"""PDFium's functions that are called for every letter and object of a page, taking addresses as plain numbers.

Called so, they cost half of what they cost with the typed pointers of the bindings.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import repeat
from typing import Any

import numpy
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

Address = ctypes.c_void_p
SIDES = 4
BYTES = ctypes.sizeof(raw.FS_RECTF)


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of the library that takes and gives numbers."""
    address = ctypes.cast(function, Address).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type] # a loaded function has an address


_letter_box = _plain(raw.FPDFText_GetLooseCharBox, ctypes.c_int, Address, ctypes.c_int, Address)
count_objects = _plain(raw.FPDFPage_CountObjects, ctypes.c_int, Address)
object_of = _plain(raw.FPDFPage_GetObject, Address, Address, ctypes.c_int)
count_in_form = _plain(raw.FPDFFormObj_CountObjects, ctypes.c_int, Address)
object_in_form = _plain(raw.FPDFFormObj_GetObject, Address, Address, ctypes.c_ulong)
kind_of_object = _plain(raw.FPDFPageObj_GetType, ctypes.c_int, Address)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, Address)


def address_of(handle: Any) -> int:
    """Return the address that a handle of the bindings stands for."""
    return ctypes.cast(handle, Address).value or 0


def letter_boxes(textpage: pdfium.PdfTextPage, count: int) -> NDArray[numpy.float64]:
    """Return left, top, right and bottom of so many characters' boxes, from the bottom left corner of the page."""
    boxes = (raw.FS_RECTF * count)()
    first = ctypes.addressof(boxes)
    places = range(first, first + BYTES * count, BYTES)
    for _ in map(_letter_box, repeat(address_of(textpage.raw)), range(count), places):
        pass
    return numpy.frombuffer(boxes, dtype=numpy.float32).reshape(count, SIDES).astype(numpy.float64)
