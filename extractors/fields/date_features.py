"""What is known about dates as such: their place among the others, how they were read, what their ranges hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy

from extractors.fields.candidates import Candidate, CandidateKind
from extractors.fields.headings import is_behind_a_title
from extractors.fields.neighbours import NOBODY
from extractors.fields.view import View

DATE_NAMES = (
    "is earliest",
    "is latest",
    "days after earliest",
    "days before latest",
    "begins range",
    "ends range",
    "is a longer time",
    "is ambiguous",
    "rank of reading",
    "is read month first",
    "share of dates read so",
    "document has dollars",
    "weekday",
    "dates on line",
    "order among dates of line",
    "days to partner",
    "is earliest of line",
    "same dates in document",
    "is first of same dates",
    "is behind a title",
    "share of dates within its range",
    "dates under the same label",
    "ranges that begin before",
    "ranges that end after",
)


def date_features(view: View, candidates: Sequence[Candidate]) -> list[list[float]]:
    """Return what is known about dates as such."""
    days = [candidate.day.toordinal() for candidate in candidates if candidate.day]
    earliest, latest = min(days, default=0), max(days, default=0)
    by_line: dict[int, list[Candidate]] = {}
    first_line: dict[str, int] = {}
    for candidate in candidates:
        by_line.setdefault(candidate.line, []).append(candidate)
        first_line.setdefault(candidate.value, candidate.line)
    orders = Counter(candidate.order for candidate in candidates if candidate.order and not candidate.others)
    clear = orders.total()
    within = _shares_within(candidates)
    under = view.neighbours(CandidateKind.DATE).above.label.tolist()
    dates_under = Counter(under)
    dollars = float("$" in view.text or "USD" in view.text)
    return [
        [
            *_date_among(candidate, earliest, latest),
            *_date_order(candidate, orders, clear),
            dollars,
            # Advertising time is bought by weeks from Monday to Sunday.
            float(_ordinal(candidate) % 7),
            *_date_on_line(candidate, by_line[candidate.line]),
            float(view.occurrences[candidate.kind, candidate.value]),
            float(first_line[candidate.value] == candidate.line),
            float(is_behind_a_title(view, candidate)),
            within.get((candidate.line, candidate.anchor, candidate.order), -1.0),
            float(dates_under[label] if label != NOBODY else 0),
            *further,
        ]
        for candidate, label, further in zip(candidates, under, _further(candidates), strict=True)
    ]


def _date_among(candidate: Candidate, earliest: int, latest: int) -> list[float]:
    day = _ordinal(candidate)
    return [
        float(day == earliest),
        float(day == latest),
        float(min(day - earliest, 400)),
        float(min(latest - day, 400)),
        float(candidate.partner > 0),
        float(candidate.partner < 0),
        float(candidate.month),
        float(bool(candidate.others)),
    ]


def _date_order(candidate: Candidate, orders: Counter[str], clear: int) -> list[float]:
    """Say how a date was read, and how many of the document's `clear` dates are written in that order."""
    return [
        float(candidate.rank),
        float(candidate.order == "mdy"),
        orders[candidate.order] / clear if clear and candidate.order else -1.0,
    ]


def _date_on_line(candidate: Candidate, line: Sequence[Candidate]) -> list[float]:
    day = _ordinal(candidate)
    alike = [each for each in line if each.order == candidate.order or not each.others]
    place = alike.index(candidate)
    other = place + candidate.partner
    partner = alike[other] if candidate.partner and 0 <= other < len(alike) else None
    return [
        float(len(alike)),
        float(place),
        float(abs(_ordinal(partner) - day)) if partner else -1.0,
        float(all(day <= _ordinal(each) for each in alike)),
    ]


def _further(candidates: Sequence[Candidate]) -> list[list[float]]:
    """Return for each date which share of the printed ranges begins before it, and which share ends after it."""
    days = numpy.asarray([_ordinal(each) for each in candidates])
    partners = numpy.asarray([0 if each.rank else each.partner for each in candidates])
    starts, ends = numpy.sort(days[partners > 0]), numpy.sort(days[partners < 0])
    before = numpy.searchsorted(starts, days, "left") / max(len(starts), 1)
    after = 1.0 - numpy.searchsorted(ends, days, "right") / max(len(ends), 1)
    found: list[list[float]] = numpy.column_stack((before, after if len(ends) else before * 0)).tolist()
    return found


def _ordinal(candidate: Candidate) -> int:
    return candidate.day.toordinal() if candidate.day else 0


def _shares_within(candidates: Sequence[Candidate]) -> dict[tuple[int, int, str], float]:
    """Return for each printed range which share of the document's dates lies in it: a flight holds its airings."""
    days = numpy.asarray([_ordinal(each) for each in candidates if not each.rank])
    first: dict[tuple[int, int, str], int] = {}
    last: dict[tuple[int, int, str], int] = {}
    for each in candidates:
        if each.partner:
            side = first if each.partner > 0 else last
            side.setdefault((each.line, each.anchor, each.order), _ordinal(each))
    return {
        place: float(((days >= first[place]) & (days <= last[place])).mean()) for place in first.keys() & last.keys()
    }
