"""Lessons about layouts are appended: the last of a source counts, and what a document taught goes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extractors.model import FieldName, Lesson, Taught
from ledger.store import Ledger
from tests.ledger_sample import NOON, SETTINGS, VERSION, document, extraction, handed

FIRST = Lesson(document().sha256, (1, 2, 3), (Taught(FieldName.TOTAL_AMOUNT, (7, 8), ((9,), (10, 11))),))
LATER = NOON + timedelta(hours=1)


def test_a_lesson_is_kept_once_and_the_last_of_a_source_counts(ledger: Ledger) -> None:
    assert ledger.teach("person", {FIRST.sha256: FIRST}, NOON) == 1
    assert ledger.teach("person", {FIRST.sha256: FIRST}, LATER) == 0
    other = replace(FIRST, shingles=(1, 2, 4))
    assert ledger.teach("cleared north", {FIRST.sha256: other}, LATER) == 1
    assert ledger.lessons() == (
        ("cleared north", replace(other, since=LATER)),
        ("person", replace(FIRST, since=NOON)),
    )
    assert ledger.teach("person", {FIRST.sha256: None}, LATER) == 1
    assert ledger.lessons() == (("cleared north", replace(other, since=LATER)),)
    assert ledger.taught_by("person") == {FIRST.sha256: None}
    assert ledger.taught_by("nobody") == {}


def test_what_was_recalled_stands_until_it_is_recalled_otherwise(ledger: Ledger) -> None:
    read, sha256 = extraction(), document().sha256
    ledger.keep_reading(VERSION, SETTINGS, document(), read)
    less = read.evidence[:1]
    ledger.keep_recollections(VERSION, SETTINGS, {sha256: less})
    for recalled, evidence in ((True, less), (False, read.evidence)):
        found = ledger.extractions(VERSION, SETTINGS, [sha256], recalled=recalled)[sha256]
        assert found.evidence == evidence
        shown = ledger.exhibits(VERSION, SETTINGS, [sha256], recalled=recalled)[sha256]
        assert shown.extraction == found
    ledger.keep_recollections(VERSION, SETTINGS, {sha256: None})
    assert ledger.extractions(VERSION, SETTINGS, [sha256])[sha256] == read


def test_a_contents_arrival_is_when_it_first_came(ledger: Ledger) -> None:
    ledger.submit("north", [handed()], LATER)
    ledger.submit("north", [replace(handed(), name="again.pdf")], NOON)
    ledger.submit("south", [handed(2)], NOON)
    assert ledger.arrivals("north") == {document().sha256: NOON}
    assert ledger.arrivals("nowhere") == {}


def test_an_erased_document_takes_its_lessons_and_recollections_with_it(ledger: Ledger) -> None:
    ledger.submit("north", [handed()], NOON)
    ledger.keep_reading(VERSION, SETTINGS, document(), extraction())
    ledger.keep_recollections(VERSION, SETTINGS, {FIRST.sha256: ()})
    ledger.teach("person", {FIRST.sha256: FIRST}, NOON)
    ledger.purge(LATER, "ops", LATER)
    assert ledger.lessons() == ()
    ledger.keep_reading(VERSION, SETTINGS, document(), extraction())
    assert ledger.extractions(VERSION, SETTINGS, [FIRST.sha256])[FIRST.sha256] == extraction()
