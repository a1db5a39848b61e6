"""What becomes of each plan line: cleared, to review or flagged, and why.

Clearing is earned: every document on the line is surely in its place, its readings are sure by themselves or because
plan or claim agree with them, amounts and dates fit, and nothing was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model import Money
from matchers.batch import Batch
from matchers.claimed import ClaimedDocuments
from matchers.comparisons import STEPS, days_printed, money_printed, thousandths
from matchers.gazetteer import NameLevel
from matchers.model import Claim, Finding, LineStatus, PlanLine, Severity, Status
from matchers.placements import OVERLAPS, PROOF_ONLY, Placement

CENT = Decimal("0.01")
# Levels of `reference_level` and `amount_level`.
NUMBER_PRINTED = 2
PART = 3
LARGEST_STEP = 100_000
"""In thousandths: small sums too are rounded up to whole hundreds, and nothing need be missing."""
POSSIBLE = 0.02
"""A line is not cleared while a document that was placed nowhere belongs to it with at least this probability."""


@dataclass(frozen=True, slots=True)
class LineFile:
    """All that lies on one plan line. `claims` is None where no claims were handed in at all.

    `maybe` are documents that were placed nowhere and may belong here, `untold` what is required and may be missing.
    """

    place: int
    line: PlanLine
    placements: tuple[Placement, ...]
    claims: tuple[ClaimedDocuments, ...] | None
    findings: tuple[Finding, ...]
    maybe: tuple[Placement, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def counted(self) -> Money:
        """Return what documents prove, in the line's currency."""
        amounts = (each.counted.amount for each in self.placements if each.counted)
        return Money(sum(amounts, Decimal(0)), self.line.approved.currency)

    @property
    def claimed(self) -> Money:
        """Return what is claimed: by claims, or where there are none by the documents themselves."""
        if self.claims is None:
            return self.counted
        return total_claimed(self.line, (each.claim for each in self.claims))


def total_claimed(line: PlanLine, claims: Iterable[Claim]) -> Money:
    """Return the sum of the claims in the line's currency."""
    amounts = (claim.claimed.amount for claim in claims if claim.claimed.currency == line.approved.currency)
    return Money(sum(amounts, Decimal(0)), line.approved.currency)


def line_statuses(
    batch: Batch,
    placements: Sequence[Placement],
    claimed: Sequence[ClaimedDocuments] | None,
    findings: Sequence[Finding],
    untold: Mapping[str, tuple[str, ...]],
) -> Iterator[LineStatus]:
    """Return each line's status, in the plan's order; `untold` is what is required of a line and cannot be told."""
    of_line, claims = _by_line(placements), _claims_by_line(claimed or ())
    found = _findings_by_line(placements, batch, findings)
    maybe: defaultdict[int, list[Placement]] = defaultdict(list)
    for each in placements:
        if each.maybe is not None and each.maybe_probability >= POSSIBLE:
            maybe[each.maybe].append(each)
    for place, line in enumerate(batch.lines):
        mine = tuple(claims.get(line.line_id, ())) if claimed is not None else None
        placed, told = tuple(of_line.get(place, ())), tuple(found.get(line.line_id, ()))
        unsure = untold.get(line.line_id, ())
        yield _status(batch, LineFile(place, line, placed, mine, told, tuple(maybe.get(place, ())), unsure))


def _by_line(placements: Iterable[Placement]) -> Mapping[int, list[Placement]]:
    groups: defaultdict[int, list[Placement]] = defaultdict(list)
    for each in placements:
        if each.line is not None:
            groups[each.line].append(each)
    return groups


def _claims_by_line(claimed: Iterable[ClaimedDocuments]) -> Mapping[str, list[ClaimedDocuments]]:
    groups: defaultdict[str, list[ClaimedDocuments]] = defaultdict(list)
    for each in claimed:
        groups[each.claim.line_id].append(each)
    return groups


def _findings_by_line(
    placements: Iterable[Placement], batch: Batch, findings: Iterable[Finding]
) -> Mapping[str, list[Finding]]:
    """Return the findings about each line, its claims and its documents; a repeated document's line counts too."""
    lines_of: defaultdict[str, set[str]] = defaultdict(set)
    for each in placements:
        if each.line is not None:
            for subject in _subjects(each.document, "", each.claim_id):
                lines_of[subject].add(batch.lines[each.line].line_id)
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        subjects = _subjects(finding.document, finding.related_document, finding.claim_id)
        for line_id in sorted({finding.line_id}.union(*(lines_of[subject] for subject in subjects))):
            groups[line_id].append(finding)
    return groups


def _subjects(document: str, related: str, claim_id: str) -> list[str]:
    named = (("document", document), ("document", related), ("claim", claim_id))
    return [f"{kind} {name}" for kind, name in named if name]


def _status(batch: Batch, file: LineFile) -> LineStatus:
    grave = [finding for finding in file.findings if finding.severity is not Severity.INFO]
    doubts = list(dict.fromkeys(doubts_of(batch, file)))
    if grave:
        status, reasons = Status.FLAGGED, [finding.message for finding in grave] + doubts
    elif doubts:
        status, reasons = Status.REVIEW, doubts
    else:
        status, reasons = Status.CLEARED, [_agreed(file)]
    claims = tuple(each.claim.claim_id for each in file.claims or ())
    documents = tuple(sorted({each.document for each in file.placements}))
    return LineStatus(
        file.line, status, file.claimed, file.counted, documents, claims, tuple(reasons), _confidence(batch, file)
    )


