"""Labels in 31 languages, as lines print them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.detect import LANGUAGES
from extractors.language.phrases import PhraseFinder, pieces_of
from extractors.language.vocabulary import Polarity, find_labels, label_tables, roles
from extractors.model import FieldName

CASES = Path(__file__).parent / "cases" / "language_labels.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("language", "line", "role"), ROWS)
def test_a_label_is_found(language: str, line: str, role: str) -> None:
    words = line.split()
    mention = find_labels(words, language)[0]
    assert mention.role == role
    assert language in mention.languages
    assert mention.first_word == 0 < mention.last_word <= len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_the_fields_that_count(language: str) -> None:
    named = {field for role in label_tables()[language] for field in roles()[role].fields}
    assert named >= set(FieldName) - {FieldName.REFERENCE}


def test_tables_use_only_known_roles() -> None:
    used = {role for table in label_tables().values() for role in table}
    assert used == set(roles())


def test_labels_that_only_look_like_a_total_are_negative() -> None:
    words = ["Total", "Hours", "12", "Agency", "Commission", "Sub-Total", "Net", "Due", "Total"]
    found = {mention.label: mention.polarity for mention in find_labels(words, "en")}
    assert found["total hours"] is found["agency commission"] is found["net due"] is Polarity.NEGATIVE
    assert found["total"] is Polarity.POSITIVE


def test_function_words_are_labels_only_beside_a_colon_or_a_number() -> None:
    assert find_labels(["we", "go", "from", "here", "to", "there"], "en") == ()
    assert [mention.role for mention in find_labels(["From:", "10/1/20", "To", "10/4/20"], "en")] == [
        "start_date",
        "end_date",
    ]


def test_short_words_of_other_languages_label_nothing() -> None:
    assert find_labels(["DE", "99199", "Auental"], "de") == ()
    assert [mention.role for mention in find_labels(["De", "01.03.2025"], "pt")] == ["start_date"]


def test_the_documents_language_decides_between_roles() -> None:
    everywhere = {mention.role for mention in find_labels(["Bon"])} | {"document_date"}
    assert {mention.role for mention in find_labels(["Data"], "it")} == {"document_date"} <= everywhere


def test_misread_labels_are_found_only_leniently() -> None:
    words = ["lnvoice", "Nurnber", "12", "T0tal", "Arnount", "Due"]
    assert [mention.role for mention in find_labels(words, lenient=True)] == ["invoice_number", "amount_due"]
    assert "invoice_number" not in {mention.role for mention in find_labels(words)}


def test_words_that_lost_their_blank_are_parted() -> None:
    assert pieces_of("ContractDates:") == ("contract", "dates")


@given(st.lists(st.text(max_size=12), max_size=12), st.booleans())
def test_any_words_are_searched(words: list[str], lenient: bool) -> None:
    for mention in find_labels(words, lenient=lenient):
        assert 0 <= mention.first_word < mention.last_word <= len(words)


def test_of_overlapping_phrases_the_longest_counts() -> None:
    finder = PhraseFinder([("net",), ("net", "due"), ("due", "date")])
    assert [found.phrase for found in finder.find(["Net", "due", "date"])] == [("net", "due")]


@pytest.mark.parametrize(
    "line", ["rechnung@klick.example", "Mail: rechnung@klick.example,", "invoice.total@buero.example"]
)
def test_a_mail_address_labels_nothing(line: str) -> None:
    assert not [each for each in find_labels(line.split(), "de") if each.role in ("invoice_number", "total")]


def test_a_rate_beside_a_label_is_no_mail_address() -> None:
    assert [each.role for each in find_labels(["GST@6%"])] == ["tax_amount"]


@pytest.mark.parametrize("line", ["Công ty TNHH Bãi Liễu", "CÔNG TY CỔ PHẦN Bãi Liễu", "Tổng công ty Bãi Liễu"])
def test_a_company_word_labels_nothing(line: str) -> None:
    assert find_labels(line.split(), "vi") == ()
    assert find_labels(["Cộng:", "1.200.000"], "vi")[0].role == "subtotal"
