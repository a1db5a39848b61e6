"""Checks that need one document and the programme only: readable, complete, adding up, with its fields."""

from __future__ import annotations

from decimal import Decimal

from stdnum import luhn
from stdnum.eu import vat

from extractors.model import DocumentKind, FieldName, Money
from matchers.checks.answers import cannot_tell, failed, passed, printed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.model import Answer

_LABELLED = (FieldName.DOCUMENT_NUMBER, FieldName.DOCUMENT_DATE, FieldName.TOTAL_AMOUNT)
# Names often stand in a letterhead with no label, so that not having read one says little.
_NAMES = (FieldName.VENDOR, FieldName.BILL_TO)
_UNKNOWN_TYPES = frozenset({"", "application/octet-stream"})
# Media owners in America print what the agency pays beside the gross: less its customary commission.
_COMMISSION = Decimal("0.15")
_AMOUNTS = (FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
_LANGUAGE_PROBLEMS = frozenset({"language_pack_missing"})
# What is wrong with the data inside an e-invoice leaves its page to be read.
_SURELY = 0.8
_DOUBTFUL = frozenset({"einvoice_unreadable", "einvoice_value"})


def unreadable(case: CaseFile, document: Facts) -> Outcome | None:
    """22: every page can be read."""
    fatal = [problem for problem in document.problems if problem.fatal and problem.code not in _LANGUAGE_PROBLEMS]
    if fatal:
        return failed(fatal[0].message, "a document that can be read", fatal[0].code)
    doubtful = [problem for problem in document.problems if problem.code in _DOUBTFUL]
    if doubtful:
        return cannot_tell(doubtful[0].message)
    return passed(f"{document.pages} pages were read")


def unread_language(case: CaseFile, document: Facts) -> Outcome | None:
    """25: the document's language can be read here."""
    problem = next((each for each in document.problems if each.code in _LANGUAGE_PROBLEMS), None)
    if problem:
        return failed(problem.message, "an installed language", problem.code)
    if document.language:
        return passed(f"it is in {document.language}")
    return cannot_tell("it could not be read") if document.fatal else None


def missing_pages(case: CaseFile, document: Facts) -> Outcome | None:
    """23: there are as many pages as the document itself counts ("page 1 of 3")."""
    if not document.pages_counted:
        return None
    counted = max(document.pages_counted)
    reason = f"it counts {counted} pages and has {document.pages}"
    if counted <= document.pages:
        return passed(reason)
    if len(document.pages_counted) > 1:
        return cannot_tell(f"it counts {' and '.join(map(str, document.pages_counted))} pages and has {document.pages}")
    return failed(reason, str(counted), str(document.pages))


def file_type(case: CaseFile, document: Facts) -> Outcome | None:
    """101: the programme accepts this type of file."""
    accepted = case.programme.accepted_media_types
    if any(problem.code == "unsupported_format" for problem in document.problems):
        return failed(f"{document.media_type} cannot be read", found=document.media_type)
    if not accepted:
        return None
    if document.media_type in accepted:
        return passed(document.media_type)
    if document.media_type in _UNKNOWN_TYPES:
        return cannot_tell("the type of the file is not known")
    return failed(f"{document.media_type} is not accepted", ", ".join(accepted), document.media_type)


def invoice_fields(case: CaseFile, document: Facts) -> Outcome | None:
    """9: an invoice prints what an invoice must; on a scan a field may just be unread."""
    if document.kind is not DocumentKind.INVOICE:
        return None
    missing = [field.value for field in _LABELLED if field not in document.readings]
    unread = [field.value for field in _NAMES if field not in document.readings]
    if missing and (document.scanned or document.fatal):
        return cannot_tell(f"not read from the scan: {', '.join(missing)}")
    if not missing and unread:
        return cannot_tell(f"not read: {', '.join(unread)}")
    if not missing:
        return passed("number, date, issuer, customer and amount are there")
    return failed(f"not found: {', '.join(missing)}", "all mandatory fields", f"no {', '.join(missing)}")


def service_date(case: CaseFile, document: Facts) -> Outcome | None:
    """10: an invoice says when the service was given, on itself or on one of its lines."""
    if document.kind is not DocumentKind.INVOICE:
        return None
    if FieldName.ACTIVITY_START in document.readings or any(item.start for item in document.items):
        return passed("a service date is printed")
    if document.scanned or document.fatal:
        return cannot_tell("no service date was read from the scan")
    return failed("no service date was found", "a service date", "none")


def sending_date(case: CaseFile, document: Facts) -> Outcome | None:
    """13: an e-mail shown as proof prints when it was sent."""
    if document.kind is not DocumentKind.EMAIL:
        return None
    day = document.day(FieldName.DOCUMENT_DATE)
    if day:
        return passed(f"sent on {day}")
    if document.scanned or document.fatal:
        return cannot_tell("no date of sending was read from the scan")
    return failed("no date of sending was found", "a dated header", "none")


def arithmetic(case: CaseFile, document: Facts) -> Outcome | None:
    """55: net and tax are the total, within the rounding of cash. Applies where all three are printed.

    A sum that fails is told only where all three were read surely: of the others most are misread.
    """
    found = arithmetic_1(case, document)
    unsure = [field for field in _AMOUNTS if document.confidence(field) < _SURELY]
    if found is None or found.answer is not Answer.FAILED or not unsure:
        return found
    fields = ", ".join(field.value.replace("_", " ") for field in unsure)
    return cannot_tell(f"{found.reason}, but not all was read surely: {fields}")


def arithmetic_1(case: CaseFile, document: Facts) -> Outcome | None:
    """55, version 1: the same, of whatever was read."""
    if document.kind not in COST_KINDS:
        return None
    net, tax, total = (document.money(field) for field in _AMOUNTS)
    if total is None:
        return cannot_tell("no total with a currency was read")
    if net is None or tax is None:
        return _lines_add_up(case, document, net, total)
    if abs((net + tax - total).amount) <= case.programme.tolerance.of(total):
        return _lines_add_up(case, document, net, total)
    if abs(net.amount - total.amount * (1 - _COMMISSION)) <= case.programme.tolerance.of(total):
        return passed(f"{printed(net)} is {printed(total)} less the agency's commission of {_COMMISSION:.0%}")
    reason = f"{printed(net)} and tax of {printed(tax)} are not {printed(total)}"
    return failed(reason, printed(net + tax), printed(total), fields=_AMOUNTS)


def _lines_add_up(case: CaseFile, document: Facts, net: Money | None, total: Money) -> Outcome:
    amounts = [item.amount for item in document.items if item.amount is not None]
    if len(amounts) < len(document.items) or not amounts:
        return passed(f"total {printed(total)}") if net else cannot_tell("neither net and tax nor all lines were read")
    lines = Money(sum(amounts, Decimal(0)), total.currency)
    goals = [goal for goal in (net, total) if goal is not None]
    if any(abs((lines - goal).amount) <= _rounding(case, goal, len(amounts)) for goal in goals):
        return passed(f"the lines add up to {printed(lines)}")
    # Tables are read less surely than totals, so a sum that fails is a doubt about the reading.
    return cannot_tell(f"the lines add up to {printed(lines)}, the total is {printed(total)}")


def _rounding(case: CaseFile, goal: Money, lines: int) -> Decimal:
    return max(case.programme.tolerance.of(goal), Decimal("0.01") * lines)


def tax_id(case: CaseFile, document: Facts) -> Outcome | None:
    """75: tax IDs have the right check digits: VAT IDs of the EU, and Swedish organisation numbers."""
    value = document.text(FieldName.TAX_ID)
    if value is None:
        return None
    known = _has_right_digits("".join(letter for letter in value if letter.isalnum()).upper())
    if known is None:
        return cannot_tell(f"{value} has no known check digits")
    if known:
        return passed(f"{value} has the right check digits")
    return failed(f"{value} has wrong check digits", "a valid tax ID", value, fields=(FieldName.TAX_ID,))


def _has_right_digits(value: str) -> bool | None:
    if value[:2].lower() in vat.MEMBER_STATES and sum(letter.isdigit() for letter in value) >= 7:
        return bool(vat.is_valid(value))
    if len(value) == 10 and value.isdigit():
        return bool(luhn.is_valid(value)) or None
    return None


def personal_data(case: CaseFile, document: Facts) -> Outcome | None:
    """102: attendee lists hold no more of persons than is needed; e-mail addresses count as more."""
    if document.kind is not DocumentKind.ATTENDEE_LIST:
        return None
    if document.mail_addresses:
        return failed(f"it holds {document.mail_addresses} e-mail addresses", "names only", "e-mail addresses")
    if document.scanned or document.fatal:
        return cannot_tell("addresses may be on the scan")
    return passed("it holds no e-mail addresses")
