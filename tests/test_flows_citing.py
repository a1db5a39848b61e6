"""Which submissions a claim means by the names of its documents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model import Money
from flows.steps.citing import cited
from matchers.model import Claim, Submission

SUBMISSIONS = (
    Submission("invoice.pdf", "1"),
    Submission("march/agenda.docx", "2"),
    Submission("north/photo.jpg", "3"),
    Submission("south/photo.jpg", "4"),
    Submission("north/twin.pdf", "5"),
    Submission("south/twin.pdf", "5"),
    Submission("mail.eml", "6"),
    Submission("mail.eml/offer.pdf", "7"),
    Submission("docs/bundle.zip/a.pdf", "8"),
    Submission("docs/bundle.zip/inner/b.pdf", "9"),
    Submission("Übersicht.pdf", "10"),
)

CASES = (
    ("its own name", "invoice.pdf", ("invoice.pdf",)),
    ("another case", "Invoice.PDF", ("invoice.pdf",)),
    ("the file's name alone", "agenda.docx", ("march/agenda.docx",)),
    ("a path of Windows", "march\\agenda.docx", ("march/agenda.docx",)),
    ("a path that begins here", "./agenda.docx", ("march/agenda.docx",)),
    ("a path that begins above the folder handed in", "C:\\evidence\\march\\agenda.docx", ("march/agenda.docx",)),
    ("a path into another folder", "june/agenda.docx", ("june/agenda.docx",)),
    ("two of one name and different content", "photo.jpg", ("photo.jpg",)),
    ("the end of a path tells them apart", "south/photo.jpg", ("south/photo.jpg",)),
    ("two of one name and the same content", "twin.pdf", ("north/twin.pdf",)),
    ("a mail brings what was attached", "mail.eml", ("mail.eml", "mail.eml/offer.pdf")),
    ("an attachment by its own name", "offer.pdf", ("mail.eml/offer.pdf",)),
    ("an archive brings all that is in it", "bundle.zip", ("docs/bundle.zip/a.pdf", "docs/bundle.zip/inner/b.pdf")),
    ("letters composed otherwise", "U\u0308bersicht.pdf", ("Übersicht.pdf",)),
    ("what is not there stays as it was claimed", "missing.pdf", ("missing.pdf",)),
)


@pytest.mark.parametrize(("named", "meant"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_documents_are_found_as_people_name_them(named: str, meant: tuple[str, ...]) -> None:
    claim = Claim("C1", "L1", Money(Decimal(1), "EUR"), documents=(named,))
    assert cited([claim], SUBMISSIONS)[0].documents == meant
    assert cited([claim], SUBMISSIONS[::-1])[0].documents == meant


def test_a_document_that_is_named_twice_counts_once() -> None:
    claim = Claim("C1", "L1", Money(Decimal(1), "EUR"), documents=("mail.eml", "offer.pdf"))
    assert cited([claim], SUBMISSIONS)[0].documents == ("mail.eml", "mail.eml/offer.pdf")
