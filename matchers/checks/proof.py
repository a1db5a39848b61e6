"""Checks of what kinds of proof a line's activity needs, and of what the proof shows."""

from __future__ import annotations

from extractors.model import DocumentKind
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import COST_KINDS, CaseFile, Facts, Outcome
from matchers.model import Claim, PlanLine
from matchers.programme import ActivityRule

_PAYMENTS = frozenset({DocumentKind.RECEIPT, DocumentKind.STATEMENT})
_KINDS = frozenset(DocumentKind)


def proof_kinds(case: CaseFile, line: PlanLine) -> Outcome | None:
    """2: the kinds of proof that the plan or the activity's rule asks for are there, once anything was handed in."""
    documents, wanted = case.documents_on(line), _wanted(case, line)
    if not wanted or not documents:
        return None
    kinds = {document.kind for document in documents if document}
    if any(kinds.issuperset(alternative) for alternative in wanted):
        return passed(f"there are {_listed(kinds)}")
    if DocumentKind.OTHER in kinds or None in documents or any(each and each.fatal for each in documents):
        return cannot_tell("some documents could not be read or named, and may be the proof")
    expected = " or ".join(_listed(set(alternative)) for alternative in wanted)
    return failed(f"needed: {expected}; there are {_listed(kinds)}", expected, _listed(kinds))


def preapproval_id(case: CaseFile, line: PlanLine) -> Outcome | None:
    """4: an activity that needs pre-approval has its ID on the plan."""
    rule = _rule(case, line)
    if rule is None or not rule.preapproval:
        return None
    if line.preapproval_id:
        return passed(f"pre-approval {line.preapproval_id}")
    return failed("no pre-approval ID is on the plan", "a pre-approval ID", "none", line.approved)


def landing_url(case: CaseFile, line: PlanLine) -> Outcome | None:
    """12: some proof of the line prints an address on the web, where the activity needs one."""
    rule, documents = _rule(case, line), case.documents_on(line)
    if rule is None or not rule.landing_url or not documents:
        return None
    if any(document and document.has_url and document.kind not in COST_KINDS for document in documents):
        return passed("an address is shown")
    if any(document is None or document.fatal for document in documents):
        return cannot_tell("some documents could not be read")
    return failed("no proof shows the landing page's address", "an address on the web", "none")


def vendor_content(case: CaseFile, line: PlanLine) -> Outcome | None:
    """11: some proof of the line names the vendor in words; a logo alone cannot be read."""
    rule, documents = _rule(case, line), case.documents_on(line)
    proof = [document for document in documents if document and document.kind not in COST_KINDS]
    if rule is None or not rule.vendor_content or not case.programme.vendor_names or not proof:
        return None
    if any(document.names_vendor for document in proof):
        return passed("the vendor is named")
    return cannot_tell("the vendor is not named in words; a picture may show it")


def unlisted_activity(case: CaseFile, line: PlanLine) -> Outcome | None:
    """99: the programme's list has the line's activity type."""
    if not case.programme.closed_activities:
        return None
    if not line.activity_type:
        return cannot_tell("the plan names no activity type")
    if line.activity_type in case.programme.activities:
        return passed(line.activity_type)
    reason = f"{line.activity_type} is not on the list of {case.programme.name}"
    return failed(reason, "an activity on the list", line.activity_type, line.approved)


def proof_of_payment(case: CaseFile, claim: Claim) -> Outcome | None:
    """20: a receipt or statement shows the payment, where the programme asks for one."""
    documents = case.documents_of(claim)
    if not case.programme.proof_of_payment or not documents:
        return None
    if any(document and document.kind in _PAYMENTS for document in documents):
        return passed("a proof of payment is there")
    if any(document is None or document.fatal for document in documents):
        return cannot_tell("some documents could not be read")
    return failed("no receipt or statement of payment", "a proof of payment", "none", claim.claimed)


def refused_kind(case: CaseFile, document: Facts) -> Outcome | None:
    """87: no claim rests on a kind that is never a cost document, unless it brings one that is."""
    claims = case.claims_of_document.get(document.name, ())
    if not claims or document.kind not in case.programme.refused_kinds:
        return None
    alone = [claim for claim in claims if not _has_cost_document(case, claim)]
    if not alone:
        return passed(f"a {document.kind.value} beside a cost document")
    reason = f"a {document.kind.value} is no cost document"
    return failed(reason, "an invoice", document.kind.value, alone[0].claimed)


def _has_cost_document(case: CaseFile, claim: Claim) -> bool:
    return any(document and document.kind in COST_KINDS for document in case.documents_of(claim))


def _rule(case: CaseFile, line: PlanLine) -> ActivityRule | None:
    return case.programme.activities.get(line.activity_type)


def _wanted(case: CaseFile, line: PlanLine) -> tuple[tuple[DocumentKind, ...], ...]:
    on_plan = tuple(DocumentKind(name) for name in line.expected_evidence if name in _KINDS)
    if on_plan:
        return (on_plan,)
    rule = _rule(case, line)
    return rule.proof if rule else ()


def _listed(kinds: set[DocumentKind]) -> str:
    return " and ".join(sorted(kind.value for kind in kinds)) or "nothing"
