"""The currency of a document: of its total, else the one that most of its amounts are marked with."""

from __future__ import annotations

from collections import Counter

from extractors.fields.candidates import CandidateKind
from extractors.fields.view import View
from extractors.language.amounts import find_amounts
from extractors.language.identifiers import find_currency
from extractors.model import Evidence, FieldName, Reading

MARKED = 0.97
NAMED = 0.85


def currency_evidence(view: View) -> tuple[Evidence, ...]:
    """Return the document's currency, or nothing where it prints none."""
    text, language = view.text, view.language
    # A column's mark may stand too far from its amounts to belong to them on their lines.
    code = find_currency(view.candidates[CandidateKind.AMOUNT], text, language) or find_currency(
        find_amounts(text), text, language
    )
    if code is None:
        return ()
    marked = Counter(each.currency for each in view.candidates[CandidateKind.AMOUNT] if each.currency)
    place = next((each for each in view.candidates[CandidateKind.AMOUNT] if each.currency == code), None)
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
