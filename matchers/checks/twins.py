"""Checks for things used twice that are not the same document: pictures, lists, numbers, activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from extractors.model import FieldName, Money
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, LISTS, PICTURES, Facts
from matchers.model import Claim

T = TypeVar("T")

_NUMBER = (FieldName.DOCUMENT_NUMBER,)
_CONTENT = (FieldName.DOCUMENT_NUMBER, FieldName.VENDOR, FieldName.DOCUMENT_DATE)
_CONFUSABLE = str.maketrans("OQILSBZ", "0011582")


def lookalike_number(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """66: invoices whose numbers differ only by what eyes and OCR confuse differ in vendor, date or total too."""
    documents = [each for each in _in_order(case) if each.kind in COST_KINDS]
    for alike in _groups(documents, _number_key):
        if len({each.text(FieldName.DOCUMENT_NUMBER) for each in alike}) > 1:
            yield from _compared(alike)


def _compared(alike: list[Facts]) -> Iterator[tuple[str, Outcome]]:
    twins = [group for group in _groups(alike, lookalike) if len({_number(each) for each in group}) > 1]
    for group in twins:
        yield from _reused(group, "the same invoice under a number that looks alike", _NUMBER)
    for document in alike:
        if lookalike(document) is None:
            yield (
                document.name,
                cannot_tell("its number looks like another's, and its vendor, date or total was not read"),
            )
        elif not any(document in group for group in twins):
            yield document.name, passed("its number looks like another's, but nothing else does")


def _number(document: Facts) -> str:
    return document.text(FieldName.DOCUMENT_NUMBER) or ""


def _number_key(document: Facts) -> Hashable | None:
    return folded_number(_number(document)) or None


def reused_picture(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """68: one picture (by perceptual hash) is proof of one line only."""
    pictures = [each for each in _in_order(case) if each.kind in PICTURES and each.fingerprints]
    for twins in _groups(pictures, lambda each: each.fingerprints[0]):
        yield from _across_lines(case, twins, "the same picture proves another line")


def reused_list(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """70: one list or report, word by word, is proof of one line only."""
    lists = [each for each in _in_order(case) if each.kind in LISTS and each.words_digest]
    for twins in _groups(lists, lambda each: each.words_digest):
        yield from _across_lines(case, twins, "the same words prove another line")


def activity_twice(case: CaseFile) -> Iterator[tuple[str, Outcome]]:
    """69: one activity (name, date, partner and amount) is claimed on one line only."""
    claims = sorted(case.context.claims, key=lambda claim: claim.claim_id)
    for same in _groups(claims, lambda claim: _activity(case, claim)):
        others, days = ", ".join(claim.claim_id for claim in same), {claim.poe_date for claim in same}
        on_several_lines = len({claim.line_id for claim in same}) > 1
        for claim in same:
            if on_several_lines and None in days:
                yield claim.claim_id, cannot_tell(f"the dates of {others} are not all known")
            elif on_several_lines and sum(claim.poe_date == other.poe_date for other in same) > 1:
                yield claim.claim_id, failed(f"one activity in {others}", "one claim", others, claim.claimed)
            else:
                yield claim.claim_id, passed("one line, or other days")


def _in_order(case: CaseFile) -> list[Facts]:
    return [case.facts[name] for name in sorted(case.facts)]


def _groups(things: Iterable[T], key_of: Callable[[T], Hashable | None]) -> Iterator[list[T]]:
    groups: defaultdict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        key = key_of(thing)
        if key is not None:
            groups[key].append(thing)
    return (group for group in groups.values() if len(group) > 1)


def lookalike(document: Facts) -> Hashable | None:
    """Return what an invoice has in common with every one that looks like it; None where a part was not read."""
    number, vendor, day = (document.text(field) for field in _CONTENT)
    total = document.money(FieldName.TOTAL_AMOUNT)
    return lookalike_key(number, vendor, day, total) if number and vendor and day and total else None


def lookalike_key(number: str, vendor: str, day: str, total: Money) -> Hashable:
    """Return the same for a number, a vendor, an ISO date and a total."""
    return folded_number(number), vendor.casefold(), day, total.amount, total.currency


def folded_number(number: str) -> str:
    """Return a document's number without marks and leading zeros, each letter as the digit that it looks like."""
    folded = "".join(letter for letter in number.upper() if letter.isalnum()).translate(_CONFUSABLE)
    return folded.lstrip("0")


def _activity(case: CaseFile, claim: Claim) -> Hashable | None:
    if not claim.poe_name or not claim.line_id:
        return None
    return " ".join(claim.poe_name.casefold().split()), case.partner_of(claim), claim.claimed


def _across_lines(case: CaseFile, twins: list[Facts], reason: str) -> Iterator[tuple[str, Outcome]]:
    # The same file twice is duplicate evidence, which reconciling finds itself.
    lines = [case.lines_of(each) for each in twins]
    if len({each.sha256 for each in twins}) == 1 or len({line for each in lines for line in each}) < 2:
        answer = (
            passed("it proves one line") if all(lines) else cannot_tell("not all of them are known to prove a line")
        )
        yield from ((each.name, answer) for each in twins)
    else:
        yield from _reused(twins, reason, ())


def _reused(twins: list[Facts], reason: str, fields: tuple[FieldName, ...]) -> Iterator[tuple[str, Outcome]]:
    for document in twins:
        others = ", ".join(each.name for each in twins if each is not document)
        money = document.money(FieldName.TOTAL_AMOUNT)
        yield document.name, failed(f"{reason}: {others}", "one use", others, money, fields)
