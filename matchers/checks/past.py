"""What a batch's documents are known again by in later batches."""

from __future__ import annotations

from extractors.model import FieldName
from matchers.checks.context import CaseFile
from matchers.checks.facts import Facts
from matchers.model import PastDocument


def documents_of_case(batch: str, case: CaseFile) -> tuple[PastDocument, ...]:
    """Return a batch's documents as later batches will see them, by name; allocations may still be unknown."""
    return tuple(_past(batch, case, case.facts[name]) for name in sorted(case.facts))


def _past(batch: str, case: CaseFile, facts: Facts) -> PastDocument:
    claims, lines = case.claims_of_document.get(facts.name, ()), case.lines_of(facts)
    partners = case.partners_of(facts)
    return PastDocument(
        batch,
        facts.name,
        facts.sha256,
        claims[0].claim_id if claims else "",
        lines[0] if lines else "",
        partners[0] if partners else "",
        case.programme.name,
        facts.text(FieldName.VENDOR) or "",
        facts.text(FieldName.TAX_ID) or "",
        facts.text(FieldName.DOCUMENT_NUMBER) or "",
        facts.money(FieldName.TOTAL_AMOUNT),
        facts.day(FieldName.DOCUMENT_DATE),
        facts.fingerprints,
        facts.words_digest,
        tuple(sorted(facts.accounts)),
    )
