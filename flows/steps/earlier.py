"""Earlier batches: what a batch's documents may repeat, and what later batches know these by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from extractors.model import Money
from flows.workspace import Holdings
from ledger.decisions import standing
from ledger.differences import identities
from ledger.model import Decided, Verdict
from matchers.model import Finding, PastDocument, Reconciliation


def earlier(batch: str, held: Holdings) -> Callable[[tuple[PastDocument, ...]], Sequence[PastDocument]]:
    """Return what files a batch's documents for later batches, and finds those of earlier ones.

    What is filed stands in place of what was filed of the batch before, so that a batch is never compared with itself.
    """

    def look_up(documents: tuple[PastDocument, ...]) -> Sequence[PastDocument]:
        last = held.ledger.latest_reconciliation(batch)
        decided = standing(held.ledger.decisions(batch))
        refused = refused_claims(last, decided) if last and decided else frozenset()
        filed = [replace(each, batch=batch, rejected=each.claim_id in refused) for each in documents]
        held.ledger.keep_history(batch, filed)
        return held.ledger.history(batch, filed)

    return look_up


def refused_claims(found: Reconciliation, decided: Iterable[Decided]) -> frozenset[str]:
    """Return the claims of which people refused the whole: a finding stands that puts all of the claim at risk."""
    rejected = {each.decision.finding for each in decided if each.decision.verdict is Verdict.REJECT}
    findings = [finding for identity, finding in identities(found.findings).items() if identity in rejected]
    asked = {claim.claim_id: claim.claimed for claim in found.claims}
    return frozenset(each.claim_id for each in findings if _puts_all_at_risk(each, asked.get(each.claim_id)))


def _puts_all_at_risk(finding: Finding, claimed: Money | None) -> bool:
    risk = finding.at_risk
    return bool(risk and claimed and risk.currency == claimed.currency and risk.amount >= claimed.amount)
