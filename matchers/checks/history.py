"""Checks of a batch's documents against those of earlier batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial

from rapidfuzz.utils import default_process

from extractors.model import FieldName
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.facts import COST_KINDS, Facts
from matchers.checks.twins import lookalike, lookalike_key
from matchers.model import PastDocument

Answers = Iterator[tuple[str, Outcome]]
_NUMBER = (FieldName.DOCUMENT_NUMBER,)
_BILL = (FieldName.VENDOR, FieldName.TAX_ID, FieldName.DOCUMENT_NUMBER)


def handed_in_before(case: CaseFile) -> Answers:
    """64: no file was handed in in an earlier batch; a claim that was refused may come again."""
    past = _by(case, lambda each: None if each.rejected else each.sha256)
    for document in _documents(case):
        yield (
            document.name,
            _unseen(case, document, past.get(document.sha256, []), "the same file was handed in before"),
        )


def billed_before(case: CaseFile) -> Answers:
    """65: no invoice, by its vendor and number, was handed in in an earlier batch as another file."""
    yield from _billed(
        case, lambda document, past: past.sha256 != document.sha256, "the same invoice was handed in before"
    )


def other_partner(case: CaseFile) -> Answers:
    """67: no invoice was handed in by another partner or in another programme before."""
    yield from _billed(case, partial(_elsewhere, case), "the same invoice was handed in elsewhere")


def _billed(case: CaseFile, counts: Callable[[Facts, PastDocument], bool], reason: str) -> Answers:
    past = _by_many(case, lambda each: () if each.rejected else _bills(each.vendor, each.tax_id, each.number))
    for document in _documents(case):
        if document.kind in COST_KINDS:
            yield document.name, _billed_once(case, document, past, counts, reason)


def _billed_once(
    case: CaseFile,
    document: Facts,
    past: dict[Hashable, list[PastDocument]],
    counts: Callable[[Facts, PastDocument], bool],
    reason: str,
) -> Outcome:
    keys = _bills(*(document.text(field) or "" for field in _BILL))
    if not keys:
        return cannot_tell("the vendor or the number was not read")
    seen = {(each.batch, each.name): each for key in keys for each in past.get(key, []) if counts(document, each)}
    return _unseen(case, document, [seen[place] for place in sorted(seen)], reason, _NUMBER)


def _elsewhere(case: CaseFile, document: Facts, past: PastDocument) -> bool:
    partners = {name.casefold() for name in case.partners_of(document)}
    other = bool(past.partner and partners) and past.partner.casefold() not in partners
    return other or bool(past.programme and past.programme != case.programme.name)


def lookalike_before(case: CaseFile) -> Answers:
    """66: no invoice of an earlier batch has the same content and a number that looks alike."""
    past = _by(case, _past_content)
    for document in _documents(case):
        key = lookalike(document)
        number = document.text(FieldName.DOCUMENT_NUMBER)
        if document.kind in COST_KINDS and key is not None:
            alike = [each for each in past.get(key, []) if each.number != number]
            yield (
                document.name,
                _unseen(case, document, alike, "the same invoice under a number that looks alike", _NUMBER),
            )


def _past_content(past: PastDocument) -> Hashable | None:
    if past.total is None or past.day is None:
        return None
    return lookalike_key(past.number, past.vendor, past.day.isoformat(), past.total)


def picture_before(case: CaseFile) -> Answers:
    """68: no picture of an earlier batch proves another line here."""
    past = _by_many(case, lambda each: each.fingerprints)
    for document in _documents(case):
        if document.fingerprints and document.kind not in COST_KINDS:
            seen = [each for finger in document.fingerprints for each in past.get(finger, [])]
            others = [each for each in seen if each.sha256 != document.sha256]
            yield document.name, _unseen(case, document, others, "the same picture was proof before")


def list_before(case: CaseFile) -> Answers:
    """70: no list or report of an earlier batch, word by word, proves another line here."""
    past = _by(case, lambda each: each.words_digest or None)
    for document in _documents(case):
        if document.words_digest:
            others = [each for each in past.get(document.words_digest, []) if each.sha256 != document.sha256]
            yield document.name, _unseen(case, document, others, "the same words were proof before")


def resubmission(case: CaseFile) -> Answers:
    """73: a document of a claim that was refused comes again; the two belong together and are not paid twice."""
    past = _by(case, lambda each: each.sha256 if each.rejected else None)
    for document in _documents(case):
        yield (
            document.name,
            _unseen(case, document, past.get(document.sha256, []), "it came before in a claim that was refused"),
        )


def bank_account(case: CaseFile) -> Answers:
    """83: an invoice's bank account is one that its vendor's other invoices have, here or in earlier batches."""
    known: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for past in case.context.history:
        known[default_process(past.vendor)] |= {(past.name, account) for account in past.accounts}
    invoices = [case.facts[name] for name in sorted(case.facts) if case.facts[name].accounts]
    for document in invoices:
        known[_vendor(document)] |= {(document.name, account) for account in document.accounts}
    for document in invoices:
        others = {account for name, account in known[_vendor(document)] if name != document.name}
        if not _vendor(document):
            yield document.name, cannot_tell("the vendor was not read")
        elif others:
            yield document.name, _same_account(document, others)


def _same_account(document: Facts, others: set[str]) -> Outcome:
    if document.accounts & others:
        return passed("the account is on its vendor's other invoices")
    ours, theirs = (
        ", ".join(f"...{account[-4:]}" for account in sorted(accounts)) for accounts in (document.accounts, others)
    )
    return failed(f"the account ends in {ours}, on its vendor's other invoices in {theirs}", theirs, ours)


def _vendor(document: Facts) -> str:
    return str(default_process(document.text(FieldName.VENDOR) or ""))


def _documents(case: CaseFile) -> Iterable[Facts]:
    return (case.facts[name] for name in sorted(case.facts)) if case.context.history else ()


def _by(case: CaseFile, key_of: Callable[[PastDocument], Hashable | None]) -> dict[Hashable, list[PastDocument]]:
    def keys_of(past: PastDocument) -> tuple[Hashable, ...]:
        key = key_of(past)
        return () if key is None else (key,)

    return _by_many(case, keys_of)


def _by_many(
    case: CaseFile, keys_of: Callable[[PastDocument], Iterable[Hashable]]
) -> dict[Hashable, list[PastDocument]]:
    groups: defaultdict[Hashable, list[PastDocument]] = defaultdict(list)
    for past in sorted(case.context.history, key=lambda each: (each.batch, each.name)):
        for key in keys_of(past):
            groups[key].append(past)
    return groups


def _bills(vendor: str, tax_id: str, number: str) -> tuple[tuple[str, str], ...]:
    """Return the keys by which an invoice is known: its number with the vendor's tax ID and with its name."""
    digits = "".join(letter for letter in number.upper() if letter.isalnum()).lstrip("0")
    issuers = ("".join(letter for letter in tax_id.upper() if letter.isalnum()), str(default_process(vendor)))
    return tuple((issuer, digits) for issuer in issuers if issuer and digits)


def _unseen(
    case: CaseFile, document: Facts, seen: list[PastDocument], reason: str, fields: tuple[FieldName, ...] = ()
) -> Outcome:
    others = [each for each in seen if not _same_claim(case, document, each)]
    if not others:
        return passed("it came before in the same claim" if seen else "no earlier batch has it")
    where = ", ".join(dict.fromkeys(f"{each.name} in {each.batch}" for each in others))
    if all(not each.claim_id and each.line_id in case.lines_of(document) for each in others):
        return cannot_tell(f"it came before for the same line, with no claim: {where}")
    return failed(f"{reason}: {where}", "one use", where, document.money(FieldName.TOTAL_AMOUNT), fields)


def _same_claim(case: CaseFile, document: Facts, past: PastDocument) -> bool:
    """Say whether a document came before in its own claim. Partners number claims alike, so the id is not enough."""
    claims = {claim.claim_id for claim in case.claims_of_document.get(document.name, ())}
    partners = {name.casefold() for name in case.partners_of(document)}
    same_line = not past.line_id or past.line_id in case.lines_of(document)
    return past.claim_id in claims and same_line and (not past.partner or past.partner.casefold() in partners)
