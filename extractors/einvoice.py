"""Structured e-invoices: UN/CEFACT CII (Factur-X, ZUGFeRD 1 and 2, XRechnung), OASIS UBL 2 (Peppol) and FatturaPA.

Their values are the truth of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from extractors.einvoice_syntaxes import Syntax, local_name, syntax_of
from extractors.model import DocumentKind, EmbeddedFile, Evidence, FieldName, LineItem, Problem, Reading

CONFIDENCE = 0.999
"""An e-invoice's value is what its sender's software booked; what remains is the sender's own error."""

CREDIT_NOTE_CODES = {"381", "383", "TD04", "TD08"}
"""UNTDID 1001 and FatturaPA document types that give money back."""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """What an e-invoice says. `kind` is None where the file is no e-invoice that we know."""

    kind: DocumentKind | None
    evidence: tuple[Evidence, ...] = ()
    line_items: tuple[LineItem, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_einvoice(embedded: EmbeddedFile) -> EInvoice:
    """Read an e-invoice's fields and lines.

    XML that is broken, or that tries to define entities, yields a problem; XML of any other kind yields nothing.
    """
    try:
        root = ElementTree.fromstring(embedded.content)
    except (ParseError, DefusedXmlException) as error:
        message = (
            f"The structured invoice {embedded.name} inside this document cannot be read ({error}); the page counts."
        )
        return EInvoice(None, problems=(Problem("einvoice_unreadable", message),))
    syntax = syntax_of(root)
    if syntax is None:
        return EInvoice(None)
    problems: list[Problem] = []
    evidence = tuple(_evidence(root, syntax, problems))
    return EInvoice(_kind(root, syntax), evidence, tuple(_line_items(root, syntax)), tuple(problems))


def _kind(root: Element, syntax: Syntax) -> DocumentKind:
    codes = {text for path in syntax.type_code.split("|") for text in _texts(root, path)}
    gives_back = bool(codes & CREDIT_NOTE_CODES) or local_name(root) == "CreditNote"
    return DocumentKind.CREDIT_NOTE if gives_back else DocumentKind.INVOICE


def _evidence(root: Element, syntax: Syntax, problems: list[Problem]) -> Iterator[Evidence]:
    for name, paths in syntax.fields.items():
        texts = next((found for path in paths if (found := _texts(root, path))), [])
        if texts and name in syntax.summed:
            texts = [str(sum(filter(None, map(_amount, texts)), Decimal(0)))]
        for text in texts if name == FieldName.REFERENCE else texts[:1]:
            value = CANONICAL.get(name, _name)(text)
            if value is None:
                message = (
                    f"The structured invoice gives {text!r} as {name.replace('_', ' ')}, which is not a valid value."
                )
                problems.append(Problem("einvoice_value", message))
            else:
                yield Evidence(name, Reading(value, text, None, None, CONFIDENCE, f"{syntax.name} e-invoice"))


def _line_items(root: Element, syntax: Syntax) -> Iterator[LineItem]:
    for path in syntax.lines.split("|"):
        for line in root.iterfind(_any_namespace(path)):
            found = {field: _first(line, paths) for field, paths in syntax.line_fields.items()}
            yield LineItem(
                description=_name(found["description"]) or "",
                quantity=_amount(found["quantity"]),
                unit_price=_amount(found["unit_price"]),
                amount=_amount(found["amount"]),
                start=_day(found["start"]),
                end=_day(found["end"]),
            )


def _first(element: Element, paths: tuple[str, ...]) -> str:
    return next((text for path in paths for text in _texts(element, path)), "")


def _texts(element: Element, path: str) -> list[str]:
    nodes = element.iterfind(_any_namespace(path))
    return [node.text.strip() for node in nodes if node.text and node.text.strip()]


def _any_namespace(path: str) -> str:
    steps = (step if step in ("", ".", "*") else "{*}" + step for step in path.split("/"))
    return "/".join(steps)


def _name(text: str) -> str | None:
    return " ".join(text.split()) or None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _day(text: str) -> date | None:
    """Return an ISO date ("2024-05-31", with or without time) or one of UN/CEFACT's format 102 ("20240531")."""
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    return None


def _canonical_amount(text: str) -> str | None:
    amount = _amount(text)
    return None if amount is None else f"{amount:f}"


def _canonical_day(text: str) -> str | None:
    day = _day(text)
    return day.isoformat() if day else None


CANONICAL: Mapping[FieldName, Callable[[str], str | None]] = {
    FieldName.DOCUMENT_DATE: _canonical_day,
    FieldName.DUE_DATE: _canonical_day,
    FieldName.ACTIVITY_START: _canonical_day,
    FieldName.ACTIVITY_END: _canonical_day,
    FieldName.TOTAL_AMOUNT: _canonical_amount,
    FieldName.NET_AMOUNT: _canonical_amount,
    FieldName.TAX_AMOUNT: _canonical_amount,
}
