"""The table of findings: what is missing, in excess or in doubt, and where it can be seen."""

from __future__ import annotations

from extractors.model import Box, Reading
from matchers.model import Finding, PlanLine
from review.batch import PublishedBatch
from review.priority import gravest_first, primary_findings
from review.tables import Cell, Column, Kind, Table
from review.wording import explanation

FINDING_COLUMNS = (
    Column("code", Kind.TEXT, "What kind of finding it is."),
    Column("severity", Kind.TEXT, "block: stops payment by a documented rule; review: needs a reader; info: nothing."),
    Column("line_id", Kind.TEXT, "The plan line it is about."),
    Column("claim_id", Kind.TEXT, "The claim it is about."),
    Column("document", Kind.DOCUMENT, "The document it is about."),
    Column("amount_at_risk", Kind.MONEY, "How much money the finding puts in doubt."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the amount."),
    Column("expected", Kind.PHRASE, "What the plan, the claim or the rule calls for."),
    Column("found", Kind.PHRASE, "What the evidence says."),
    Column("page", Kind.COUNT, "The page on which it can be seen, counted from 1."),
    Column("box", Kind.TEXT, "The place on the page: left, top, right, bottom in points from its top left corner."),
    Column("confidence", Kind.SCORE, "How sure the finding is, from 0 to 1."),
    Column("message", Kind.PROSE, "What a reviewer should know."),
    Column("rule", Kind.TEXT, "The rule's number and version."),
    Column("primary", Kind.TEXT, "yes for the gravest finding about a claim, document or line: adds up, counts once."),
    Column("partner", Kind.TEXT, "The partner concerned."),
    Column("period", Kind.TEXT, "The programme's period."),
    Column("related_document", Kind.DOCUMENT, "The other document, where two are compared."),
    Column("comparisons", Kind.PROSE, "What was compared, with weights in bits, the strongest first."),
    Column("partner_message", Kind.PROSE, "A message to the partner, ready to send."),
    Column("programme", Kind.TEXT, "The programme and the version of its rules."),
)


def findings_table(batch: PublishedBatch) -> Table:
    """Return one row for each finding, the gravest first."""
    found = batch.reconciliation
    lines = {status.line.line_id: status.line for status in found.lines}
    claimants = {claim.claim_id: claim.partner for claim in found.claims}
    primary = primary_findings(found)
    rows = tuple(
        _finding_row(finding, lines.get(finding.line_id), claimants.get(finding.claim_id, ""), finding in primary)
        for finding in gravest_first(found)
    )
    return Table(
        "findings", "Findings", "One row for each thing missing, in excess or in doubt.", FINDING_COLUMNS, rows
    )


def first_place(finding: Finding) -> Reading | None:
    """Return the first piece of the finding's evidence that has a place on a page."""
    return next((reading for reading in finding.evidence if reading.page is not None), None)


def box_text(box: Box | None) -> str:
    """Return a box as four numbers in points: left, top, right, bottom."""
    return f"{box.left:.1f} {box.top:.1f} {box.right:.1f} {box.bottom:.1f}" if box else ""


def _finding_row(finding: Finding, line: PlanLine | None, claimant: str, primary: bool) -> tuple[Cell, ...]:
    seen = first_place(finding)
    return (
        finding.code,
        finding.severity.value,
        finding.line_id,
        finding.claim_id,
        finding.document,
        finding.at_risk.amount if finding.at_risk else None,
        finding.at_risk.currency if finding.at_risk else "",
        finding.expected,
        finding.found,
        seen.page if seen else None,
        box_text(seen.box) if seen else "",
        finding.confidence,
        finding.message,
        finding.rule,
        "yes" if primary else "no",
        claimant or (line.partner if line else ""),
        line.period if line else "",
        finding.related_document,
        explanation(finding.comparisons),
        finding.partner_message,
        finding.programme,
    )
