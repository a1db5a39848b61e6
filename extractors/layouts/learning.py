"""From a document and what was agreed on about it to a lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from extractors.language.plain import fold
from extractors.model import FieldName, Layout, Lesson, Taught

AMOUNTS = frozenset({FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT})
NAMES = frozenset({FieldName.ADVERTISER, FieldName.CAMPAIGN, FieldName.VENDOR, FieldName.BILL_TO})


def lesson_of(sha256: str, layout: Layout, agreed: Mapping[FieldName, str | None]) -> Lesson:
    """Return what the agreed values of a document teach: their marks, and those of the others that were considered.

    None is agreed on where the document does not print the field at all.
    """
    return Lesson(sha256, layout.shingles, tuple(_taught(layout, agreed)))


def _taught(layout: Layout, agreed: Mapping[FieldName, str | None]) -> Iterator[Taught]:
    for name, value in sorted(agreed.items()):
        considered = [each for each in layout.marked if each.name is name]
        right = {mark for each in considered if is_same(name, each.reading.value, value) for mark in each.marks}
        wrong = {each.marks for each in considered if _is_another(name, each.reading.value, value)}
        if considered:
            yield Taught(name, tuple(sorted(right)), tuple(sorted(wrong)))


def _is_another(name: FieldName, value: str, other: str | None) -> bool:
    """Tell whether two values are clearly different: of names, one with and one without its legal form are not."""
    if is_same(name, value, other):
        return False
    ours, theirs = _plain(value), _plain(other or "")
    return name not in NAMES or not theirs or not (ours in theirs or theirs in ours)


def is_same(name: FieldName, value: str, other: str | None) -> bool:
    """Tell whether two values of a field are the same: amounts but for their sign, the rest but for case and marks."""
    if other is None:
        return False
    if name in AMOUNTS:
        try:
            return abs(Decimal(value)) == abs(Decimal(other))
        except InvalidOperation:
            return False
    return _plain(value) == _plain(other)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
