"""A batch's documents are known again when a later batch brings them."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Evidence, FieldName, Reading
from matchers.checks.context import open_case_file
from matchers.checks.past import documents_of_case
from matchers.checks.registry import check_case
from matchers.model import Exhibit, PastDocument
from tests.checks_batch import CLAIM, BatchMade, context_of, exhibit

BATCH: BatchMade = {
    "documents": {
        "a": {"text": "IBAN DE89370400440532013000"},
        "list": {"kind": "attendee_list", "fields": {}, "text": "Ann Bob"},
        "photo": {"kind": "photograph", "fields": {}, "finger": "0123456789abcdef"},
    }
}


def past() -> tuple[PastDocument, ...]:
    return documents_of_case("B1", open_case_file(context_of(BATCH)))


def codes(made: BatchMade) -> set[str]:
    return {finding.code for finding in check_case(open_case_file(context_of({**BATCH, **made}))).findings}


def test_a_document_is_known_by_its_file_number_content_picture_words_and_account() -> None:
    invoice, listed, photo = past()
    assert (invoice.batch, invoice.claim_id, invoice.line_id, invoice.partner) == ("B1", "K1", "L1", "Acme Partner AB")
    assert (invoice.vendor, invoice.number, str(invoice.day)) == ("Print House Ltd", "1001", "2026-03-20")
    assert invoice.accounts == ("DE89370400440532013000",)
    assert len(listed.words_digest) == 64
    assert photo.fingerprints == ("0123456789abcdef",)


def test_the_same_batch_again_under_other_claims_is_found_in_every_way() -> None:
    listed = past()
    others = [replace(CLAIM, claim_id="K9", documents=("a", "list", "photo"))]
    assert codes({"history": listed, "claims": others}) == {"handed_in_before"}
    copied = [replace(each, sha256=f"copy of {each.sha256}") for each in listed]
    assert codes({"history": copied, "claims": others}) == {"billed_before", "reused_picture", "reused_list"}


def test_the_same_claims_again_raise_nothing() -> None:
    assert codes({"history": past()}) == set()


def unsure(made: Exhibit, field: FieldName, value: str) -> Exhibit:
    reading = Evidence(field, Reading(value, value, 1, None, 0.4, "test"))
    others = tuple(each for each in made.extraction.evidence if each.name != field)
    return replace(made, extraction=replace(made.extraction, evidence=(*others, reading)))


def test_a_reading_that_is_rather_wrong_than_right_fails_no_check() -> None:
    context = context_of({})
    spoilt = {"a": unsure(exhibit("a"), FieldName.BILL_TO, "Somebody Else Inc")}
    report = check_case(open_case_file(replace(context, exhibits=spoilt)))
    assert report.findings == ()
    assert {each.answer for each in report.results if each.rule == "C49@2"} == {"cannot_tell"}
