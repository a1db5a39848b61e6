"""Dividing a document between plan lines: the shares as they are written, and whether they can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from extractors.model import FieldName, Money
from ledger.model import LedgerError, Share
from review.desk.casework import Spread
from review.desk.visits import Visit


def shares_of(text: str, currency: str) -> Iterator[Share]:
    """Give the shares that stand in rows of a line's number and an amount; none from the first row that is not such."""
    for row in text.splitlines():
        line, _, amount = row.strip().rpartition(" ")
        try:
            if line:
                yield Share(line.strip(), Money(Decimal(amount.replace(",", ".")), currency))
        except InvalidOperation:
            return


def check_shares(visit: Visit, laid: Spread, shares: tuple[Share, ...]) -> None:
    """Raise where a split gives away more than the document prints, or to a line that the plan has not."""
    services, batch, name = visit.services, laid.case.batch, laid.seen.finding.document
    unknown = [each.line_id for each in shares if services.desk.record(batch, "line", each.line_id) is None]
    if unknown:
        raise LedgerError(visit.speech.say("The plan has no line {line}.", line=unknown[0]))
    sha256 = services.desk.contents(batch, [name]).get(name)
    extraction = services.extraction(sha256) if sha256 else None
    total = extraction.find(FieldName.TOTAL_AMOUNT) if extraction else None
    printed = extraction.find(FieldName.CURRENCY) if extraction else None
    given = sum((each.amount.amount for each in shares), Decimal(0))
    if total is None or given > Decimal(total.value) or any(each.amount.amount <= 0 for each in shares):
        told, read = "The shares come to {given}; the document says {total}.", total.value if total else "–"
        raise LedgerError(visit.speech.say(told, given=given, total=read))
    if printed and any(each.amount.currency != printed.value for each in shares):
        raise LedgerError(visit.speech.say("The document is in {currency}.", currency=printed.value))
