"""Years of other calendars than the Gregorian."""

from __future__ import annotations

from datetime import date, timedelta

ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "R": 2018,
    "H": 1988,
    "S": 1925,
    "民國": 1911,
    "民国": 1911,
    "中華民國": 1911,
}
"""Years to add: Reiwa from May 2019, Heisei from 1989, Showa from 1926; the Republic of China counts from 1912."""

BUDDHIST_OFFSET = 543
# 1937 to 2076, and 1960 to 2075: no document is of a Gregorian year with such a number.
BUDDHIST_YEARS = range(2480, 2620)
HIJRI_YEARS = range(1380, 1500)
HIJRI_EPOCH = date(622, 7, 19)
"""1 Muharram of year 1 in the civil reckoning, in the proleptic Gregorian calendar."""

HIJRI_MONTHS = {
    "محرم": 1, "صفر": 2, "ربيع الأول": 3, "ربيع الاول": 3, "ربيع الثاني": 4, "ربيع الآخر": 4, "جمادى الأولى": 5,
    "جمادى الاولى": 5, "جمادى الآخرة": 6, "جمادى الثانية": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10,
    "ذو القعدة": 11, "ذي القعدة": 11, "ذو الحجة": 12, "ذي الحجة": 12,
}  # fmt: skip


def full_year(year: int, digits: int) -> int:
    """Return the Gregorian year of a printed one: two digits are 1970 to 2069, Buddhist years are brought back."""
    if digits == 2:
        return year + (1900 if year >= 70 else 2000)
    return year - BUDDHIST_OFFSET if year in BUDDHIST_YEARS else year


def era_year(era: str, year: int) -> int:
    """Return the Gregorian year of a year of a Japanese era or of the Republic of China."""
    return ERAS[era] + year


def hijri_date(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian date of a Hijri one by the tabular calendar (30-year cycle of 11 leap years), or None.

    Calendars that are proclaimed by sight of the moon may differ from it by a day.
    """
    if year not in HIJRI_YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return HIJRI_EPOCH + timedelta(days=days)
