"""E-invoices of each syntax say what they say, and broken or hostile ones cost a problem only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.einvoice import read_einvoice
from extractors.model import DocumentKind, EmbeddedFile

CII = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:a:100" xmlns:ram="urn:b:100" xmlns:udt="urn:c:100">
 <rsm:ExchangedDocument><ram:ID>F-17</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">{issued}</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedTradeProduct><ram:Name>Banner, 4 Wochen</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>250.00</ram:ChargeAmount>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity>4</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:BillingSpecifiedPeriod><ram:StartDateTime><udt:DateTimeString>20240501</udt:DateTimeString></ram:StartDateTime>
    </ram:BillingSpecifiedPeriod>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>1000.00</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>Müller &amp;
     Söhne GmbH</ram:Name></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Nordlicht AG</ram:Name></ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:BillingSpecifiedPeriod>
    <ram:StartDateTime><udt:DateTimeString format="102">20240501</udt:DateTimeString></ram:StartDateTime>
    <ram:EndDateTime><udt:DateTimeString format="102">20240531</udt:DateTimeString></ram:EndDateTime>
   </ram:BillingSpecifiedPeriod>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:TaxBasisTotalAmount>1000.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount>190.00</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>1190.00</ram:GrandTotalAmount><ram:DuePayableAmount>690.00</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""

RELEASE_CANDIDATE = """<r:Invoice xmlns:r="urn:old"><r:HeaderExchangedDocument><ID>RC-1</ID>
 <IssueDateTime format="102">20140519</IssueDateTime></r:HeaderExchangedDocument></r:Invoice>"""

UBL = """<Invoice xmlns="urn:oasis:ubl:Invoice-2" xmlns:cbc="urn:cbc" xmlns:cac="urn:cac">
 <cbc:ID>2024-9</cbc:ID><cbc:IssueDate>2024-05-31</cbc:IssueDate><cbc:DueDate>2024-06-30</cbc:DueDate>
 <cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>
 <cac:InvoicePeriod><cbc:StartDate>2024-05-01</cbc:StartDate><cbc:EndDate>2024-05-31</cbc:EndDate></cac:InvoicePeriod>
 <cac:OrderReference><cbc:ID>PO-77</cbc:ID></cac:OrderReference>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
  <cbc:RegistrationName>Byrån AB</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
 <cac:TaxTotal><cbc:TaxAmount>250.00</cbc:TaxAmount></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>1000.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount>1250.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:InvoicedQuantity>2</cbc:InvoicedQuantity><cbc:LineExtensionAmount>1000.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Annons</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>"""

FATTURA = """<p:FatturaElettronica xmlns:p="urn:it"><FatturaElettronicaHeader>
 <CedentePrestatore><DatiAnagrafici><Anagrafica><Denominazione>Studio Blu</Denominazione></Anagrafica></DatiAnagrafici>
 </CedentePrestatore></FatturaElettronicaHeader>
 <FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD01</TipoDocumento>
 <Divisa>EUR</Divisa><Data>2024-05-31</Data><Numero>12/B</Numero><ImportoTotaleDocumento>344.00</ImportoTotaleDocumento>
 </DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi>
 <DettaglioLinee><Descrizione>Spot</Descrizione><PrezzoTotale>200.00</PrezzoTotale></DettaglioLinee>
 <DatiRiepilogo><ImponibileImporto>200.00</ImponibileImporto><Imposta>44.00</Imposta></DatiRiepilogo>
 <DatiRiepilogo><ImponibileImporto>100.00</ImponibileImporto><Imposta>0.00</Imposta></DatiRiepilogo>
 </DatiBeniServizi></FatturaElettronicaBody></p:FatturaElettronica>"""

CASES = {
    "cii": (
        CII.format(type_code=380, issued=20240531),
        {
            "document_number": "F-17",
            "document_date": "2024-05-31",
            "activity_start": "2024-05-01",
            "activity_end": "2024-05-31",
            "total_amount": "1190.00",
            "net_amount": "1000.00",
            "tax_amount": "190.00",
            "currency": "EUR",
            "vendor": "Müller & Söhne GmbH",
            "bill_to": "Nordlicht AG",
        },
    ),
    "release candidate of zugferd": (RELEASE_CANDIDATE, {"document_number": "RC-1", "document_date": "2014-05-19"}),
    "ubl": (
        UBL,
        {
            "document_number": "2024-9",
            "document_date": "2024-05-31",
            "due_date": "2024-06-30",
            "activity_start": "2024-05-01",
            "activity_end": "2024-05-31",
            "total_amount": "1250.00",
            "net_amount": "1000.00",
            "tax_amount": "250.00",
            "currency": "SEK",
            "vendor": "Byrån AB",
            "reference": "PO-77",
        },
    ),
    "fattura adds up its rates": (
        FATTURA,
        {
            "document_number": "12/B",
            "document_date": "2024-05-31",
            "total_amount": "344.00",
            "net_amount": "300.00",
            "tax_amount": "44.00",
            "currency": "EUR",
            "vendor": "Studio Blu",
        },
    ),
}


def embedded(content: str) -> EmbeddedFile:
    return EmbeddedFile("invoice.xml", "application/xml", content)


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_each_syntax_gives_its_fields(content: str, expected: dict[str, str]) -> None:
    invoice = read_einvoice(embedded(content))
    assert {evidence.name.value: evidence.value for evidence in invoice.evidence} == expected
    assert invoice.problems == ()


def test_line_items_keep_quantity_price_amount_and_period() -> None:
    (line,) = read_einvoice(embedded(CASES["cii"][0])).line_items
    assert (line.description, line.quantity, line.unit_price, line.amount) == (
        "Banner, 4 Wochen",
        Decimal(4),
        Decimal("250.00"),
        Decimal("1000.00"),
    )
    assert (line.start, line.end) == (date(2024, 5, 1), None)


@pytest.mark.parametrize(
    ("type_code", "kind"), [("380", DocumentKind.INVOICE), ("381", DocumentKind.CREDIT_NOTE)], ids=["invoice", "credit"]
)
def test_the_type_code_tells_credit_notes(type_code: str, kind: DocumentKind) -> None:
    assert read_einvoice(embedded(CII.format(type_code=type_code, issued=20240531))).kind == kind


def test_an_impossible_date_is_a_problem_and_no_value() -> None:
    invoice = read_einvoice(embedded(CII.format(type_code=380, issued=20249131)))
    assert [problem.code for problem in invoice.problems] == ["einvoice_value"]
    assert "20249131" in invoice.problems[0].message
    assert "document_date" not in {evidence.name for evidence in invoice.evidence}


@pytest.mark.parametrize(
    "content",
    [
        "<Invoice><ID>1</ID>",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Invoice><ID>&b;</ID></Invoice>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice><ID>&a;</ID></Invoice>',
        "",
    ],
    ids=["cut off", "entity bomb", "foreign file", "empty"],
)
def test_broken_or_hostile_xml_is_a_problem(content: str) -> None:
    invoice = read_einvoice(embedded(content))
    assert [problem.code for problem in invoice.problems] == ["einvoice_unreadable"]
    assert invoice.evidence == ()


def test_other_xml_is_no_invoice() -> None:
    assert read_einvoice(embedded("<note><ID>1</ID></note>")).kind is None
