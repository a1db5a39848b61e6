"""The currency of a document: of its total, else the one that most of its amounts are marked with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.view import View
from extractors.language.amounts import find_amounts
from extractors.language.identifiers import find_currency
from extractors.model import Evidence, FieldName, Reading

MARKED = 0.97
NAMED = 0.85
LIKE_DOLLAR = "SGD"
"""Its mark, "S$", is what OCR makes of a "$" with a stroke before it; "CA$" or "A$" are nobody's misreading."""
FEW = 0.2
"""On pages that OCR read, fewer marks like "S$" than this for each "$" are a "$" with something misread before it."""


def currency_evidence(view: View) -> tuple[Evidence, ...]:
    """Return the document's currency, or nothing where it prints none."""
    text, language, amounts = view.text, view.language, _without_misread_marks(view)
    # A column's mark may stand too far from its amounts to belong to them on their lines.
    code = find_currency(amounts, text, language) or find_currency(find_amounts(text), text, language)
    if code is None:
        return ()
    marked = Counter(each.currency for each in amounts if each.currency)
    place = next((each for each in amounts if each.currency == code), None)
    agreed = marked and marked.most_common(1)[0][0] == code
    rule = "marked on most amounts" if agreed else "named in the text"
    return (
        Evidence(
            FieldName.CURRENCY,
            Reading(
                code,
                place.text if place else code,
                place.page if place else None,
                place.box if place else None,
                MARKED if agreed else NAMED,
                rule,
            ),
        ),
    )


def _without_misread_marks(view: View) -> list[Candidate]:
    """Return the amounts, a few "S$" among many "$" taken for "$" where OCR read them."""
    amounts = view.candidates[CandidateKind.AMOUNT]
    plain = [each for each in amounts if "$" in each.text and len(each.currencies) > 1]
    longer = [each.currency == LIKE_DOLLAR and each.page in view.scanned for each in amounts]
    if not plain or sum(longer) > FEW * len(plain):
        return list(amounts)
    likeliest = plain[0].currencies
    return [
        replace(each, currency=None, currencies=likeliest) if is_longer else each
        for each, is_longer in zip(amounts, longer, strict=True)
    ]