def _confidence(batch: Batch, file: LineFile) -> float:
    """Return how sure the line's least sure document is; of mere proof only its place counts, not what it prints."""
    known = []
    for each in file.placements:
        proof = batch.profiles[each.document].kind in PROOF_ONLY
        readings = () if proof else (each.amount_confidence, each.date_confidence or 1.0)
        known.append(min([each.probability, *readings]))
    return round(min(known, default=1.0), 4)


def _agreed(file: LineFile) -> str:
    documents = ", ".join(sorted({each.document for each in file.placements}))
    claims = ", ".join(each.claim.claim_id for each in file.claims or ())
    asked = f" and {claims}" if claims else ""
    agree = "agree" if asked or ", " in documents else "agrees"
    return (
        f"{documents}{asked} {agree} with the plan in name and dates; "
        f"{money_printed(file.counted)} is proven of {money_printed(file.line.approved)} approved."
    )


def doubts_of(batch: Batch, file: LineFile) -> Iterator[str]:
    """Return everything that a person has to look at before the line can be cleared."""
    if not file.placements:
        yield "No document proves anything for this line yet."
    elif not file.counted.amount:
        yield "None of the documents proves an amount."
    for each in file.placements:
        yield from _doubts_of_place(batch, file.line, each)
    for each in file.maybe:
        yield f"{each.document} was placed nowhere and may belong here ({each.maybe_probability:.0%})."
    yield from file.untold
    if file.claims is None:
        yield from _doubts_of_sum(file)
    else:
        yield from _doubts_of_claims(file)


def _doubts_of_place(batch: Batch, line: PlanLine, place: Placement) -> Iterator[str]:
    clearing, name = batch.programme.clearing, place.document
    profile = batch.profiles[name]
    if profile.fatal:
        yield f"{name} could be read in part only."
    if place.probability < clearing.match_probability:
        also = f"; the next best is {place.runner_up}" if place.runner_up else ""
        yield f"It is not sure that {name} belongs here ({place.probability:.0%}{also})."
    if place.shared_with:
        yield f"{name} is split over this line and {' and '.join(place.shared_with)} by its rows; confirm the split."
    if place.naming < NameLevel.IN_TEXT and place.reference < NUMBER_PRINTED:
        yield f"{name} does not clearly name {line.campaign_name}."
    if profile.currency not in (None, line.approved.currency) and place.counted is None:
        yield f"{name} is in {profile.currency}, and no rate to {line.approved.currency} is on record."
    # What only shows that something was done need print neither amounts nor dates.
    if profile.kind not in PROOF_ONLY:
        yield from _doubts_of_readings(clearing.reading_confidence, line, place)


def _doubts_of_readings(least: float, line: PlanLine, place: Placement) -> Iterator[str]:
    name = place.document
    if place.option is None:
        yield f"No amount was read on {name}."
    elif place.amount_confidence < least:
        yield f"The amount on {name} was not read surely: {place.option.amount:.2f} ({place.amount_confidence:.0%})."
    if line.start is None or line.end is None:
        return
    if place.span is None:
        yield f"No dates were read on {name}."
    elif place.span.basis != "activity":
        yield f"{name} prints no dates of the activity, only its own date."
    elif place.date_confidence < least:
        days = days_printed(place.span.first, place.span.last)
        where = ", partly outside the line's dates" if place.dates == OVERLAPS else ""
        yield f"The dates on {name} were not read surely: {days}{where} ({place.date_confidence:.0%})."


def _doubts_of_sum(file: LineFile) -> Iterator[str]:
    if any(each.amount == PART for each in file.placements) and not _is_rounded(file):
        proven, approved = money_printed(file.counted), money_printed(file.line.approved)
        yield f"The documents make up {proven} of {approved}; more may be missing, and no claim says how much is asked."


def _is_rounded(file: LineFile) -> bool:
    """Return whether what is missing is no more than planners round up by, and no more than what is proven."""
    approved, proven = thousandths(file.line.approved.amount), thousandths(file.counted.amount)
    spare = approved - proven
    return spare <= proven and any(approved % step == 0 and spare < step <= LARGEST_STEP for step in STEPS)


def unproven_by(claimed: ClaimedDocuments) -> Money | None:
    """Return by how much a claim exceeds what was read on its documents, or None where it does not."""
    proven = sum((place.counted.amount for place in claimed.placements if place.counted), Decimal(0))
    short = claimed.claim.claimed.amount - proven
    return Money(short, claimed.claim.claimed.currency) if claimed.placements and short > CENT else None


def _doubts_of_claims(file: LineFile) -> Iterator[str]:
    for each in file.claims or ():
        claim = each.claim
        for name in each.unread:
            yield f"{name} of claim {claim.claim_id} could not be read."
        if claim.claimed.currency != file.line.approved.currency:
            yield f"Claim {claim.claim_id} is in {claim.claimed.currency}, its line in {file.line.approved.currency}."
        if (short := unproven_by(each)) is not None:
            yield f"Claim {claim.claim_id} asks for {money_printed(short)} more than was read on its documents."
        if each.placements and not any(place.counted and place.counted.amount for place in each.placements):
            yield f"The documents of claim {claim.claim_id} prove no amount."
    claimed_for = {each.claim.claim_id for each in file.claims or ()}
    for place in file.placements:
        if place.claim_id not in claimed_for:
            yield f"{place.document} fits this line, but no claim on it brings it."
