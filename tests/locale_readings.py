"""Invoices of every locale read back: what was read right, by locale, layout and field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.extract import view_of_document
from extractors.fields.currency import currency_evidence
from extractors.fields.direction import evidence_as_printed, widths_from_right
from extractors.fields.ranker import Ranker
from extractors.model import FieldName
from flows.sample.locales import make_locale_documents

AMOUNTS = frozenset({FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT})


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A field of an invoice: what it says, what was read, and whether that is the same."""

    locale: str
    layout: str
    field: FieldName
    truth: str
    answer: str

    @property
    def right(self) -> bool:
        """Tell whether the answer is right: amounts by value, the rest by its letters and figures, case aside."""
        if self.field in AMOUNTS:
            return bool(self.answer) and Decimal(self.answer) == Decimal(self.truth)
        return plain(self.answer) == plain(self.truth)


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def read_back(ranker: Ranker, seed: int) -> Iterator[ReadBack]:
    """Yield every field of every locale's invoices as the ranker reads it."""
    for known in make_locale_documents(seed):
        view = view_of_document(known.document)
        evidence = evidence_as_printed(
            widths_from_right(known.document), (*ranker.choose(view), *currency_evidence(view))
        )
        answers = {each.name: each.value for each in reversed(evidence)}
        locale, _, layout = known.document.name.removesuffix(".pdf").partition("-")
        for field, truth in known.truth.items():
            yield ReadBack(locale, layout, field, truth, answers.get(field, ""))


def share_right(read: Sequence[ReadBack]) -> float:
    """Return the share of fields that were read right."""
    return sum(each.right for each in read) / len(read)
