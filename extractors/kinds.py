"""What kind of document it is, as proof: by its title, its media type, its layout and what its lines hold."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from itertools import groupby

from extractors.language.phrases import PhraseFinder, PhraseMention, pieces_of
from extractors.language.tables import VOCABULARY
from extractors.language.vocabulary import find_labels
from extractors.model import Document, DocumentKind, Page, PageSource

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
MONEY = re.compile(r"\d[.,]\d\d(?!\d)")

MAIL_TYPES = {"message/rfc822", "application/vnd.ms-outlook"}
SLIDE_TYPES = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.presentation",
}
TITLE_WORDS = 60
"""Words at the head of a document among which its title stands."""

SHORTEST_SPACED = 5
"""Letters apart that make a word; fewer are initials."""

LONGEST_SLIP = 250
LEAST_SCREEN_WORDS = 8
SCREEN_RATIOS = (16 / 9, 16 / 10, 4 / 3, 19.5 / 9, 20 / 9, 3 / 2)
CERTAIN, LIKELY, GUESSED, UNKNOWN = 0.95, 0.85, 0.6, 0.3
TILL_ROLES = {"cash", "change", "rounding", "receipt_number"}
"""Labels of which a till prints several, whatever it calls its slip (in some countries: tax invoice)."""

INVOICE_ROLES = {"invoice_number", "invoice_date", "amount_due", "due_date", "payment_terms", "tax_amount"}
ORDER_ROLES = {"order_number", "flight", "estimate_number", "total_count", "advertiser"}

SLIP_RATIO = 1.6
"""How much taller than wide a till's slip is at least; A4 and letter are 1.3 to 1.42."""

POSSESSIVES = {
    "your",
    "ihre",
    "ihr",
    "er",
    "ert",
    "deres",
    "votre",
    "vos",
    "su",
    "uw",
    "vostro",
    "vostra",
    "twoje",
    "vaše",
}
"""Before a title's word they make it a label of the customer's own papers: "your order"."""

NEVER_INVOICES = {
    DocumentKind.PRO_FORMA,
    DocumentKind.CREDIT_NOTE,
    DocumentKind.QUOTE,
    DocumentKind.STATEMENT,
}


def kind_of(document: Document) -> tuple[DocumentKind, float]:
    """Return what a document is, and how sure that is (0 to 1)."""
    if document.media_type in MAIL_TYPES:
        return DocumentKind.EMAIL, CERTAIN
    if not document.pages:
        return DocumentKind.OTHER, UNKNOWN
    page = document.pages[0]
    titled = _title_kinds(page)
    return (
        _by_contents(document, titled)
        or _by_till(page, titled)
        or _by_title(titled)
        or _by_picture(document)
        or _by_labels(page)
        or (DocumentKind.OTHER, UNKNOWN)
    )


def _by_contents(document: Document, titled: Counter[DocumentKind]) -> tuple[DocumentKind, float] | None:
    """Recognise lists of people, agendas and printed e-mails by what they are made of, not by what they are called."""
    text = document.text
    addresses, clocks, amounts = (len(pattern.findall(text)) for pattern in (ADDRESS, CLOCK, MONEY))
    if addresses >= 5 and addresses > amounts:
        return DocumentKind.ATTENDEE_LIST, CERTAIN if titled[DocumentKind.ATTENDEE_LIST] else LIKELY
    head = document.pages[0].words[:TITLE_WORDS]
    headers = {match[1].lower() for word in head if (match := HEADER.match(word.text))}
    if len(headers) >= 3 and addresses:
        return DocumentKind.EMAIL, LIKELY
    if clocks >= 3 and clocks > amounts and titled[DocumentKind.AGENDA]:
        return DocumentKind.AGENDA, CERTAIN
    if document.media_type in SLIDE_TYPES:
        return DocumentKind.REPORT, GUESSED
    return None


