"""Addresses on a page: who heads them, and what is no name."""

from __future__ import annotations

import pytest

from extractors.extract import view_of_document
from extractors.fields.candidates import CandidateKind
from extractors.fields.parties import Parties, is_address
from extractors.fields.proof import proofs
from extractors.language.addresses import AddressPart, part_of
from extractors.model import Box, Document, FieldName, Page, Word

NAMED = {"Tannegger KG": "Lieferant", "Birkenhain AG": "Käufer"}
Print = tuple[float, float, str]


def page_of(*prints: Print, size: float = 10) -> Document:
    """Return a page with texts at places (left, top)."""
    words = []
    for left, top, text in prints:
        place = left
        for piece in text.split():
            width = 0.5 * size * len(piece)
            words.append(Word(piece, Box(place, top, place + width, top + size)))
            place += width + 0.3 * size
    words.sort(key=lambda word: (word.box.top, word.box.left))
    return Document("0" * 64, "a.pdf", "application/pdf", (Page(1, 595, 842, tuple(words)),))


def parties_of(*prints: Print) -> Parties:
    return view_of_document(page_of(*prints)).parties


def stack(left: float, top: float, *texts: str, step: float = 13) -> list[Print]:
    return [(left, top + step * number, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Lindenallee 12", AddressPart.STREET),
        ("Mühlengasse 27 b", AddressPart.STREET),
        ("14 bis, rue des Tanneurs", AddressPart.STREET),
        ("221B Harbour Street", AddressPart.STREET),
        ("Via dei Conciatori, 18", AddressPart.STREET),
        ("Postfach 12 34 56", AddressPart.STREET),
        ("Hantverkargatan 14 B", AddressPart.STREET),
        ("80333 Auental", AddressPart.PLACE),
        ("D-80333 Auental", AddressPart.PLACE),
        ("DE 80333 Auental", AddressPart.PLACE),
        ("80333Auental", AddressPart.PLACE),
        ("118 26 Vintervik", AddressPart.PLACE),
        ("00-199 Wierzbno", AddressPart.PLACE),
        ("3599 AB Wilgenhoek", AddressPart.PLACE),
        ("4099-012 Ribeira Alta", AddressPart.PLACE),
        ("Stonebridge SB9 9ZZ", AddressPart.PLACE),
        ("Willowmarsh, OH 44999", AddressPart.PLACE),
        ("〒150-0001 柳ヶ淵区", AddressPart.PLACE),
        ("Deutschland", AddressPart.COUNTRY),
        ("FRANCE", AddressPart.COUNTRY),
        ("Tel. 030 123456", AddressPart.CONTACT),
        ("rechnung@lindenkamp.example", AddressPart.CONTACT),
        ("USt-IdNr. DE123456789", AddressPart.NUMBER),
        ("IBAN DE08 7009 0100 1234 5678 90", AddressPart.NUMBER),
        ("4711", AddressPart.NUMBER),
        ("Herrn", AddressPart.SALUTATION),
        ("Spett.le", AddressPart.SALUTATION),
        ("Lindenkamp Messebau GmbH", AddressPart.OTHER),
        ("Zen Kaffee 28 S/B", AddressPart.OTHER),
        ("99 Rosen Sdn Bhd", AddressPart.OTHER),
        ("Buchhaltung", AddressPart.OTHER),
        ("", AddressPart.OTHER),
    ],
)
def test_lines_of_addresses_are_told_apart(text: str, part: AddressPart) -> None:
    assert part_of(text) is part


def test_a_window_letter_has_three_addresses_and_the_seller_is_reached_by_telephone() -> None:
    parties = parties_of(
        *stack(380, 40, "Lindenkamp Messebau GmbH", "Am Alten Hafen 9", "99210 Auental", "Tel. 030 123456"),
        (60, 130, "Lindenkamp Messebau GmbH · Am Alten Hafen 9 · 99210 Auental"),
        *stack(60, 150, "Herrn", "Hans Birkenhain", "Mühlengasse 27", "99211 Auental"),
    )
    assert [(block.name, block.in_line, block.marked) for block in parties.blocks] == [
        ("Lindenkamp Messebau GmbH", False, True),
        ("Lindenkamp Messebau GmbH", True, False),
        ("Hans Birkenhain", False, False),
    ]
    assert parties.count == 2


def test_headings_and_numbers_between_them_are_no_part_of_a_name() -> None:
    parties = parties_of(
        *stack(50, 100, "Verkäufer:", "Nummer: 54991", "Tannegger KG", "Handelsname: 9", "Uferweg 3", "10115 Auental"),
        *stack(50, 220, "Abweichender Warenempfänger:", "GLN 400000112345", "Markt Süd", "Ringstr. 1", "10117 Auental"),
    )
    assert [block.name for block in parties.blocks] == ["Tannegger KG", "Markt Süd"]


def test_a_labelled_name_may_take_two_lines_the_label_by_the_second() -> None:
    parties = parties_of(
        (50, 80, "Käufer"),
        (200, 98, "Gegenseitiger"),
        (50, 110, "Name:"),
        (200, 110, "Versicherungsverein a.G."),
        (50, 130, "Anschrift:"),
        (200, 130, "Musterweg 12"),
        (200, 143, "12345 Auental"),
    )
    assert [block.name for block in parties.blocks] == ["Gegenseitiger Versicherungsverein a.G."]


def test_a_site_that_bears_the_name_is_found() -> None:
    parties = parties_of((50, 100, "Lindenkamp Messebau GmbH"), (50, 700, "www.lindenkamp.example"))
    assert parties.has_site("Lindenkamp Messebau GmbH")
    assert not parties.has_site("Tannegger Datentechnik KG")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lindenkamp GmbH, Am Hafen 9, 99210 Auental", True),
        ("Lindenkamp GmbH | Am Hafen 9 | 99210 Auental", True),
        ("Willow Ltd - 59 Peris Road - Madefur, NY 54678", True),
        ("Anzeigen, Standmiete, Aufbau", False),
        ("Am Hafen 9, 99210 Auental", False),
    ],
)
def test_addresses_in_one_line(text: str, expected: bool) -> None:
    assert is_address(text) is expected


def test_headings_over_columns_are_headings_beside_a_title_too() -> None:
    view = view_of_document(
        page_of(
            *((40, 60, "Lieferant"), (210, 60, "Käufer"), (366, 60, "KOSTENRECHNUNG")),
            *((40, 72, "Tannegger KG"), (210, 72, "Birkenhain AG"), (366, 72, "Beleg-Nr 471102")),
        )
    )
    names = {each.value: each for each in view.candidates[CandidateKind.NAME]}
    sections = {name: view.page_map.section(names[name].line, names[name].box) for name in NAMED}
    assert {name: section.label.text for name, section in sections.items() if section} == NAMED


def test_a_tax_number_with_right_check_digits_bears_a_party_out() -> None:
    prints = stack(50, 100, "Tannegger KG", "Uferweg 3", "10115 Auental", "USt-IdNr. DE136695976", step=12)
    view = view_of_document(page_of(*prints))
    seller = next(each for each in view.candidates[CandidateKind.NAME] if each.value == "Tannegger KG")
    assert proofs(view, FieldName.VENDOR, seller) == ("the check digits of DE136695976 in its address are right",)
    wrong = view_of_document(page_of(*prints[:3], (50, 136, "USt-IdNr. DE136695975")))
    seller = next(each for each in wrong.candidates[CandidateKind.NAME] if each.value == "Tannegger KG")
    assert proofs(wrong, FieldName.VENDOR, seller) == ()
