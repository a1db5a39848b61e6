"""Tables of outcomes: plan lines, claims, and what was matched with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractors.model import Money
from matchers.model import Allocation, Claim, Finding, LineStatus, Recommendation, Reconciliation
from review.batch import PublishedBatch
from review.tables import Cell, Column, Kind, Table
from review.wording import explanation, place

LINE_COLUMNS = (
    Column("line_id", Kind.TEXT, "The plan line's number."),
    Column("campaign_name", Kind.PHRASE, "The campaign as the plan names it."),
    Column("approved", Kind.MONEY, "The amount that the plan approves."),
    Column("claimed", Kind.MONEY, "The sum of the claims against the line."),
    Column("evidenced", Kind.MONEY, "What the documents allocated to the line prove."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the row's amounts."),
    Column("status", Kind.TEXT, "cleared: nobody need look again; review: a person has to look; flagged: it is wrong."),
    Column("start_date", Kind.DATE, "First day of the activity as planned."),
    Column("end_date", Kind.DATE, "Last day of the activity as planned."),
    Column("activity_type", Kind.TEXT, "The kind of activity as planned."),
    Column("documents", Kind.PROSE, "The documents allocated to the line, separated by semicolons."),
    Column("claims", Kind.TEXT, "The claims against the line, separated by semicolons."),
    Column("reasons", Kind.PROSE, "Why the line has its status."),
    Column("confidence", Kind.SCORE, "How sure the status is, from 0 to 1."),
    Column(
        "unproven", Kind.MONEY, "Claimed less evidenced; negative where more is proven. Empty where currencies differ."
    ),
    Column("partner", Kind.TEXT, "The partner the line belongs to."),
    Column("programme", Kind.TEXT, "The programme that pays."),
    Column("period", Kind.TEXT, "The programme's period."),
    Column("source", Kind.TEXT, "The file and row that the line was read from."),
    Column("recommended", Kind.MONEY, "What the program recommends to pay of the line, in the row's currency."),
    Column("recommended_because", Kind.PROSE, "Why it is no more."),
)

CLAIM_COLUMNS = (
    Column("claim_id", Kind.TEXT, "The claim's number."),
    Column("line_id", Kind.TEXT, "The plan line that the claimant named; empty where none was named."),
    Column("matched_line_ids", Kind.TEXT, "The plan lines that the claim's documents were allocated to."),
    Column("claimed", Kind.MONEY, "The amount asked for."),
    Column(
        "allocated", Kind.MONEY, "What of the claim's documents counts towards plan lines, in the claim's currency."
    ),
    Column("currency", Kind.TEXT, "ISO 4217 code of the row's amounts."),
    Column("name", Kind.TEXT, "The claimant's name for the proof of execution."),
    Column("execution_date", Kind.DATE, "The date of execution that was claimed."),
    Column("submitted", Kind.DATE, "The day the claim was handed in."),
    Column("partner", Kind.TEXT, "Who claims."),
    Column("documents", Kind.PROSE, "The documents the claim came with, separated by semicolons."),
    Column("findings", Kind.TEXT, "The codes of the findings about the claim, separated by semicolons."),
    Column(
        "amount_at_risk", Kind.MONEY, "The largest amount that any one finding puts at risk, in the claim's currency."
    ),
    Column("source", Kind.TEXT, "The file and row that the claim was read from."),
    Column("recommended", Kind.MONEY, "What the program recommends to pay, in the claim's currency."),
    Column("recommended_because", Kind.PROSE, "Why it is no more."),
)

MATCH_COLUMNS = (
    Column("document", Kind.DOCUMENT, "The document as it was handed in."),
    Column("line_id", Kind.TEXT, "The plan line it counts towards; empty for what counts towards none."),
    Column("claim_id", Kind.TEXT, "The claim that brought the document."),
    Column("amount", Kind.MONEY, "How much of the document counts towards the line, or is left over."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the amount."),
    Column("score", Kind.SCORE, "The sum of the comparisons' weights, in bits."),
    Column("explanation", Kind.PROSE, "Each comparison that counted, with its weight, the strongest first."),
    Column("probability", Kind.SCORE, "How likely the match is right, from 0 to 1."),
)


def lines_table(batch: PublishedBatch) -> Table:
    """Return one row for each plan line."""
    found = batch.reconciliation
    advised = {each.line_id: each for each in found.recommendations if not each.claim_id}
    rows = tuple(_line_row(status, advised.get(status.line.line_id)) for status in found.lines)
    return Table("lines", "Lines", "One row for each line of the approved plan.", LINE_COLUMNS, rows)


def _line_row(status: LineStatus, advised: Recommendation | None) -> tuple[Cell, ...]:
    line = status.line
    return (
        line.line_id,
        line.campaign_name,
        line.approved.amount,
        status.claimed.amount,
        status.evidenced.amount,
        line.approved.currency,
        status.status.value,
        line.start,
        line.end,
        line.activity_type,
        "; ".join(status.documents),
        "; ".join(status.claims),
        " ".join(status.reasons),
        status.confidence,
        _unproven(status),
        line.partner,
        line.programme,
        line.period,
        place(line.origin),
        advised.amount.amount if advised and advised.amount.currency == line.approved.currency else None,
        "; ".join(advised.reasons) if advised else "",
    )


def _unproven(status: LineStatus) -> Decimal | None:
    if status.claimed.currency != status.evidenced.currency:
        return None
    return (status.claimed - status.evidenced).amount


def claims_table(batch: PublishedBatch) -> Table:
    """Return one row for each claim."""
    allocations, findings = _by_claim(batch.reconciliation)
    advised = {each.claim_id: each for each in batch.reconciliation.recommendations if each.claim_id}
    rows = tuple(
        _claim_row(claim, allocations[claim.claim_id], findings[claim.claim_id], advised.get(claim.claim_id))
        for claim in batch.reconciliation.claims
    )
    return Table("claims_report", "Claims", "One row for each claim.", CLAIM_COLUMNS, rows)


def _by_claim(found: Reconciliation) -> tuple[dict[str, list[Allocation]], dict[str, list[Finding]]]:
    allocations: dict[str, list[Allocation]] = defaultdict(list)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for allocation in found.allocations:
        allocations[allocation.claim_id or ""].append(allocation)
    for finding in found.findings:
        findings[finding.claim_id].append(finding)
    return allocations, findings


def _claim_row(
    claim: Claim, allocations: list[Allocation], findings: list[Finding], advised: Recommendation | None
) -> tuple[Cell, ...]:
    currency = claim.claimed.currency
    allocated = [item.amount for item in allocations if item.line_id]
    at_risk = list(_amounts([finding.at_risk for finding in findings], currency))
    return (
        claim.claim_id,
        claim.line_id,
        "; ".join(sorted({item.line_id for item in allocations if item.line_id})),
        claim.claimed.amount,
        sum(_amounts(allocated, currency), Decimal(0)),
        currency,
        claim.poe_name,
        claim.poe_date,
        claim.submitted,
        claim.partner,
        "; ".join(claim.documents),
        "; ".join(sorted({finding.code for finding in findings})),
        max(at_risk) if at_risk else None,
        place(claim.origin),
        advised.amount.amount if advised else None,
        "; ".join(advised.reasons) if advised else "",
    )


def _amounts(amounts: list[Money | None], currency: str) -> Iterator[Decimal]:
    return (money.amount for money in amounts if money and money.currency == currency)


def matches_table(batch: PublishedBatch) -> Table:
    """Return one row for each allocation, and one for each document that was allocated to nothing."""
    allocations = batch.reconciliation.allocations
    allocated = {item.document for item in allocations}
    idle = sorted({item.name for item in batch.submissions} - allocated)
    rows = tuple(_match_row(item) for item in allocations) + tuple(_idle_row(name) for name in idle)
    return Table(
        "matches", "Matches", "One row for each share of a document that counts towards a line.", MATCH_COLUMNS, rows
    )


def _match_row(item: Allocation) -> tuple[Cell, ...]:
    amount = item.amount or item.left_over
    return (
        item.document,
        item.line_id or "",
        item.claim_id or "",
        amount.amount if amount else None,
        amount.currency if amount else "",
        item.score,
        explanation(item.comparisons),
        item.probability,
    )


def _idle_row(document: str) -> tuple[Cell, ...]:
    return document, "", "", None, "", None, "no plan line fits this document", None
