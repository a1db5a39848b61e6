"""What kind of document it is, as proof: by its title, its media type, its layout and what its lines hold."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

from extractors.language.phrases import PhraseFinder, pieces_of
from extractors.language.tables import VOCABULARY
from extractors.model import Document, DocumentKind, Page

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

SCREEN_RATIOS = (16 / 9, 16 / 10, 4 / 3, 19.5 / 9, 20 / 9, 3 / 2)
CERTAIN, LIKELY, GUESSED, UNKNOWN = 0.95, 0.85, 0.6, 0.3
NEVER_INVOICES = {
    DocumentKind.PRO_FORMA,
    DocumentKind.CREDIT_NOTE,
    DocumentKind.QUOTE,
    DocumentKind.STATEMENT,
    DocumentKind.PURCHASE_ORDER,
}


def kind_of(document: Document) -> tuple[DocumentKind, float]:
    """Return what a document is, and how sure that is (0 to 1)."""
    if document.media_type in MAIL_TYPES:
        return DocumentKind.EMAIL, CERTAIN
    words = [word.text for page in document.pages[:1] for word in page.words]
    return _by_contents(document, words) or _by_title(words) or _by_picture(document, words) or _unnamed(words)


def _by_contents(document: Document, words: list[str]) -> tuple[DocumentKind, float] | None:
    """Recognise lists of people, agendas and printed e-mails by what they are made of, not by what they are called."""
    text = document.text
    addresses, clocks, amounts = (len(pattern.findall(text)) for pattern in (ADDRESS, CLOCK, MONEY))
    titled = _title_kinds(words)
    if addresses >= 5 and addresses > amounts:
        return DocumentKind.ATTENDEE_LIST, CERTAIN if titled[DocumentKind.ATTENDEE_LIST] else LIKELY
    headers = {match[1].lower() for word in words[:TITLE_WORDS] if (match := HEADER.match(word))}
    if len(headers) >= 3 and addresses:
        return DocumentKind.EMAIL, LIKELY
    if clocks >= 3 and clocks > amounts and titled[DocumentKind.AGENDA]:
        return DocumentKind.AGENDA, CERTAIN
    if document.media_type in SLIDE_TYPES:
        return DocumentKind.REPORT, GUESSED
    return None


def _by_title(words: list[str]) -> tuple[DocumentKind, float] | None:
    """Recognise a title among the first words; one that is no invoice outdoes the word invoice beside it."""
    titled = _title_kinds(words)
    if not titled:
        return None
    for kind in sorted(NEVER_INVOICES & set(titled)):
        if titled[kind] >= max(titled.values()) * 0.6:
            return kind, LIKELY
    (best, weight), *others = titled.most_common()
    rival = others[0][1] if others else 0
    return best, CERTAIN if weight >= 2 * rival else LIKELY if weight > rival else GUESSED


def _title_kinds(words: list[str]) -> Counter[DocumentKind]:
    """Return how strongly the first words speak for each kind: the earlier the stronger, capitals stronger still."""
    weights: Counter[DocumentKind] = Counter()
    head = words[:TITLE_WORDS]
    for found in _finder().find(head):
        printed = " ".join(head[found.first : found.last])
        weight = 20 - found.first // 4 + 10 * printed.isupper() + 5 * (len(found.phrase) - 1)
        following = head[found.last] if found.last < len(head) else ""
        if printed.endswith(":") or following[:1].isdigit():
            weight //= 2
        if printed[:1].islower():
            weight //= 4
        for kind in _titles()[found.phrase]:
            weights[kind] += max(weight, 1)
    return weights


def _by_picture(document: Document, words: list[str]) -> tuple[DocumentKind, float] | None:
    if not document.media_type.startswith("image/") or not document.pages:
        return None
    page = document.pages[0]
    if len(words) >= 5 and (WEB.search(document.text) or _shaped_like_a_screen(page)):
        return DocumentKind.SCREENSHOT, LIKELY if WEB.search(document.text) else GUESSED
    return (DocumentKind.PHOTOGRAPH, LIKELY) if len(words) < 15 else None


def _shaped_like_a_screen(page: Page) -> bool:
    ratio = max(page.width, page.height) / max(min(page.width, page.height), 1)
    return any(abs(ratio - screen) < 0.02 for screen in SCREEN_RATIOS)


def _unnamed(words: list[str]) -> tuple[DocumentKind, float]:
    return DocumentKind.OTHER, UNKNOWN if words else GUESSED


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