def _by_till(page: Page, titled: Counter[DocumentKind]) -> tuple[DocumentKind, float] | None:
    """Recognise a till's slip by its shape and by what only tills print."""
    roles = _roles(page) & TILL_ROLES
    slip = page.height >= SLIP_RATIO * page.width
    if titled[DocumentKind.CREDIT_NOTE] or len(roles) < 1 + (not slip):
        return None
    if slip and len(roles) >= 2:
        return DocumentKind.RECEIPT, CERTAIN
    if "change" in roles and "cash" in roles and len(page.words) < LONGEST_SLIP:
        return DocumentKind.RECEIPT, LIKELY
    return (DocumentKind.RECEIPT, GUESSED) if slip and not titled else None


def _by_title(titled: Counter[DocumentKind]) -> tuple[DocumentKind, float] | None:
    """Recognise a title among the first words; one that is no invoice outdoes the word invoice beside it."""
    if not titled:
        return None
    for kind in sorted(NEVER_INVOICES & set(titled)):
        if titled[kind] >= max(titled.values()) * 0.6:
            return kind, LIKELY
    (best, weight), *others = titled.most_common()
    rival = others[0][1] if others else 0
    return best, CERTAIN if weight >= 2 * rival else LIKELY if weight > rival else GUESSED


def _title_kinds(page: Page) -> Counter[DocumentKind]:
    """Return how strongly the first words speak for each kind: the earlier the stronger, capitals stronger still."""
    weights: Counter[DocumentKind] = Counter()
    head = _closed_up([word.text for word in page.words[:TITLE_WORDS]])
    for found in _finder().find(head, lenient=page.source is PageSource.OCR):
        weight = _title_weight(found, head)
        for kind in _titles()[found.phrase]:
            weights[kind] += weight
    return weights


def _closed_up(words: list[str]) -> list[str]:
    """Return the words with letters that stand apart put together: "R E C H N U N G"."""
    closed: list[str] = []
    for single, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        closed += ["".join(letters)] if single and len(letters) >= SHORTEST_SPACED else letters
    return closed


def _title_weight(found: PhraseMention, head: list[str]) -> int:
    """Return how much a title's words look like one: a label ("Order: 5") or a word in a sentence looks less so."""
    printed = " ".join(head[found.first : found.last])
    weight = 20 - found.first // 4 + 10 * printed.isupper() + 5 * (len(found.phrase) - 1)
    following = head[found.last] if found.last < len(head) else ""
    if printed.endswith(":") or following[:1].isdigit():
        weight //= 2
    preceding = head[found.first - 1].casefold() if found.first else ""
    if printed[:1].islower() or preceding in POSSESSIVES:
        weight //= 4
    return max(weight, 1)


def _by_picture(document: Document) -> tuple[DocumentKind, float] | None:
    if not document.media_type.startswith("image/"):
        return None
    page = document.pages[0]
    if len(page.words) < LEAST_SCREEN_WORDS:
        return DocumentKind.PHOTOGRAPH, LIKELY
    if WEB.search(document.text):
        return DocumentKind.SCREENSHOT, LIKELY
    return (DocumentKind.SCREENSHOT, GUESSED) if _shaped_like_a_screen(page) else None


def _by_labels(page: Page) -> tuple[DocumentKind, float] | None:
    """Guess an untitled invoice or order by the labels that it prints."""
    roles = _roles(page)
    invoice, order = len(roles & INVOICE_ROLES), len(roles & ORDER_ROLES)
    if max(invoice, order) < 2:
        return None
    return (DocumentKind.INVOICE if invoice >= order else DocumentKind.ORDER), GUESSED


def _roles(page: Page) -> set[str]:
    found = find_labels([word.text for word in page.words], lenient=page.source is PageSource.OCR)
    return {label.role for label in found}


def _shaped_like_a_screen(page: Page) -> bool:
    ratio = max(page.width, page.height) / max(min(page.width, page.height), 1)
    return any(abs(ratio - screen) < 0.02 for screen in SCREEN_RATIOS)


@cache
def _titles() -> dict[tuple[str, ...], tuple[DocumentKind, ...]]:
    table: dict[str, list[str]] = tomllib.loads((VOCABULARY / "kinds.toml").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], tuple[DocumentKind, ...]] = {}
    for kind, titles in table.items():
        for title in map(pieces_of, titles):
            found[title] = tuple(dict.fromkeys((*found.get(title, ()), DocumentKind(kind))))
    return found


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(_titles())
