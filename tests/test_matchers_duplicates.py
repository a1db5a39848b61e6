"""Evidence handed in before: tables of pairs that are and are not the same invoice."""

from __future__ import annotations

import pytest

from extractors.model import Document, DocumentKind, FieldName, Page
from flows.steps.weights import load_weights
from matchers.blocking import LineIndex
from matchers.duplicates import Twin, find_twins
from matchers.model import Exhibit, Submission
from matchers.profiles import Profile, profile_of
from matchers.programme_model import TaxBasis
from tests.matching_sample import AS_OF, PROGRAMME, exhibit, submitted

MARCH, APRIL = ("2026-03-02", "2026-03-29"), ("2026-04-01", "2026-04-28")
SPOTS = " ".join(f"{hour}:{minute:02} {hour * minute}.50" for hour in range(6, 12) for minute in range(10, 50, 7))
OTHER_SPOTS = " ".join(
    f"{hour}:{minute:02} {hour * minute}.75" for hour in range(13, 20) for minute in range(11, 50, 9)
)


def invoice(
    name: str,
    number: str = "INV-2041",
    total: str | None = "1000.00",
    days: tuple[str, str] | None = MARCH,
    campaign: str = "Harbour Lights",
    words: str = SPOTS,
    scanned: bool = False,
    kind: DocumentKind = DocumentKind.INVOICE,
) -> Exhibit:
    return exhibit(name, campaign, total, days, number, words=words, scanned=scanned, kind=kind)


def profiled(exhibits: list[Exhibit]) -> dict[str, Profile]:
    index = LineIndex((), PROGRAMME, load_weights(), AS_OF)
    return {each.document.sha256: profile_of(each, index.gazetteer, frozenset(), TaxBasis.ANY) for each in exhibits}


def twins(*exhibits: Exhibit) -> dict[str, Twin]:
    return find_twins(submitted(exhibits), profiled(list(exhibits)))


ORIGINAL = invoice("a.pdf")
BARE_ORDER = exhibit(
    "b.pdf",
    "Harbour Lights",
    "1000.00",
    MARCH,
    "INV-2041-2",
    words=OTHER_SPOTS,
    kind=DocumentKind.ORDER,
    others={FieldName.DOCUMENT_NUMBER: ("INV-2041",)},
)
PAIRS = [
    ("a scan", invoice("b.pdf", scanned=True), True),
    ("a re-export with other spacing of its number", invoice("b.pdf", "INV 2041", words=SPOTS + " exported"), True),
    ("a scan with a slip in its number", invoice("b.pdf", "INV-2O41", scanned=True), True),
    ("another revision, word by word", invoice("b.pdf", "INV-2041-2"), True),
    ("its order, laid out in another way", invoice("b.pdf", "INV-2041-2", words=OTHER_SPOTS), False),
    ("its order, whose number is another way to read the invoice's", BARE_ORDER, False),
    ("the same number with another amount", invoice("b.pdf", total="1200.00"), True),
    ("the next invoice in the same layout", invoice("b.pdf", "INV-2042", "900.00", words=OTHER_SPOTS), False),
    ("the next invoice for the same amount", invoice("b.pdf", "INV-2042", words=OTHER_SPOTS), False),
    (
        "another customer's invoice of that number",
        invoice("b.pdf", total="70.00", days=APRIL, campaign="Zoo", words=""),
        False,
    ),
    ("the credit note for it", invoice("b.pdf", kind=DocumentKind.CREDIT_NOTE), False),
]


@pytest.mark.parametrize(("other", "repeats"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_what_repeats_an_invoice(other: Exhibit, repeats: bool) -> None:
    found = twins(ORIGINAL, other)
    assert set(found) == ({"b.pdf"} if repeats else set())
    assert all(twin.original == "a.pdf" and twin.how for twin in found.values())


def test_one_file_under_two_names_repeats_itself_once() -> None:
    submissions = [Submission(name, ORIGINAL.document.sha256) for name in ("c.pdf", "a.pdf", "b.pdf")]
    found = find_twins(submissions, profiled([ORIGINAL]))
    assert {name: (twin.original, twin.how) for name, twin in found.items()} == {
        "b.pdf": ("a.pdf", "the same file"),
        "c.pdf": ("a.pdf", "the same file"),
    }


def test_the_scan_is_the_copy_whatever_it_is_called() -> None:
    found = twins(invoice("a.pdf", scanned=True), invoice("b.pdf"))
    assert {name: twin.original for name, twin in found.items()} == {"a.pdf": "b.pdf"}


def test_of_three_the_two_copies_name_the_same_original() -> None:
    found = twins(invoice("a.pdf"), invoice("b.pdf", scanned=True), invoice("c.pdf", words=SPOTS + " again"))
    assert {name: twin.original for name, twin in found.items()} == {"b.pdf": "a.pdf", "c.pdf": "a.pdf"}


def test_the_comparisons_say_what_agrees() -> None:
    said = {each.field: each.label for each in twins(ORIGINAL, invoice("b.pdf", scanned=True))["b.pdf"].comparisons}
    assert said["document_number"] == said["amount"] == said["dates"] == "same"
    assert said["printed_numbers"] == "100% in common"


def test_pages_of_one_colour_are_not_alike() -> None:
    page = Page(1, 595, 842, (), fingerprint="0000000000000000")
    read = [invoice("a.pdf", "1", None, None, words=""), invoice("b.pdf", "2", None, None, words=" ")]
    blank = [
        Exhibit(Document(each.document.sha256, each.document.name, "image/png", (page,)), each.extraction)
        for each in read
    ]
    assert find_twins(submitted(blank), profiled(blank)) == {}
