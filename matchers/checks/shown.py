"""Checks for a programme's own words in the proof of an activity: that they are there, or that they are not."""

from __future__ import annotations

from collections.abc import Callable

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import ACTIVITY, BENEFIT, COST_KINDS, OTHER_PROGRAMME, VENDOR, Facts
from matchers.checks.wording import marks_in, words_in
from matchers.model import Claim, PlanLine
from matchers.programme_model import in_force, plain

CERTIFICATE, CERTIFIER = "cost_certificate", "certifier"
_KINDS = frozenset(kind.value for kind in DocumentKind)


def showing(code: str) -> Callable[[CaseFile, PlanLine], Outcome | None]:
    """Return the check that some document of the line has the words that the programme lists under this code."""

    def check(case: CaseFile, line: PlanLine) -> Outcome | None:
        rule, documents = case.rule_of(line), case.documents_on(line)
        if rule is None or code not in rule.shows or not documents or not _applies(rule.shows[code], line):
            return None
        found = next((each.marks[code] for each in documents if each and code in each.marks), None)
        if found:
            return passed(f'"{found}" is named')
        if any(each is None or each.wordless for each in documents):
            return cannot_tell("no words of it were read, and some documents may show it without words")
        return failed("no document of the line names it", case.programme.words[code][0], "none")

    return check


def _applies(conditions: tuple[str, ...], line: PlanLine) -> bool:
    named = " ".join((line.activity_type, line.activity, line.campaign_name)).casefold()
    return not conditions or bool(words_in(named, conditions))


def hiding(code: str) -> Callable[[CaseFile, Facts], Outcome | None]:
    """Return the check that a proof has none of the words that the programme lists under this code (33, 97)."""

    def check(case: CaseFile, document: Facts) -> Outcome | None:
        if not case.programme.words.get(code) or document.kind in COST_KINDS:
            return None
        if code in document.marks:
            return failed(f"it names {document.marks[code]}", "no such name", document.marks[code])
        if document.wordless:
            return cannot_tell("what its pictures show cannot be read")
        return passed("none of the names is there")

    return check


def vendor_content(case: CaseFile, line: PlanLine) -> Outcome | None:
    """11: some proof of the line names the vendor in words; a logo alone cannot be read."""
    rule, documents = case.rule_of(line), case.documents_on(line)
    proof = [document for document in documents if document and document.kind not in COST_KINDS]
    if rule is None or not rule.vendor_content or not case.programme.vendor_names or not proof:
        return None
    if any(VENDOR in document.marks for document in proof):
        return passed("the vendor is named")
    if any(document is None or document.wordless for document in documents):
        return cannot_tell("the vendor is not named in words; a picture may show it")
    return failed("no proof names the vendor", case.programme.vendor_names[0], "none")


def sponsor_benefits(case: CaseFile, line: PlanLine) -> Outcome | None:
    """21: what the plan expects beside kinds of document, such as "logo on the banner", is named in the proof."""
    benefits = [name for name in line.expected_evidence if name not in _KINDS]
    documents = case.documents_on(line)
    if not benefits or not documents:
        return None
    if any(each is None or each.wordless for each in documents):
        return cannot_tell("some documents may show a benefit without words")
    missing = [name for name in benefits if not any(BENEFIT + name in each.marks for each in documents if each)]
    if missing:
        return failed(f"not named: {', '.join(missing)}", ", ".join(benefits), "none")
    return passed(f"{', '.join(benefits)} are named")


def cost_certificate(case: CaseFile, document: Facts) -> Outcome | None:
    """18: a certificate of a partner's own costs states an amount, and who certifies it."""
    if CERTIFICATE not in document.marks:
        return None
    if document.fatal or document.scanned:
        return cannot_tell("a signature may be on the scan")
    if CERTIFIER not in document.marks:
        return failed("nobody is named who certifies the costs", "a certifier's name and signature", "none")
    if FieldName.TOTAL_AMOUNT not in document.readings:
        return failed("no amount is certified", "an amount", "none")
    return passed("an amount and a certifier are there")


def activity_mismatch(case: CaseFile, document: Facts) -> Outcome | None:
    """53: a document does not speak of other types of activity only, by the words of each type."""
    planned = {case.activity_codes.get(_type(case, line_id), "") for line_id in case.lines_of(document)} - {""}
    if not planned or not all(case.programme.activities[code].words for code in planned):
        return None
    spoken = {mark.removeprefix(ACTIVITY) for mark in document.marks if mark.startswith(ACTIVITY)}
    if not spoken:
        return cannot_tell("it names no type of activity")
    if spoken & planned:
        return passed(f"it speaks of {', '.join(sorted(spoken & planned))}")
    reason = f"it speaks of {', '.join(sorted(spoken))}"
    return failed(reason, ", ".join(sorted(planned)), ", ".join(sorted(spoken)))


def _type(case: CaseFile, line_id: str) -> str:
    line = case.lines.get(line_id)
    return plain(line.activity_type) if line else ""


def product_scope(case: CaseFile, line: PlanLine) -> Outcome | None:
    """98: the line lies in the programme's own dates, and names nothing that is out of its scope."""
    programme, words = case.programme, case.programme.words.get("product_scope", ())
    if not words and programme.effective_from is None and programme.effective_until is None:
        return None
    named = words_in(f"{line.campaign_name} {line.activity}".casefold(), words)
    if named:
        return failed(f"{named[0]} is out of scope", "products in scope", named[0], line.approved)
    if line.start is None:
        return cannot_tell("the line has no dates")
    if in_force(programme.effective_from, programme.effective_until, line.start):
        return passed(f"{programme.edition} is in force on {line.start}")
    reason = f"{programme.edition} is not in force on {line.start}"
    return failed(reason, f"{programme.effective_from} to {programme.effective_until}", str(line.start), line.approved)


def other_programme_claim(case: CaseFile, claim: Claim) -> Outcome | None:
    """103: neither a claim's own words nor its documents name another incentive, which has rules of its own."""
    others = case.programme.other_programmes
    if not others:
        return None
    named = marks_in(f"{claim.poe_name} {claim.programme} {claim.note}".casefold(), others)
    named |= {name: word for each in case.documents_of(claim) if each for name, word in _others(each).items()}
    if named:
        name, word = min(named.items())
        return failed(f'it names "{word}", so it belongs to {name}', case.programme.name, name, claim.claimed)
    if any(each is None or each.fatal for each in case.documents_of(claim)):
        return cannot_tell("some documents could not be read")
    return passed("no other incentive is named")


def other_programme_document(case: CaseFile, document: Facts) -> Outcome | None:
    """103: a document that no claim brings does not name another incentive."""
    if not case.programme.other_programmes or case.claims_of_document.get(document.name):
        return None
    named = _others(document)
    if named:
        name, word = min(named.items())
        return failed(f'it names "{word}", so it belongs to {name}', case.programme.name, name)
    return cannot_tell("it could not be read") if document.fatal else passed("no other incentive is named")


def _others(document: Facts) -> dict[str, str]:
    marks = document.marks.items()
    return {mark.removeprefix(OTHER_PROGRAMME): word for mark, word in marks if mark.startswith(OTHER_PROGRAMME)}
