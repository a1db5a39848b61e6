"""The findings of reconciling itself: what is missing, in excess, unplanned, outside, repeated or on the wrong line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model import Money
from matchers.batch import Batch
from matchers.claimed import ClaimedDocuments
from matchers.comparisons import days_printed, money_printed
from matchers.duplicates import Twin
from matchers.model import Claim, Finding, PlanLine, Severity
from matchers.placements import Placement, settled
from matchers.profiles import prints
from matchers.programme import RULE_OF_CODE
from matchers.programme_model import TaxBasis

WELL_POSSIBLE = 0.35
"""Days outside a window are told from here on: looking at them costs less than paying for them unseen."""
OUTSIDE = (1, 2, 3)
"""Levels of dates that are not inside the line's window."""
SHORT = -2.5
"""Bits against an amount that falls short of its claim: misread ones do so about six times as often as right ones."""
LIKELIER_THAN_NOT = 0.5
"""What the plan contradicts accuses nobody if it was more likely misread; a person looks at it."""


UNREADABLE = "C22@1"
NAMED = 0.7
"""A document whose campaign was read less surely than this may be any line's, unless all its text names none."""


def missing_claims(batch: Batch, used: frozenset[int]) -> Iterator[Finding]:
    """Return a finding for each line that has ended and that nothing was claimed or handed in for."""
    for place, line in enumerate(batch.lines):
        ended = line.end is None or line.end < batch.as_of
        if place not in used and ended:
            days = days_printed(line.start, line.end)
            when = f" It ran {days}." if days else ""
            yield replace(
                _raised(
                    "missing_claim",
                    f"Nothing was claimed or handed in for {_named(line)}, "
                    f"approved for {money_printed(line.approved)}.{when}",
                ),
                line_id=line.line_id,
                at_risk=line.approved,
                expected=f"a claim of up to {money_printed(line.approved)}",
                found="nothing",
            )


def excess_claims(
    batch: Batch, claimed: Mapping[int, Money], placements: Sequence[Placement], *, as_read: bool
) -> Iterator[Finding]:
    """Return a finding for each line that more was claimed for than was approved.

    `as_read` says that the amounts claimed are those read from documents, so that a misreading may be to blame.
    """
    for place in sorted(claimed):
        line, asked = batch.lines[place], claimed[place]
        excess = asked - line.approved
        if excess.amount <= batch.programme.tolerance.of(line.approved):
            continue
        mine = [each for each in placements if each.line == place and each.counted and each.counted.amount]
        if as_read and any(each.amount_confidence < LIKELIER_THAN_NOT for each in mine):
            continue
        told = ", ".join(f"{money_printed(each.money)} on {each.document}" for each in mine)
        yield replace(
            _raised(
                "excess_claim",
                f"{money_printed(asked)} is claimed for {_named(line)}, {money_printed(excess)} more than the approved "
                f"{money_printed(line.approved)}{f': {told}' if told else ''}.",
            ),
            line_id=line.line_id,
            document=mine[0].document if len(mine) == 1 else "",
            claim_id=mine[0].claim_id if len(mine) == 1 else "",
            at_risk=excess,
            expected=f"at most {money_printed(line.approved)}",
            found=money_printed(asked),
            confidence=min((each.amount_confidence for each in mine), default=1.0),
            evidence=tuple(each.option.reading for each in mine if each.option),
        )


def unplanned(batch: Batch, placements: Iterable[Placement]) -> Iterator[Finding]:
    """Return a finding for each document that no plan line fits, or that was read too badly to tell."""
    for each in placements:
        if each.line is None:
            name = batch.profiles[each.document].best_name
            read = name.value if name else ""
            about = ", ".join(filter(None, (read, money_printed(each.left_over), _days(each))))
            least = LIKELIER_THAN_NOT if _names_no_line(batch, each) else NAMED
            named = name is not None and name.confidence >= least
            yield replace(
                _no_line(each.document, about) if named else _unplaced(each.document, about),
                document=each.document,
                claim_id=each.claim_id,
                at_risk=each.left_over,
                expected="an approved plan line of this campaign",
                found=read or "no name was read",
                confidence=each.probability,
                evidence=(*([name] if name else []), *each.readings),
                comparisons=each.comparisons,
            )


