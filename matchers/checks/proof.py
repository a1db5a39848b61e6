"""Checks of what kinds of proof a line's activity needs, and of what the proof shows."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.model import DocumentKind
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.model import Claim, PlanLine
from matchers.programme_model import Proof, in_force

_PAYMENTS = frozenset({DocumentKind.RECEIPT, DocumentKind.STATEMENT})
_KINDS = frozenset(kind.value for kind in DocumentKind)


def proof_kinds(case: CaseFile, line: PlanLine) -> Outcome | None:
    """2: what the plan or the activity's rule asks for as proof is there, once anything was handed in."""
    documents, wanted = case.documents_on(line), _wanted(case, line)
    if not wanted or not documents:
        return None
    things = {thing for document in documents if document for thing in (document.kind.value, *document.marks)}
    alternative = next((each for each in wanted if things.issuperset(each)), None)
    if alternative is not None:
        return passed(f"there are {_listed(alternative)}")
    kinds = {document.kind.value for document in documents if document}
    if DocumentKind.OTHER in kinds or any(each is None or each.fatal for each in documents):
        return cannot_tell("some documents could not be read or named, and may be the proof")
    expected = " or ".join(_listed(each) for each in wanted)
    return failed(f"needed: {expected}; handed in: {_listed(kinds)}", expected, _listed(kinds))


def preapproval_id(case: CaseFile, line: PlanLine) -> Outcome | None:
    """4: an activity that needs pre-approval has its ID on the plan or on a claim."""
    ids = (line.preapproval_id, *(claim.preapproval_id for claim in case.claims_of_line.get(line.line_id, ())))
    return _preapproved(case, line, ids, "no pre-approval ID is on the plan or a claim")


def preapproval_id_1(case: CaseFile, line: PlanLine) -> Outcome | None:
    """4, version 1: an activity that needs pre-approval has its ID on the plan."""
    return _preapproved(case, line, (line.preapproval_id,), "no pre-approval ID is on the plan")


def _preapproved(case: CaseFile, line: PlanLine, ids: Iterable[str], lacking: str) -> Outcome | None:
    rule, given = case.rule_of(line), sorted({each for each in ids if each})
    if rule is None or not rule.preapproval:
        return None
    if len(given) > 1:
        return cannot_tell(f"plan and claims name several pre-approvals: {', '.join(given)}")
    return passed(f"pre-approval {given[0]}") if given else failed(lacking, "a pre-approval ID", "none", line.approved)


def proof_note(case: CaseFile, claim: Claim) -> Outcome | None:
    """8: a claim that brings proof beside its cost document has a note that explains it."""
    proof = [each for each in case.documents_of(claim) if each and each.kind not in COST_KINDS]
    if not proof:
        return None
    if claim.note:
        return passed("there is a note")
    if not any(each.note for each in case.context.claims):
        return cannot_tell("the table of claims has no notes at all")
    return failed(f"no note explains {proof[0].name}", "a note", "none")


def landing_url(case: CaseFile, line: PlanLine) -> Outcome | None:
    """12: some proof of the line prints an address on the web, where the activity needs one."""
    rule, documents = case.rule_of(line), case.documents_on(line)
    if rule is None or not rule.landing_url or not documents:
        return None
    if any(document and document.has_url and document.kind not in COST_KINDS for document in documents):
        return passed("an address is shown")
    if any(document is None or document.fatal for document in documents):
        return cannot_tell("some documents could not be read")
    return failed("no proof shows the landing page's address", "an address on the web", "none")


def unlisted_activity(case: CaseFile, line: PlanLine) -> Outcome | None:
    """99: the programme's list has the line's activity type, at the time of the activity."""
    rule = case.rule_of(line)
    if rule is None and not case.programme.closed_activities:
        return None
    if not line.activity_type:
        return cannot_tell("the plan names no activity type")
    if rule is None or rule.withdrawn:
        reason = f"{line.activity_type} is not on the list of {case.programme.name}"
        return failed(reason, "an activity on the list", line.activity_type, line.approved)
    if line.start is None and (rule.effective_from or rule.effective_until):
        return cannot_tell(f"{line.activity_type} is listed for a time, and the line has no dates")
    if line.start is None or in_force(rule.effective_from, rule.effective_until, line.start):
        return passed(rule.title or line.activity_type)
    reason = f"{line.activity_type} is not on the list on {line.start}"
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
    if all(any(each is None or each.fatal for each in case.documents_of(claim)) for claim in alone):
        return cannot_tell("another document could not be read, and may be the cost document")
    reason = f"a {document.kind.value} is no cost document"
    return failed(reason, "an invoice", document.kind.value, alone[0].claimed)


def _has_cost_document(case: CaseFile, claim: Claim) -> bool:
    return any(document and document.kind in COST_KINDS for document in case.documents_of(claim))


def _wanted(case: CaseFile, line: PlanLine) -> Proof:
    on_plan = tuple(name for name in line.expected_evidence if name in _KINDS)
    if on_plan:
        return (on_plan,)
    rule = case.rule_of(line)
    if rule is None:
        return ()
    claims = case.claims_of_line.get(line.line_id, ())
    largest = max((claim.claimed for claim in claims), key=lambda money: money.amount, default=line.approved)
    return case.programme.wanted_proof(rule, line.countries, largest)


def _listed(things: Iterable[str]) -> str:
    return " and ".join(sorted(things)) or "nothing"
