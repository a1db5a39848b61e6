"""What kind of document it is, as proof: by its title, its media type, its layout and what its lines hold."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache, lru_cache
from itertools import groupby

from extractors.contents import (
    CERTAIN,
    GUESSED,
    LIKELY,
    MAIL_TYPES,
    UNKNOWN,
    WEB,
    Verdict,
    by_contents,
    by_picture,
    by_shape,
)
from extractors.language.phrases import PhraseFinder, PhraseMention, pieces_of
from extractors.language.tables import VOCABULARY
from extractors.language.vocabulary import find_labels
from extractors.model import Document, DocumentKind, Page, PageSource

TITLE_WORDS = 60
"""Words at the head of a document among which its title stands."""

SHORTEST_SPACED = 5
"""Letters apart that make a word; fewer are initials."""

LONGEST_SLIP = 250
TILL_ROLES = {"cash", "change", "rounding", "receipt_number"}
"""Labels of which a till prints several, whatever it calls its slip (in some countries: tax invoice)."""

INVOICE_ROLES = {"invoice_number", "invoice_date", "amount_due", "due_date", "payment_terms", "tax_amount"}
ORDER_ROLES = {"order_number", "flight", "estimate_number", "total_count", "advertiser"}
BILLING_ROLES = INVOICE_ROLES | ORDER_ROLES | {"total", "gross_total", "net_amount"}
FEWEST_BILLED = 2
"""A picture with as many labels of bills or orders shows one, though it names an address on the web."""

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

TITLED = {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.ORDER, DocumentKind.PURCHASE_ORDER}
NEVER_INVOICES = {
    DocumentKind.PRO_FORMA,
    DocumentKind.CREDIT_NOTE,
    DocumentKind.QUOTE,
    DocumentKind.STATEMENT,
    DocumentKind.REMINDER,
    DocumentKind.CERTIFICATION,
}


def kind_of(document: Document) -> Verdict:
    """Return what a document is, and how sure that is (0 to 1)."""
    if document.media_type in MAIL_TYPES:
        return DocumentKind.EMAIL, CERTAIN
    if not document.pages:
        return DocumentKind.OTHER, UNKNOWN
    page = document.pages[0]
    titled = _title_kinds(page)
    return (
        by_contents(document, titled)
        or _by_till(page, titled)
        or _by_screen(document)
        or _by_title(titled)
        or by_picture(document)
        or _by_labels(page)
        or by_shape(document)
        or (DocumentKind.OTHER, UNKNOWN)
    )


def _by_till(page: Page, titled: Counter[DocumentKind]) -> Verdict | None:
    """Recognise a till's slip by its shape and by what only tills print."""
    slip = page.height >= SLIP_RATIO * page.width
    if not slip and len(page.words) >= LONGEST_SLIP:
        return None
    roles = roles_of(page) & TILL_ROLES
    if titled[DocumentKind.CREDIT_NOTE] or len(roles) < 1 + (not slip):
        return None
    if slip and len(roles) >= 2:
        return DocumentKind.RECEIPT, CERTAIN
    if "change" in roles and "cash" in roles and len(page.words) < LONGEST_SLIP:
        return DocumentKind.RECEIPT, LIKELY
    return (DocumentKind.RECEIPT, GUESSED) if slip and not titled else None


def _by_screen(document: Document) -> Verdict | None:
    """Recognise what a screen shows before its words are taken for titles, for advertisements say "offer"."""
    if not document.media_type.startswith("image/") or not WEB.search(document.text):
        return None
    return by_picture(document) if len(roles_of(document.pages[0]) & BILLING_ROLES) < FEWEST_BILLED else None


def _by_title(titled: Counter[DocumentKind]) -> Verdict | None:
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


@lru_cache(maxsize=4096)
def titles_among(words: tuple[str, ...]) -> bool:
    """Tell whether the first words name an invoice, a credit note or an order."""
    found = _finder().find(words)
    return any(mention.first <= 1 and TITLED & set(_titles()[mention.phrase]) for mention in found)


@lru_cache(maxsize=4096)
def is_title(words: tuple[str, ...]) -> bool:
    """Tell whether words are the title of a document, of whatever kind, and at most one word more."""
    return any(mention.last - mention.first >= len(words) - 1 for mention in _finder().find(words))


def _by_labels(page: Page) -> Verdict | None:
    """Guess an untitled invoice or order by the labels that it prints."""
    roles = roles_of(page)
    invoice, order = len(roles & INVOICE_ROLES), len(roles & ORDER_ROLES)
    if max(invoice, order) < 2:
        return None
    return (DocumentKind.INVOICE if invoice >= order else DocumentKind.ORDER), GUESSED


def roles_of(page: Page) -> set[str]:
    """Return the roles of all labels on a page."""
    found = find_labels([word.text for word in page.words], lenient=page.source is PageSource.OCR)
    return {label.role for label in found}


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
