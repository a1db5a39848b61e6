"""Where the formats of structured e-invoices keep their values.

Element names are those of EN 16931's two syntax bindings (CEN/TS 16931-3-2 for UBL, 16931-3-3 for CII), of ZUGFeRD 1.0
and its release candidate, and of the FatturaPA format 1.2. Namespaces are left out of account, since versions differ in
little else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from extractors.model import FieldName


@dataclass(frozen=True, slots=True)
class Syntax:
    """Where one format keeps its values: for each field its paths, the first that is filled wins."""

    name: str
    type_code: str
    fields: Mapping[FieldName, tuple[str, ...]]
    lines: str
    line_fields: Mapping[str, tuple[str, ...]]
    summed: frozenset[FieldName] = frozenset()


def _moment(path: str) -> tuple[str, ...]:
    """Return where a CII date may stand: in its own element, or (release candidate of ZUGFeRD) in the text."""
    return (f"{path}/DateTimeString", path)


CII_PARTY = ".//{party}TradeParty/Name"
CII_SUM = ".//SpecifiedTradeSettlementHeaderMonetarySummation/{sum}|.//SpecifiedTradeSettlementMonetarySummation/{sum}"
CII_LINE_SUM = ".//SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"

CII = Syntax(
    name="CII",
    type_code="ExchangedDocument/TypeCode|HeaderExchangedDocument/TypeCode",
    fields={
        FieldName.DOCUMENT_NUMBER: ("ExchangedDocument/ID", "HeaderExchangedDocument/ID"),
        FieldName.DOCUMENT_DATE: _moment("ExchangedDocument/IssueDateTime")
        + _moment("HeaderExchangedDocument/IssueDateTime"),
        FieldName.DUE_DATE: _moment(".//SpecifiedTradePaymentTerms/DueDateDateTime"),
        FieldName.ACTIVITY_START: _moment("*/ApplicableHeaderTradeSettlement/BillingSpecifiedPeriod/StartDateTime")
        + _moment("*/ApplicableSupplyChainTradeSettlement/BillingSpecifiedPeriod/StartDateTime"),
        FieldName.ACTIVITY_END: _moment("*/ApplicableHeaderTradeSettlement/BillingSpecifiedPeriod/EndDateTime")
        + _moment("*/ApplicableSupplyChainTradeSettlement/BillingSpecifiedPeriod/EndDateTime"),
        FieldName.TOTAL_AMOUNT: tuple(CII_SUM.format(sum="GrandTotalAmount").split("|")),
        FieldName.NET_AMOUNT: tuple(CII_SUM.format(sum="TaxBasisTotalAmount").split("|")),
        FieldName.TAX_AMOUNT: tuple(CII_SUM.format(sum="TaxTotalAmount").split("|")),
        FieldName.CURRENCY: (".//InvoiceCurrencyCode",),
        FieldName.VENDOR: (CII_PARTY.format(party="Seller"),),
        FieldName.BILL_TO: (CII_PARTY.format(party="Buyer"),),
        FieldName.TAX_ID: (".//SellerTradeParty/SpecifiedTaxRegistration/ID",),
        FieldName.REFERENCE: (
            ".//BuyerOrderReferencedDocument/IssuerAssignedID",
            ".//BuyerOrderReferencedDocument/ID",
            ".//ContractReferencedDocument/IssuerAssignedID",
            ".//BuyerReference",
        ),
    },
    lines=".//IncludedSupplyChainTradeLineItem",
    line_fields={
        "description": ("SpecifiedTradeProduct/Name",),
        "quantity": (".//BilledQuantity",),
        "unit_price": (".//NetPriceProductTradePrice/ChargeAmount",),
        "amount": (CII_LINE_SUM, ".//SpecifiedTradeSettlementMonetarySummation/LineTotalAmount"),
        "start": _moment(".//BillingSpecifiedPeriod/StartDateTime"),
        "end": _moment(".//BillingSpecifiedPeriod/EndDateTime"),
    },
)

UBL = Syntax(
    name="UBL",
    type_code="InvoiceTypeCode|CreditNoteTypeCode",
    fields={
        FieldName.DOCUMENT_NUMBER: ("ID",),
        FieldName.DOCUMENT_DATE: ("IssueDate",),
        FieldName.DUE_DATE: ("DueDate", "PaymentMeans/PaymentDueDate"),
        FieldName.ACTIVITY_START: ("InvoicePeriod/StartDate",),
        FieldName.ACTIVITY_END: ("InvoicePeriod/EndDate",),
        FieldName.TOTAL_AMOUNT: ("LegalMonetaryTotal/TaxInclusiveAmount", "LegalMonetaryTotal/PayableAmount"),
        FieldName.NET_AMOUNT: ("LegalMonetaryTotal/TaxExclusiveAmount",),
        FieldName.TAX_AMOUNT: ("TaxTotal/TaxAmount",),
        FieldName.CURRENCY: ("DocumentCurrencyCode",),
        FieldName.VENDOR: (
            "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
            "AccountingSupplierParty/Party/PartyName/Name",
        ),
        FieldName.BILL_TO: (
            "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
            "AccountingCustomerParty/Party/PartyName/Name",
        ),
        FieldName.TAX_ID: ("AccountingSupplierParty/Party/PartyTaxScheme/CompanyID",),
        FieldName.REFERENCE: ("OrderReference/ID", "BuyerReference", "ContractDocumentReference/ID"),
    },
    lines="InvoiceLine|CreditNoteLine",
    line_fields={
        "description": ("Item/Name", "Item/Description"),
        "quantity": ("InvoicedQuantity", "CreditedQuantity"),
        "unit_price": ("Price/PriceAmount",),
        "amount": ("LineExtensionAmount",),
        "start": ("InvoicePeriod/StartDate",),
        "end": ("InvoicePeriod/EndDate",),
    },
)

FATTURA_BODY = "FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/"
FATTURA_PARTY = "FatturaElettronicaHeader/{party}/DatiAnagrafici/"
FATTURA_SUMMARY = "FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo/"

FATTURA_PA = Syntax(
    name="FatturaPA",
    type_code=FATTURA_BODY + "TipoDocumento",
    fields={
        FieldName.DOCUMENT_NUMBER: (FATTURA_BODY + "Numero",),
        FieldName.DOCUMENT_DATE: (FATTURA_BODY + "Data",),
        FieldName.DUE_DATE: (".//DettaglioPagamento/DataScadenzaPagamento",),
        FieldName.ACTIVITY_START: (),
        FieldName.ACTIVITY_END: (),
        FieldName.TOTAL_AMOUNT: (FATTURA_BODY + "ImportoTotaleDocumento",),
        FieldName.NET_AMOUNT: (FATTURA_SUMMARY + "ImponibileImporto",),
        FieldName.TAX_AMOUNT: (FATTURA_SUMMARY + "Imposta",),
        FieldName.CURRENCY: (FATTURA_BODY + "Divisa",),
        FieldName.VENDOR: (FATTURA_PARTY.format(party="CedentePrestatore") + "Anagrafica/Denominazione",),
        FieldName.BILL_TO: (FATTURA_PARTY.format(party="CessionarioCommittente") + "Anagrafica/Denominazione",),
        FieldName.TAX_ID: (FATTURA_PARTY.format(party="CedentePrestatore") + "IdFiscaleIVA/IdCodice",),
        FieldName.REFERENCE: (".//DatiOrdineAcquisto/IdDocumento", ".//DatiContratto/IdDocumento"),
    },
    lines=".//DettaglioLinee",
    line_fields={
        "description": ("Descrizione",),
        "quantity": ("Quantita",),
        "unit_price": ("PrezzoUnitario",),
        "amount": ("PrezzoTotale",),
        "start": ("DataInizioPeriodo",),
        "end": ("DataFinePeriodo",),
    },
    summed=frozenset({FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT}),
)

CII_HEADERS = {"ExchangedDocument", "HeaderExchangedDocument"}


def syntax_of(root: Element) -> Syntax | None:
    """Return the syntax of an XML document by its root and its first children, or None where it is no e-invoice."""
    if CII_HEADERS & {local_name(child) for child in root}:
        return CII
    return {"Invoice": UBL, "CreditNote": UBL, "FatturaElettronica": FATTURA_PA}.get(local_name(root))


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
