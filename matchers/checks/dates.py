"""Checks of dates against periods, windows and each other."""

from __future__ import annotations

from datetime import date, timedelta

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Facts, Outcome
from matchers.model import Claim
from matchers.programme import Window

_DATE = (FieldName.DOCUMENT_DATE,)


def outside_usage(case: CaseFile, claim: Claim) -> Outcome | None:
    """42: the activity was carried out in the line's usage period."""
    window = _window(case, claim)
    if window is None:
        return None
    if claim.poe_date is None:
        return cannot_tell("the claim has no date of execution")
    period = f"{window.usage_start} to {window.usage_end}"
    if window.usage_start <= claim.poe_date <= window.usage_end:
        return passed(f"{claim.poe_date} lies in {period}")
    return failed(f"{claim.poe_date} lies outside {period}", period, str(claim.poe_date), claim.claimed)


def late_claim(case: CaseFile, claim: Claim) -> Outcome | None:
    """45: the claim came before its window closed: the explicit last day, or so many days after the activity's end."""
    last = _last_day(case, claim)
    if last is None:
        return None
    if claim.submitted is None:
        return cannot_tell("the claim has no date of submission")
    if claim.submitted <= last:
        return passed(f"submitted on {claim.submitted}, by {last}")
    return failed(f"submitted on {claim.submitted}, after {last}", str(last), str(claim.submitted), claim.claimed)


def wrong_period(case: CaseFile, claim: Claim) -> Outcome | None:
    """62: the period's window had opened when the claim was submitted."""
    window = _window(case, claim)
    if window is None:
        return None
    if claim.submitted is None:
        return cannot_tell("the claim has no date of submission")
    if claim.submitted >= window.claims_open:
        return passed(f"open since {window.claims_open}")
    reason = f"submitted on {claim.submitted}, before {window.claims_open}"
    return failed(reason, str(window.claims_open), str(claim.submitted), claim.claimed)


def invoice_outside_usage(case: CaseFile, document: Facts) -> Outcome | None:
    """43: an invoice with no service date is dated in its period, or so many days after as the programme grants."""
    windows = [window for claim in case.claims_of_document.get(document.name, ()) if (window := _window(case, claim))]
    if document.kind is not DocumentKind.INVOICE or not windows or FieldName.ACTIVITY_START in document.readings:
        return None
    day = document.day(FieldName.DOCUMENT_DATE)
    if day is None:
        return cannot_tell("no date was read")
    first = min(window.usage_start for window in windows)
    last = max(window.usage_end for window in windows) + timedelta(case.programme.invoice_grace_days)
    if first <= day <= last:
        return passed(f"{day} lies in {first} to {last}")
    return failed(f"{day} lies outside {first} to {last}", f"{first} to {last}", str(day), fields=_DATE)


def paid_in_advance(case: CaseFile, document: Facts) -> Outcome | None:
    """46: the invoice was not written longer before the service than the programme allows."""
    if document.kind is not DocumentKind.INVOICE:
        return None
    written, served = document.day(FieldName.DOCUMENT_DATE), document.day(FieldName.ACTIVITY_START)
    if written is None or served is None:
        return cannot_tell("the invoice's date or its service date was not read")
    days = (served - written).days
    if days <= case.programme.prepaid_days:
        return passed(f"written on {written}, served from {served}")
    reason = f"written on {written}, {days} days before the service from {served}"
    return failed(reason, f"at most {case.programme.prepaid_days} days", f"{days} days", fields=_DATE)


def future_invoice(case: CaseFile, document: Facts) -> Outcome | None:
    """47: an invoice is dated neither after the day of the run nor after a claim that brings it."""
    if document.kind is not DocumentKind.INVOICE:
        return None
    day = document.day(FieldName.DOCUMENT_DATE)
    if day is None:
        return cannot_tell("no date was read")
    submitted = (claim.submitted for claim in case.claims_of_document.get(document.name, ()))
    last = min((case.context.as_of, *(each for each in submitted if each)))
    if day <= last:
        return passed(f"{day} is not after {last}")
    return failed(f"{day} is after {last}", f"by {last}", str(day), document.money(FieldName.TOTAL_AMOUNT), _DATE)


def event_date(case: CaseFile, document: Facts) -> Outcome | None:
    """59: an agenda has the date that the claim says the event was on."""
    claims = [claim for claim in case.claims_of_document.get(document.name, ()) if claim.poe_date]
    if document.kind is not DocumentKind.AGENDA or not claims:
        return None
    first = document.day(FieldName.ACTIVITY_START) or document.day(FieldName.DOCUMENT_DATE)
    if first is None:
        return cannot_tell("the agenda's date was not read")
    last = document.day(FieldName.ACTIVITY_END) or first
    off = [claim for claim in claims if claim.poe_date and not first <= claim.poe_date <= last]
    if not off:
        return passed(f"{first} to {last}")
    return failed(f"the agenda says {first}, the claim {off[0].poe_date}", str(off[0].poe_date), str(first))


def _window(case: CaseFile, claim: Claim) -> Window | None:
    line = case.line_of(claim)
    return case.programme.windows.get(line.period) if line else None


def _last_day(case: CaseFile, claim: Claim) -> date | None:
    line, days, window = case.line_of(claim), case.programme.claim_days_after_end, _window(case, claim)
    if window is not None:
        return window.claims_close
    return line.end + timedelta(days) if line and line.end and days is not None else None
