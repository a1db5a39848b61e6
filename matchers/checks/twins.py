"""Checks for things used twice that are not the same document: pictures, lists, numbers, activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import failed, passed
from matchers.checks.context import COST_KINDS, CaseFile, Facts, Outcome
from matchers.model import Claim

T = TypeVar("T")

_PICTURES = frozenset({DocumentKind.SCREENSHOT, DocumentKind.PHOTOGRAPH})
_LISTS = frozenset({DocumentKind.ATTENDEE_LIST, DocumentKind.REPORT})
_NUMBER = (FieldName.DOCUMENT_NUMBER,)
_CONTENT = (FieldName.VENDOR, FieldName.DOCUMENT_DATE, FieldName.TOTAL_AMOUNT, FieldName.CURRENCY)
_CONFUSABLE = str.maketrans("OQILSBZ", "0011582")


def lookalike_number(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """66: same vendor, date and amount, and numbers that differ only by what eyes and OCR confuse."""
    documents = [each for each in _in_order(case) if each.kind in COST_KINDS]
    for twins in _groups(documents, _content):
        if len({each.text(FieldName.DOCUMENT_NUMBER) for each in twins}) > 1:
            yield from _reused(twins, "the same invoice under a number that looks alike", _NUMBER)


def reused_picture(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """68: one picture (by perceptual hash) is proof of one line only."""
    pictures = [each for each in _in_order(case) if each.kind in _PICTURES and each.fingerprints]
    for twins in _groups(pictures, lambda each: each.fingerprints[0]):
        yield from _across_lines(case, twins, "the same picture proves another line")


def reused_list(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """70: one list or report, word by word, is proof of one line only."""
    lists = [each for each in _in_order(case) if each.kind in _LISTS and each.words_digest]
    for twins in _groups(lists, lambda each: each.words_digest):
        yield from _across_lines(case, twins, "the same words prove another line")


def activity_twice(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """69: one activity (name, date, partner and amount) is claimed on one line only."""
    claims = sorted(case.context.claims, key=lambda claim: claim.claim_id)
    for same in _groups(claims, lambda claim: _activity(case, claim)):
        if len({claim.line_id for claim in same}) > 1:
            others = ", ".join(claim.claim_id for claim in same)
            for claim in same:
                yield claim.claim_id, failed(f"one activity in {others}", "one claim", others, claim.claimed)


def _in_order(case: CaseFile) -> list[Facts]:
    return [case.facts[name] for name in sorted(case.facts)]


def _groups(things: Iterable[T], key_of: Callable[[T], Hashable | None]) -> Iterator[list[T]]:
    groups: defaultdict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        key = key_of(thing)
        if key is not None:
            groups[key].append(thing)
    return (group for group in groups.values() if len(group) > 1)


def _content(document: Facts) -> Hashable | None:
    number = document.text(FieldName.DOCUMENT_NUMBER)
    values = tuple(document.text(field) for field in _CONTENT)
    if number is None or None in values:
        return None
    folded = "".join(letter for letter in number.upper() if letter.isalnum()).translate(_CONFUSABLE)
    return (folded.lstrip("0"), *(value.casefold() for value in values if value))


def _activity(case: CaseFile, claim: Claim) -> Hashable | None:
    if not claim.poe_name or not claim.poe_date or not claim.line_id:
        return None
    return " ".join(claim.poe_name.casefold().split()), claim.poe_date, case.partner_of(claim), claim.claimed


def _across_lines(case: CaseFile, twins: list[Facts], reason: str) -> Iterator[tuple[str, Outcome]]:
    # The same file twice is duplicate evidence, which reconciling finds itself.
    if len({each.sha256 for each in twins}) > 1 and len({line for each in twins for line in case.lines_of(each)}) > 1:
        yield from _reused(twins, reason, ())
    else:
        yield from ((each.name, passed("it proves one line")) for each in twins)


def _reused(twins: list[Facts], reason: str, fields: tuple[FieldName, ...]) -> Iterator[tuple[str, Outcome]]:
    for document in twins:
        others = ", ".join(each.name for each in twins if each is not document)
        money = document.money(FieldName.TOTAL_AMOUNT)
        yield document.name, failed(f"{reason}: {others}", "one use", others, money, fields)