def _names_no_line(batch: Batch, place: Placement) -> bool:
    """Return whether a document with a text layer has no line's name anywhere in its text, so that none fits."""
    profile = batch.profiles[place.document]
    return not (profile.scanned or profile.fatal or profile.named or place.comparisons)


def _no_line(document: str, about: str) -> Finding:
    return _raised("unplanned_claim", f"No approved plan line fits {document}{f' ({about})' if about else ''}.")


def _unplaced(document: str, about: str) -> Finding:
    what = f"{document} was not read surely enough to say which plan line it belongs to, if any"
    return Finding("unplaced_document", Severity.REVIEW, UNREADABLE, f"{what}{f' (read: {about})' if about else ''}.")


def outside_windows(batch: Batch, placements: Iterable[Placement]) -> Iterator[Finding]:
    """Return a finding for each document whose activity lies outside the dates of its line."""
    for each in placements:
        if each.line is None or each.dates not in OUTSIDE or not each.span or each.span.basis != "activity":
            continue
        if each.date_confidence < WELL_POSSIBLE or each.document in batch.twins:
            continue
        line = batch.lines[each.line]
        window, days = days_printed(line.start, line.end), _days(each)
        yield replace(
            _raised(
                "outside_window",
                f"{each.document} shows activity on {days}, and {_named(line)} is approved for {window}.",
            ),
            line_id=line.line_id,
            claim_id=each.claim_id,
            document=each.document,
            at_risk=each.money,
            expected=window,
            found=days,
            confidence=min(each.date_confidence, each.probability),
            evidence=each.span.readings,
            comparisons=each.comparisons,
        )


def duplicates(batch: Batch, placements: Sequence[Placement], twins: Mapping[str, Twin]) -> Iterator[Finding]:
    """Return a finding for each document that repeats another; it names the other one."""
    placed = {each.document: each for each in placements}
    for copy in sorted(twins):
        twin, place = twins[copy], placed.get(copy)
        profile = batch.profiles[copy]
        line = batch.lines[place.line].line_id if place and place.line is not None else ""
        yield replace(
            _raised("duplicate_evidence", f"{copy} was handed in before as {twin.original}: {twin.how}."),
            line_id=line,
            claim_id=place.claim_id if place else "",
            document=copy,
            related_document=twin.original,
            at_risk=profile.money,
            expected="a document that was not handed in before",
            found=f"{twin.how} as {twin.original}",
            evidence=(*profile.numbers[:1], *(option.reading for option in profile.amounts[:1])),
            comparisons=twin.comparisons,
        )


def missing_evidence(batch: Batch, claimed: Iterable[ClaimedDocuments]) -> Iterator[Finding]:
    """Return a finding for each claim that came without a document, or whose documents are not there."""
    for each in claimed:
        claim = each.claim
        if claim.documents and not each.missing:
            continue
        what = f"{', '.join(each.missing)} is not among the documents" if each.missing else "it names no document"
        yield replace(
            _raised(
                "missing_evidence", f"Claim {claim.claim_id} for {money_printed(claim.claimed)} has no proof: {what}."
            ),
            line_id=claim.line_id,
            claim_id=claim.claim_id,
            at_risk=claim.claimed,
            expected=", ".join(claim.documents) or "a document",
            found="no such document" if each.missing else "nothing",
        )


def overclaimed(batch: Batch, claimed: Iterable[ClaimedDocuments]) -> Iterator[Finding]:
    """Return a finding for each claim that asks for more than all its documents show."""
    for each in claimed:
        claim, proven = each.claim, proven_by(batch, each)
        if proven is None or proven.currency != claim.claimed.currency:
            continue
        excess = claim.claimed - proven
        read = (place.option.probability if place.option else 0.0 for place in each.placements)
        doubtful = any(settled(sure, SHORT) < LIKELIER_THAN_NOT for sure in read)
        if doubtful or _prints_what_is_asked(batch, each):
            continue
        if excess.amount <= _tolerance(batch, each) or _asks_for_tax(batch, each):
            continue
        documents = ", ".join(place.document for place in each.placements)
        yield replace(
            _raised(
                "overclaimed",
                f"Claim {claim.claim_id} asks for {money_printed(claim.claimed)}; "
                f"{documents} shows {money_printed(proven)}.",
            ),
            line_id=claim.line_id,
            claim_id=claim.claim_id,
            document=each.placements[0].document if len(each.placements) == 1 else "",
            at_risk=excess,
            expected=f"at most {money_printed(proven)}",
            found=money_printed(claim.claimed),
            confidence=min((place.option.probability for place in each.placements if place.option), default=1.0),
            evidence=tuple(place.option.reading for place in each.placements if place.option),
            comparisons=each.placements[0].comparisons,
        )


