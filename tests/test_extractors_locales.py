"""Invoices of all locales are read back, each of them well."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extractors.fields.ranker import load_ranker
from extractors.model import FieldName
from tests.locale_readings import ReadBack, read_back, share_right

FLOOR, FLOOR_OF_EACH = 0.98, 0.92


@pytest.mark.slow
def test_invoices_of_every_locale_are_read_back() -> None:
    by_locale: dict[str, list[ReadBack]] = defaultdict(list)
    for read in read_back(load_ranker(), seed=5):
        by_locale[read.locale].append(read)
    assert len(by_locale) == 41
    assert share_right([each for read in by_locale.values() for each in read]) >= FLOOR
    # A letterhead may be the name alone, and the address without it stand at the foot: no street is a seller.
    sellers = [each for read in by_locale.values() for each in read if each.field is FieldName.VENDOR]
    assert share_right(sellers) >= FLOOR_OF_EACH
    assert {locale for locale, read in by_locale.items() if share_right(read) < FLOOR_OF_EACH} == set()
