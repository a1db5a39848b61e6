"""Checks of dates against periods, windows and each other."""

from __future__ import annotations

from datetime import date, timedelta

from extractors.model import DocumentKind, FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import Facts
from matchers.model import Claim, PlanLine
from matchers.programme_model import Window, plain

_DATE = (FieldName.DOCUMENT_DATE,)


def outside_usage(case: CaseFile, claim: Claim) -> Outcome | None:
    """42: the activity was carried out in the line's usage period."""
    window = window_of(case, claim)
    if window is None:
        return _no_window(case)
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
        return _no_window(case)
    if claim.submitted is None:
        return _still_open(case, last)
    if claim.submitted <= last:
        return passed(f"submitted on {claim.submitted}, by {last}")
    return failed(f"submitted on {claim.submitted}, after {last}", str(last), str(claim.submitted), claim.claimed)


def wrong_period(case: CaseFile, claim: Claim) -> Outcome | None:
    """62: the period's window had opened when the claim was submitted."""
    window = window_of(case, claim)
    if window is None:
        return _no_window(case)
    # A claim without a date was in hand on the day of the run at the latest.
    submitted = claim.submitted or case.context.as_of
    if submitted < window.claims_open:
        reason = f"submitted by {submitted}, before {window.claims_open}"
        return failed(reason, str(window.claims_open), str(submitted), claim.claimed)
    if claim.submitted is None:
        return cannot_tell("the claim has no date of submission")
    return passed(f"open since {window.claims_open}")


def after_the_fact(case: CaseFile, line: PlanLine) -> Outcome | None:
    """44: the activity started on the day of its approval or later."""
    if line.approved_on is None:
        return None
    if line.start is None:
        return cannot_tell("the line has no start")
    if line.start >= line.approved_on:
        return passed(f"approved on {line.approved_on}, started on {line.start}")
    reason = f"started on {line.start}, approved on {line.approved_on}"
    return failed(reason, f"from {line.approved_on}", str(line.start), line.approved)


def mail_header(case: CaseFile, document: Facts) -> Outcome | None:
    """82: an e-mail shown as proof was sent before the claim that brings it, and before the day of the run."""
    if document.kind is not DocumentKind.EMAIL:
        return None
    day, last = document.day(FieldName.DOCUMENT_DATE), _in_hand(case, document)
    if day is None:
        return cannot_tell("no date of sending was read")
    if day <= last:
        return passed(f"sent on {day}, by {last}")
    return failed(f"sent on {day}, after {last}", f"by {last}", str(day), fields=_DATE)


def invoice_outside_usage(case: CaseFile, document: Facts) -> Outcome | None:
    """43: an invoice with no service date is dated in its period, or so many days after as the programme grants."""
    windows = [window for claim in case.claims_of_document.get(document.name, ()) if (window := window_of(case, claim))]
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
    last = _in_hand(case, document)
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


def _in_hand(case: CaseFile, document: Facts) -> date:
    """Return the day by which a document was in hand: its first claim's, or the day of the run."""
    submitted = (claim.submitted for claim in case.claims_of_document.get(document.name, ()))
    return min((case.context.as_of, *(each for each in submitted if each)))


def window_of(case: CaseFile, claim: Claim) -> Window | None:
    """Return the window of the line's or the claim's period, else the only one whose usage holds the line's dates."""
    line = case.line_of(claim)
    windows = {plain(name): window for name, window in case.programme.windows.items()}
    named = [
        windows[plain(period)] for period in (line.period if line else "", claim.period) if plain(period) in windows
    ]
    if named or line is None or line.period or line.start is None:
        return named[0] if named else None
    holding = [each for each in windows.values() if each.usage_start <= line.start <= each.usage_end]
    return holding[0] if len(holding) == 1 else None


def _no_window(case: CaseFile) -> Outcome | None:
    known = ", ".join(case.programme.windows)
    return cannot_tell(f"the period is none of {known}") if known else None


def _still_open(case: CaseFile, last: date) -> Outcome:
    if case.context.as_of <= last:
        return passed(f"in hand on {case.context.as_of}, by {last}")
    return cannot_tell("the claim has no date of submission")


def _last_day(case: CaseFile, claim: Claim) -> date | None:
    line, days, window = case.line_of(claim), case.programme.claim_days_after_end, window_of(case, claim)
    if window is not None:
        return window.claims_close
    return line.end + timedelta(days) if line and line.end and days is not None else None