def _prints_what_is_asked(batch: Batch, claimed: ClaimedDocuments) -> bool:
    """Return whether a document prints the very amount claimed: then the wrong one may have been read as its total."""
    # Of a document that a reviewer divided only a share counts, whatever it prints.
    whole = (place.document for place in claimed.placements if place.document not in batch.splits)
    return any(prints(batch.profiles[name], claimed.claim.claimed.amount) for name in whole)


def _asks_for_tax(batch: Batch, claimed: ClaimedDocuments) -> bool:
    """Return whether a claim is for its documents with their tax, which another check tells."""
    if batch.programme.severity("gross_claimed") is None or batch.programme.tax_basis is not TaxBasis.NET:
        return False
    totals = [
        next((option.amount for option in batch.profiles[place.document].amounts if option.basis == "total"), None)
        for place in claimed.placements
        if place.document not in batch.splits
    ]
    known = [total for total in totals if total is not None]
    return abs(sum(known, Decimal(0)) - claimed.claim.claimed.amount) <= _tolerance(batch, claimed)


def proven_by(batch: Batch, claimed: ClaimedDocuments) -> Money | None:
    """Return what a claim's documents show together, or None where that cannot be told or there is another finding."""
    if claimed.missing or claimed.unread or claimed.strangers or not claimed.placements:
        return None
    refused = batch.programme.refused_kinds
    if all(batch.profiles[place.document].kind in refused for place in claimed.placements):
        return None
    amounts = [place.counted for place in claimed.placements]
    apart = any(place.document in batch.twins or place.line is None for place in claimed.placements)
    if apart or any(amount is None for amount in amounts):
        return None
    known = [amount for amount in amounts if amount]
    return sum(known[1:], known[0])


def _tolerance(batch: Batch, claimed: ClaimedDocuments) -> Decimal:
    tolerance = batch.programme.tolerance
    money = claimed.claim.claimed
    foreign = any(place.money and place.money.currency != money.currency for place in claimed.placements)
    return max(tolerance.of(money), money.amount * tolerance.conversion_share) if foreign else tolerance.of(money)


def wrong_campaigns(batch: Batch, claimed: Iterable[ClaimedDocuments]) -> Iterator[Finding]:
    """Return a finding for each claim with a document that names another campaign than the claim's line."""
    lines = {line.line_id: line for line in batch.lines}
    for each in claimed:
        for place in each.strangers:
            yield _wrong_campaign(batch, each.claim, lines[each.claim.line_id], place)


def _wrong_campaign(batch: Batch, claim: Claim, line: PlanLine, place: Placement) -> Finding:
    name = batch.profiles[place.document].best_name
    found = name.value if name else place.printed_name
    return replace(
        _raised("wrong_campaign", f"Claim {claim.claim_id} is for {_named(line)}, but {place.document} names {found}."),
        line_id=line.line_id,
        claim_id=claim.claim_id,
        document=place.document,
        at_risk=claim.claimed,
        expected=line.campaign_name,
        found=found,
        confidence=name.confidence if name else 0.0,
        evidence=(name,) if name else (),
        comparisons=place.comparisons,
    )


def _named(line: PlanLine) -> str:
    return f"line {line.line_id}, {line.campaign_name}"


def _days(place: Placement) -> str:
    return days_printed(place.span.first, place.span.last) if place.span else ""


def _raised(code: str, message: str) -> Finding:
    return Finding(code, Severity.REVIEW, RULE_OF_CODE[code], message)
