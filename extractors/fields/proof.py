"""What bears a value out besides labels: check digits, commissions, sites with a name, addresses printed twice."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.fields.candidates import Candidate
from extractors.fields.commission import commission_of
from extractors.fields.parties import named
from extractors.fields.view import View
from extractors.language.identifiers import find_tax_ids
from extractors.model import FieldName


def proofs(view: View, name: FieldName, candidate: Candidate) -> tuple[str, ...]:
    """Return what bears a value out, in a reader's words."""
    if name is FieldName.TAX_ID:
        return ("its check digits are right",) if find_tax_ids(candidate.text) else ()
    if name is FieldName.TOTAL_AMOUNT and abs(candidate.amount or 0) in commission_of(view).gains:
        return ("less the agency's commission it comes to the net",)
    if name in (FieldName.VENDOR, FieldName.BILL_TO):
        return tuple(_of_party(view, name, candidate))
    return ()


def _of_party(view: View, name: FieldName, candidate: Candidate) -> Iterator[str]:
    blocks = view.parties.named(named(candidate.value))
    tax_id = next((block.tax_id for block in blocks if block.tax_id), "")
    if tax_id:
        yield f"the check digits of {tax_id} in its address are right"
    if name is FieldName.VENDOR and view.parties.has_site(candidate.value):
        yield "a site bears the name"
    if name is FieldName.VENDOR and {block.in_line for block in blocks} == {True, False}:
        yield "the sender's line repeats its address"
