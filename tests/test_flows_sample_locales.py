"""Invoices of every locale: complete, legible, and the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest

from extractors.model import Box, FieldName
from flows.sample.formats import DateStyle, LocaleFormat, MoneyStyle
from flows.sample.locale_layouts import LAYOUTS
from flows.sample.locales import Known, make_locale_documents, make_locales

DOCUMENTS = make_locale_documents()


def overlap(ours: Box, theirs: Box) -> bool:
    return (
        ours.left < theirs.right - 0.1
        and theirs.left < ours.right - 0.1
        and ours.top < theirs.bottom - 0.1
        and theirs.top < ours.bottom - 0.1
    )


def test_every_locale_has_every_layout() -> None:
    locales = Counter(known.document.name.partition("-")[0] for known in DOCUMENTS)
    assert len(locales) == 41
    assert set(locales.values()) == {len(LAYOUTS)}


@pytest.mark.parametrize("known", DOCUMENTS, ids=lambda known: known.document.name)
def test_no_word_covers_another_and_none_leaves_the_page(known: Known) -> None:
    page = known.document.pages[0]
    boxes = [word.box for word in page.words]
    assert not [pair for pair in combinations(page.words, 2) if overlap(pair[0].box, pair[1].box)]
    assert min(box.left for box in boxes) > 0
    assert max(box.right for box in boxes) < page.width


@pytest.mark.parametrize("known", DOCUMENTS, ids=lambda known: known.document.name)
def test_the_truth_adds_up_and_its_names_are_printed(known: Known) -> None:
    net, tax, total = (
        Decimal(known.truth[name]) for name in (FieldName.NET_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT)
    )
    assert net + tax == total
    printed = {word.text for word in known.document.pages[0].words}
    names = (FieldName.DOCUMENT_NUMBER, FieldName.CAMPAIGN, FieldName.VENDOR, FieldName.BILL_TO)
    assert {piece for name in names for piece in known.truth[name].split()} <= printed


def test_the_same_seed_makes_the_same_documents() -> None:
    assert make_locale_documents() == DOCUMENTS
    assert make_locale_documents(2) != DOCUMENTS


def test_documents_and_truth_are_written(tmp_path: Path) -> None:
    make_locales(tmp_path)
    assert (tmp_path / "documents.jsonl").read_text(encoding="utf-8").count("\n") == len(DOCUMENTS)
    rows = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "document,field,value"
    assert len(rows) == 1 + sum(len(known.truth) for known in DOCUMENTS)


@pytest.mark.parametrize(
    ("locale", "calendar", "style", "expected"),
    [
        ("sv_SE", "", DateStyle.NUMERIC, "2026-02-03"),
        ("de_DE", "", DateStyle.NUMERIC, "03.02.2026"),
        ("de_DE", "", DateStyle.SHORT, "03.02.26"),
        ("fr_FR", "", DateStyle.LONG, "3 février 2026"),
        ("ja_JP", "japanese", DateStyle.OTHER_CALENDAR, "令和8年2月3日"),
        ("zh_Hant_TW", "roc", DateStyle.OTHER_CALENDAR, "民國115年2月3日"),
        ("th_TH", "buddhist", DateStyle.OTHER_CALENDAR, "3 กุมภาพันธ์ 2569"),
        ("nl_NL", "", DateStyle.OTHER_CALENDAR, "3 februari 2026"),
    ],
)
def test_dates(locale: str, calendar: str, style: DateStyle, expected: str) -> None:

    assert LocaleFormat(locale, calendar).day(date(2026, 2, 3), style) == expected


@pytest.mark.parametrize(
    ("locale", "digits", "style", "expected"),
    [
        ("sv_SE", "", MoneyStyle.SIGN, "1\xa0234\xa0567,80\xa0kr"),
        ("de_CH", "", MoneyStyle.CODE_BEFORE, "CHF 1’234’567.80"),
        ("en_IN", "", MoneyStyle.BARE, "12,34,567.80"),
        ("ja_JP", "", MoneyStyle.CODE_BEHIND, "1,234,568 JPY"),
        ("ar_EG", "arab", MoneyStyle.BARE, "١٬٢٣٤٬٥٦٧٫٨٠"),
    ],
)
def test_amounts(locale: str, digits: str, style: MoneyStyle, expected: str) -> None:
    form = LocaleFormat(locale, digits=digits)
    assert form.money(Decimal("1234567.80"), form.currency, style) == expected
