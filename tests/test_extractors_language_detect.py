"""Languages told by a sentence or a few labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.detect import LANGUAGES, language_of

SENTENCES = {
    "sv": "Vi ber er att betala beloppet senast den 5 mars till vårt bankgiro.",
    "nb": "Vi ber dere om å betale beløpet innen fristen og oppgi referansen ved betaling.",
    "da": "Vi beder jer betale beløbet senest den 5. marts og oplyse jeres kundenummer.",
    "fi": "Pyydämme maksamaan laskun eräpäivään mennessä ja käyttämään viitenumeroa.",
    "de": "Bitte überweisen Sie den Rechnungsbetrag innerhalb von 14 Tagen auf unser Konto.",
    "nl": "Wij verzoeken u het bedrag binnen 14 dagen over te maken onder vermelding van het factuurnummer.",
    "fr": "Nous vous prions de bien vouloir régler cette facture dans les trente jours.",
    "es": "Le rogamos que realice el pago de esta factura en el plazo de treinta días.",
    "pt": "Solicitamos que o pagamento desta fatura seja efetuado no prazo de trinta dias.",
    "it": "Vi preghiamo di effettuare il pagamento della fattura entro trenta giorni.",
    "pl": "Prosimy o zapłatę za fakturę w terminie 14 dni na nasz rachunek bankowy.",
    "cs": "Prosíme o úhradu faktury ve lhůtě splatnosti na náš účet a děkujeme za spolupráci.",
    "sk": "Prosíme o úhradu faktúry v lehote splatnosti na náš účet, ďakujeme za spoluprácu.",
    "hu": "Kérjük, hogy a számla összegét a fizetési határidő előtt utalja át.",
    "ro": "Vă rugăm să achitați factura până la data scadenței în contul nostru.",
    "bg": "Моля, платете сумата по фактурата в срок до 14 дни след датата на издаване.",
    "el": "Παρακαλούμε να εξοφλήσετε το τιμολόγιο.",
    "tr": "Fatura tutarını vade tarihine kadar ödemenizi rica ederiz ve teşekkür ederiz.",
    "ru": "Просим оплатить счёт в срок, который указан в договоре, и сообщить об оплате.",
    "uk": "Просимо сплатити рахунок у термін, який вказано в договорі, та повідомити про оплату.",
    "ja": "下記のとおりご請求申し上げます。",
    "zh-Hans": "请在开票日期后三十天内付款,并注明发票号码。",
    "zh-Hant": "請於開立日期後三十天內付款,並註明發票號碼。",
    "ko": "아래와 같이 청구합니다.",
    "hi": "कृपया भुगतान तीस दिनों में करें।",
    "th": "กรุณาชำระเงินภายในสามสิบวัน",
    "id": "Mohon pembayaran dilakukan sebelum tanggal jatuh tempo dan kirim bukti kepada kami.",
    "vi": "Quý khách vui lòng thanh toán hóa đơn này trong thời hạn ba mươi ngày.",
    "ar": "يرجى سداد الفاتورة خلال ثلاثين يوما.",
    "he": "נא לשלם את החשבונית תוך שלושים יום.",
    "en": "Please pay this invoice within thirty days of the invoice date.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Contract 1234 Flight Dates Gross Total Net Due", "en"),
        ("Fakturadatum Förfallodatum Att betala Moms", "sv"),
        ("Rechnungsnummer Leistungszeitraum Gesamtbetrag", "de"),
        ("Date de facture Montant TTC Échéance", "fr"),
    ],
)
def test_labels_tell_their_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12.50", "X1 4711 KTXA", "OK"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None


@given(st.text(max_size=200))
def test_any_text_has_one_of_the_languages_or_none(text: str) -> None:
    assert language_of(text) in {None, *LANGUAGES}
