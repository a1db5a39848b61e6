"""What kind of document it is: titles in many languages, and documents that are told by what they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.kinds import kind_of
from extractors.model import Box, Document, DocumentKind, Page, PageSource, Word

A4 = (595.0, 842.0)
SLIP = (300.0, 700.0)
SCREEN = (1600.0, 900.0)


def document(
    text: str, size: tuple[float, float] = A4, media_type: str = "application/pdf", source: PageSource = PageSource.TEXT
) -> Document:
    words = tuple(Word(word, Box(0, 0, 1, 1)) for word in text.split())
    return Document("0" * 64, "a", media_type, (Page(1, *size, words, source),))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("INVOICE Invoice # 950658-1 Invoice Date 02/23/20", DocumentKind.INVOICE),
        ("Tax Invoice No: 12", DocumentKind.INVOICE),
        ("Faktura Fakturanr 12", DocumentKind.INVOICE),
        ("Rechnung Nr. 12 Ihre Bestellung: 4711", DocumentKind.INVOICE),
        ("Handelsrechnung Nr. 12 Bestellung: B12", DocumentKind.INVOICE),
        ("Rechnungsdatum 17.11.2025 Ihre Bestellung AB-7714 Kunden-Nr. 40217 Rechnung RE-0918", DocumentKind.INVOICE),
        ("Date May 4 Your Purchase Order AB-7714 Invoice RE-0918", DocumentKind.INVOICE),
        ("Lieferant Käufer K O S T E N R E C H N U N G Seite 1", DocumentKind.INVOICE),
        ("FACTURE N° 12 Bon de commande : 8", DocumentKind.INVOICE),
        ("請求書 請求書番号 12", DocumentKind.INVOICE),
        ("增值税专用发票", DocumentKind.INVOICE),
        ("세금계산서 승인번호 1", DocumentKind.INVOICE),
        ("ใบกำกับภาษี เลขที่ 12", DocumentKind.INVOICE),
        ("فاتورة ضريبية رقم الفاتورة", DocumentKind.INVOICE),
        ("חשבונית מס 12", DocumentKind.INVOICE),
        ("PRO FORMA INVOICE No 12", DocumentKind.PRO_FORMA),
        ("Proformafaktura Fakturanr 12", DocumentKind.PRO_FORMA),
        ("Proforma-Rechnung Rechnungsnummer: 12", DocumentKind.PRO_FORMA),
        ("חשבון עסקה 12", DocumentKind.PRO_FORMA),
        ("CREDIT NOTE Credits invoice 12", DocumentKind.CREDIT_NOTE),
        ("Kreditfaktura avser faktura 12", DocumentKind.CREDIT_NOTE),
        ("Stornorechnung zu Rechnung 12", DocumentKind.CREDIT_NOTE),
        ("AVOIR N° 12 sur facture 11", DocumentKind.CREDIT_NOTE),
        ("Faktura korygująca nr 12", DocumentKind.CREDIT_NOTE),
        ("Quotation No 12", DocumentKind.QUOTE),
        ("Offert 12 giltig till", DocumentKind.QUOTE),
        ("Kostenvoranschlag Nr. 12", DocumentKind.QUOTE),
        ("DEVIS N° 12", DocumentKind.QUOTE),
        ("見積書 見積番号 1", DocumentKind.QUOTE),
        ("CONTRACT Contract / Revision Alt Order #", DocumentKind.ORDER),
        ("Print Date 06/01/20 Page 1 of 3 ORDER Orders Order / Rev: 387130", DocumentKind.ORDER),
        ("Auftragsbestätigung Nr. 12", DocumentKind.ORDER),
        ("PURCHASE ORDER PO Number 12", DocumentKind.PURCHASE_ORDER),
        ("Bestellung Nr. 12", DocumentKind.PURCHASE_ORDER),
        ("STATEMENT OF ACCOUNT Invoice Date Amount", DocumentKind.STATEMENT),
        ("Betalningspåminnelse Faktura 12", DocumentKind.REMINDER),
        ("2. Mahnung Rechnung 12", DocumentKind.REMINDER),
        ("PAYMENT REMINDER Invoice 12 is overdue", DocumentKind.REMINDER),
        ("Sollecito di pagamento fattura 12", DocumentKind.REMINDER),
        ("督促状 請求書番号 12", DocumentKind.REMINDER),
        ("CERTIFICATION STATEMENT AND REPORT In-house work 40 hours", DocumentKind.CERTIFICATION),
        ("Eigenleistungsnachweis Stunden 40", DocumentKind.CERTIFICATION),
        ("Statement of Work No 4 between", DocumentKind.STATEMENT_OF_WORK),
        ("Leistungsbeschreibung Suchmaschinenoptimierung", DocumentKind.STATEMENT_OF_WORK),
        ("SERVICE AGREEMENT between", DocumentKind.STATEMENT_OF_WORK),
        ("业务 服务协议 甲方", DocumentKind.STATEMENT_OF_WORK),
        ("Invitation Autumn seminar for customers", DocumentKind.INVITATION),
        ("Einladung zum Herbstseminar", DocumentKind.INVITATION),
        ("Inbjudan till höstseminarium", DocumentKind.INVITATION),
        ("邀请函 尊敬的客户", DocumentKind.INVITATION),
        ("CALL SCRIPT Opening", DocumentKind.SCRIPT),
        ("Gesprächsleitfaden Begrüßung", DocumentKind.SCRIPT),
        ("Presentation Autumn range", DocumentKind.PRESENTATION),
        ("Campaign report Impressions Clicks", DocumentKind.REPORT),
        ("Affidavit of performance", DocumentKind.REPORT),
        ("Quittung über 12,00", DocumentKind.RECEIPT),
        ("Some words of no kind whatever", DocumentKind.OTHER),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: DocumentKind) -> None:
    assert kind_of(document(title))[0] == kind


def test_a_tills_slip_is_a_receipt_even_where_it_is_called_tax_invoice() -> None:
    text = "TAX INVOICE Inv No 12 Total RM 12.50 Rounding Adj 0.00 CASH 20.00 CHANGE 7.50"
    assert kind_of(document(text, SLIP, "image/jpeg", PageSource.OCR))[0] == DocumentKind.RECEIPT
    assert kind_of(document("TAX INVOICE Inv No 12 Total RM 12.50", A4))[0] == DocumentKind.INVOICE


def test_many_names_with_addresses_are_a_list_of_attendees() -> None:
    people = " ".join(f"Name{number} Firm name{number}@firm.example" for number in range(8))
    assert kind_of(document(f"Registration {people}"))[0] == DocumentKind.ATTENDEE_LIST


def test_times_of_day_below_the_word_agenda_are_an_agenda() -> None:
    assert kind_of(document("Agenda 09:00 Welcome 09:30 Keynote 12:00 Lunch"))[0] == DocumentKind.AGENDA
    assert kind_of(document("INVOICE 09:00 12:00 13:00 10.00 20.00 30.00 60.00"))[0] == DocumentKind.INVOICE


def test_mail_is_told_by_its_type_or_its_header() -> None:
    assert kind_of(document("Invoice attached", media_type="message/rfc822"))[0] == DocumentKind.EMAIL
    printed = "From: anna@firm.example Sent: Monday To: bo@firm.example Subject: Invoice"
    assert kind_of(document(printed))[0] == DocumentKind.EMAIL


def test_pictures_are_screenshots_or_photographs() -> None:
    words = "Home Products Spring sale www.shop.example Sponsored Buy now today only"
    assert kind_of(document(words, SCREEN, "image/png", PageSource.OCR))[0] == DocumentKind.SCREENSHOT
    assert kind_of(document("EXIT", SCREEN, "image/jpeg", PageSource.OCR))[0] == DocumentKind.PHOTOGRAPH


def test_an_advertisement_on_a_screen_is_no_quote_and_a_bill_on_one_is_a_bill() -> None:
    advertisement = "Offer of the week Order now www.shop.example Sponsored all coats half price"
    assert kind_of(document(advertisement, SCREEN, "image/png", PageSource.OCR))[0] == DocumentKind.SCREENSHOT
    bill = "INVOICE Invoice number 12 Invoice date 1/1/20 Amount due 12.00 www.firm.example"
    assert kind_of(document(bill, SCREEN, "image/png", PageSource.OCR))[0] == DocumentKind.INVOICE


def test_who_speaks_by_turns_is_a_script() -> None:
    talk = "Agent: Good day. Customer: Hello. Agent: May I tell you about the autumn range? Customer: Please do."
    assert kind_of(document(talk))[0] == DocumentKind.SCRIPT


def test_slides_are_a_presentation_also_as_a_pdf() -> None:
    slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert kind_of(document("Autumn range", media_type=slides))[0] == DocumentKind.PRESENTATION
    page = document("Autumn range at a glance", (960.0, 540.0)).pages[0]
    assert kind_of(Document("0" * 64, "a", "application/pdf", (page,) * 4))[0] == DocumentKind.PRESENTATION
    assert kind_of(Document("0" * 64, "a", "application/pdf", (page,)))[0] == DocumentKind.OTHER


def test_web_pages_are_told_by_their_type_or_the_address_that_browsers_print() -> None:
    words = "Autumn range All coats half price until Sunday"
    assert kind_of(document(words, media_type="text/html"))[0] == DocumentKind.LANDING_PAGE
    assert kind_of(document(f"{words} https://shop.example/autumn 1/2"))[0] == DocumentKind.LANDING_PAGE


def test_an_untitled_document_is_guessed_by_its_labels() -> None:
    guessed = kind_of(document("Station WXYZ Advertiser: ACME Flight Dates: 1/1/20 Est #: 4 Total Spots 12"))
    assert guessed == (DocumentKind.ORDER, 0.6)
    assert kind_of(document("ACME Ltd Due date 1/1/20 Amount due 12.00 VAT 2.00"))[0] == DocumentKind.INVOICE


def test_a_document_without_pages_is_of_no_kind() -> None:
    assert kind_of(Document("0" * 64, "a", "application/pdf", ()))[0] == DocumentKind.OTHER


@given(st.text(max_size=200), st.sampled_from(["application/pdf", "image/png"]))
def test_any_document_has_a_kind_and_a_confidence(text: str, media_type: str) -> None:
    kind, confidence = kind_of(document(text, media_type=media_type))
    assert kind in DocumentKind and 0 <= confidence <= 1
