"""What a document is, told by what its pages hold and how they are shaped, whatever they are called."""

from __future__ import annotations

import re
from collections import Counter

from extractors.model import Document, DocumentKind, Page

Verdict = tuple[DocumentKind, float]
"""A kind, and how sure it is (0 to 1)."""

CERTAIN, LIKELY, GUESSED, UNKNOWN = 0.95, 0.85, 0.6, 0.3

HEADER = re.compile(
    r"^\W*(from|to|sent|subject|date|cc|von|an|gesendet|betreff|från|till|skickat|ämne|de|à|envoyé|objet|para|enviado|asunto"
    r"|da|a|inviato|oggetto|od|do|temat|fra|til|emne|lähettäjä|aihe|van|aan|onderwerp|assunto|差出人|宛先|件名|发件人|收件人|主题)\s*:",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\d:])|\b1?\d ?[ap]\.?m\b", re.IGNORECASE)
WEB = re.compile(
    r"https?://|\bwww\.|\b(?:sponsored|sponsrad|gesponsert|sponsorisé|anzeige|annons|patrocinado"
    r"|log in|sign in|cookies?)\b",
    re.IGNORECASE,
)
URL = re.compile(r"https?://\S")
MONEY = re.compile(r"\d[.,]\d\d(?!\d)")
SPEAKER = re.compile(
    r"\b(agent|caller|operator|customer|client|prospect|host|guest|announcer|narrator|speaker|voice(?: ?over)?"
    r"|anrufer|sprecher(?:in)?|kunde|kundin|säljare|uppringare|kund|appelant|conseiller|cliente?|agente|operatore"
    r"|beller|klant|selger|sælger|klient|konsultant)\s*\d?\s*:",
    re.IGNORECASE,
)

MAIL_TYPES = {"message/rfc822", "application/vnd.ms-outlook"}
SLIDE_TYPES = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.presentation",
}
HEAD_WORDS = 60
LEAST_SCREEN_WORDS = 8
SCREEN_RATIOS = (16 / 9, 16 / 10, 4 / 3, 19.5 / 9, 20 / 9, 3 / 2)
SLIDE_RATIOS = (16 / 9, 16 / 10, 4 / 3)
LEAST_SLIDES, MOST_SLIDE_WORDS = 3, 120
EDGE_WORDS = 14
"""Words at a page's head and foot among which a browser prints the address."""


def by_contents(document: Document, titled: Counter[DocumentKind]) -> Verdict | None:
    """Recognise lists of people, agendas, scripts, slides and printed e-mails by what they are made of."""
    text = document.text
    amounts = len(MONEY.findall(text))
    addresses = len(ADDRESS.findall(text)) if "@" in text else 0
    if addresses >= 5 and addresses > amounts:
        return DocumentKind.ATTENDEE_LIST, CERTAIN if titled[DocumentKind.ATTENDEE_LIST] else LIKELY
    if len(_headers(document.pages[0])) >= 3 and addresses:
        return DocumentKind.EMAIL, LIKELY
    if titled[DocumentKind.AGENDA] and len(CLOCK.findall(text)) >= max(3, amounts + 1):
        return DocumentKind.AGENDA, CERTAIN
    if not amounts and len(SPEAKER.findall(text)) >= 4:
        return DocumentKind.SCRIPT, LIKELY
    if document.media_type in SLIDE_TYPES and not titled[DocumentKind.REPORT]:
        return DocumentKind.PRESENTATION, LIKELY
    return None


def by_picture(document: Document) -> Verdict | None:
    """Recognise photographs by their want of words, screenshots by their shape or by what only screens show."""
    if not document.media_type.startswith("image/"):
        return None
    page = document.pages[0]
    if len(page.words) < LEAST_SCREEN_WORDS:
        return DocumentKind.PHOTOGRAPH, LIKELY
    if WEB.search(document.text):
        return DocumentKind.SCREENSHOT, LIKELY
    return (DocumentKind.SCREENSHOT, GUESSED) if _shaped_like(page, SCREEN_RATIOS) else None


def by_shape(document: Document) -> Verdict | None:
    """Recognise web pages, saved or printed from a browser, and slides that were saved as PDF."""
    if document.media_type == "text/html":
        return DocumentKind.LANDING_PAGE, LIKELY
    pages = document.pages
    if URL.search(_edges(pages[0])):
        return DocumentKind.LANDING_PAGE, GUESSED
    if len(pages) >= LEAST_SLIDES and all(map(_is_slide, pages)):
        return DocumentKind.PRESENTATION, GUESSED
    return None


def _headers(page: Page) -> set[str]:
    head = page.words[:HEAD_WORDS]
    return {match[1].lower() for word in head if (match := HEADER.match(word.text))}


def _edges(page: Page) -> str:
    words = [word.text for word in page.words]
    return " ".join([*words[:EDGE_WORDS], *words[-EDGE_WORDS:]])


def _is_slide(page: Page) -> bool:
    return page.width > page.height and len(page.words) <= MOST_SLIDE_WORDS and _shaped_like(page, SLIDE_RATIOS)


def _shaped_like(page: Page, ratios: tuple[float, ...]) -> bool:
    ratio = max(page.width, page.height) / max(min(page.width, page.height), 1)
    return any(abs(ratio - known) < 0.02 for known in ratios)
