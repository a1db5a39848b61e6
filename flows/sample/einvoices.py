"""A structured invoice (UN/CEFACT Cross Industry Invoice, EN 16931) and the PDF that carries it, as Factur-X does."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, register_namespace, tostring

from flows.sample.invoice import Invoice, InvoiceLine, Party

UNECE = "urn:un:unece:uncefact:data:standard:"
RSM = f"{UNECE}CrossIndustryInvoice:100"
RAM = f"{UNECE}ReusableAggregateBusinessInformationEntity:100"
UDT = f"{UNECE}UnqualifiedDataType:100"
GUIDELINE = "urn:cen.eu:en16931:2017"


def cross_industry_invoice(invoice: Invoice) -> str:
    """Return the invoice as XML."""
    for prefix, space in (("rsm", RSM), ("ram", RAM), ("udt", UDT)):
        register_namespace(prefix, space)
    context = _node("GuidelineSpecifiedDocumentContextParameter", _node("ID", GUIDELINE))
    document = (
        _node("ID", invoice.number),
        _node("TypeCode", "380"),
        _node("IssueDateTime", _day(invoice.issued)),
        _node("IncludedNote", _node("Content", invoice.campaign)),
    )
    trade = (
        *(_line(number, line, invoice.rate) for number, line in enumerate(invoice.lines, 1)),
        _node(
            "ApplicableHeaderTradeAgreement",
            _node("SellerTradeParty", *_party(invoice.vendor)),
            _node("BuyerTradeParty", *_party(invoice.customer)),
        ),
        _node("ApplicableHeaderTradeDelivery"),
        _node("ApplicableHeaderTradeSettlement", *_settlement(invoice)),
    )
    root = _node(
        "CrossIndustryInvoice",
        _node("ExchangedDocumentContext", context, space=RSM),
        _node("ExchangedDocument", *document, space=RSM),
        _node("SupplyChainTradeTransaction", *trade, space=RSM),
        space=RSM,
    )
    return str(tostring(root, encoding="unicode", xml_declaration=True))


def with_attachment(pdf: bytes, xml: str) -> bytes:
    """Return the PDF with the XML attached under the name that Factur-X gives it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        document.new_attachment("factur-x.xml").set_data(xml.encode())
        file = BytesIO()
        document.save(file)
        return _timeless(file.getvalue())
    finally:
        document.close()


def _timeless(pdf: bytes) -> bytes:
    """Return the file with the time of attaching and the random half of its ID set to fixed values of equal length."""
    pdf = re.sub(rb"CreationDate\(D:\d{14}\)", b"CreationDate(D:20260227080000)", pdf)
    return re.sub(rb"/ID\[<(\w{32})><\w{32}>\]", rb"/ID[<\1><\1>]", pdf)


def _node(name: str, *content: str | Element, space: str = RAM, **attributes: str) -> Element:
    node = Element(f"{{{space}}}{name}", attributes)
    for part in content:
        if isinstance(part, str):
            node.text = part
        else:
            node.append(part)
    return node


def _line(number: int, line: InvoiceLine, rate: Decimal) -> Element:
    price = _node("NetPriceProductTradePrice", _node("ChargeAmount", f"{line.unit_price}"))
    total = _node("SpecifiedTradeSettlementLineMonetarySummation", _node("LineTotalAmount", f"{line.amount}"))
    return _node(
        "IncludedSupplyChainTradeLineItem",
        _node("AssociatedDocumentLineDocument", _node("LineID", str(number))),
        _node("SpecifiedTradeProduct", _node("Name", line.description)),
        _node("SpecifiedLineTradeAgreement", price),
        _node("SpecifiedLineTradeDelivery", _node("BilledQuantity", f"{line.quantity}", unitCode="C62")),
        _node("SpecifiedLineTradeSettlement", _node("ApplicableTradeTax", *_rate(rate)), total),
    )


def _rate(rate: Decimal) -> tuple[Element, ...]:
    return (
        _node("TypeCode", "VAT"),
        _node("CategoryCode", "S"),
        _node("RateApplicablePercent", f"{rate}"),
    )


def _party(party: Party) -> list[Element]:
    postcode, _, city = party.place.partition(" ")
    address = _node(
        "PostalTradeAddress",
        _node("PostcodeCode", postcode),
        _node("LineOne", party.street),
        _node("CityName", city),
        _node("CountryID", "DE"),
    )
    tax = [_node("SpecifiedTaxRegistration", _node("ID", party.tax_id, schemeID="VA"))] if party.tax_id else []
    return [_node("Name", party.name), address, *tax]


def _settlement(invoice: Invoice) -> list[Element]:
    tax = _node(
        "ApplicableTradeTax",
        _node("CalculatedAmount", f"{invoice.tax}"),
        _node("BasisAmount", f"{invoice.net}"),
        *_rate(invoice.rate),
    )
    return [_node("InvoiceCurrencyCode", invoice.currency), tax, *_days(invoice), _sums(invoice)]


def _days(invoice: Invoice) -> list[Element]:
    found = []
    if invoice.start and invoice.end:
        start, end = _node("StartDateTime", _day(invoice.start)), _node("EndDateTime", _day(invoice.end))
        found.append(_node("BillingSpecifiedPeriod", start, end))
    if invoice.due:
        found.append(_node("SpecifiedTradePaymentTerms", _node("DueDateDateTime", _day(invoice.due))))
    return found


def _sums(invoice: Invoice) -> Element:
    return _node(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        _node("LineTotalAmount", f"{invoice.net}"),
        _node("TaxBasisTotalAmount", f"{invoice.net}"),
        _node("TaxTotalAmount", f"{invoice.tax}", currencyID=invoice.currency),
        _node("GrandTotalAmount", f"{invoice.gross}"),
        _node("DuePayableAmount", f"{invoice.gross}"),
    )


def _day(day: date) -> Element:
    return _node("DateTimeString", f"{day:%Y%m%d}", space=UDT, format="102")
