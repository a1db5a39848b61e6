"""Evidence that was handed in before: the same file, the same invoice again, or another revision of it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from rapidfuzz.distance import OSA

from extractors.model import DocumentKind
from matchers.model import Comparison, Submission
from matchers.names import words_of
from matchers.profiles import Profile, bare_number, number_key

SAME_TEXT = 0.55
"""A scan of a page shares at least so many of its numbers with the original; other pages of its layout share fewer."""
SIMILAR_TEXT = 0.3
NEARLY_ALL_TEXT = 0.8
CLOSE_PICTURES = 10
"""Bits of 64 in which the perceptual hashes of a page and its scan may differ."""
# Of fewer numbers two documents may share most by chance.
FEW_NUMBERS = 6
# Pairs grow with the square of a block.
MOST_IN_BLOCK = 30
DIGIT_SLIPS = 2


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that repeats another one, how, and what of the two agrees."""

    copy: str
    original: str
    how: str
    comparisons: tuple[Comparison, ...] = ()


def find_twins(
    submissions: Sequence[Submission], profiles: Mapping[str, Profile], cited: Collection[str] = ()
) -> dict[str, Twin]:
    """Return what repeats what within a batch, by the name of the copy; checks look at earlier batches.

    What claims cite is the original of what none does: a second copy that nobody claims with accuses no claim.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for submission in sorted(submissions, key=lambda each: (each.name not in cited, each.name)):
        names[submission.sha256].append(submission.name)
    ordered = sorted(profiles, key=lambda sha256: _worth(profiles[sha256], names[sha256][0], cited))
    twins = {twin.copy: twin for sha256 in ordered for twin in _same_content(names[sha256])}
    copied: set[str] = set()
    for first, second in _likely_pairs(ordered, profiles):
        how = how_repeated(profiles[first], profiles[second])
        # A copy is told once, of its best original, and nothing is a copy of a copy.
        if how and second not in copied and first not in copied:
            copied.add(second)
            agreeing = compared(profiles[first], profiles[second])
            twins |= {name: Twin(name, names[first][0], how, agreeing) for name in names[second]}
    return twins


def _worth(profile: Profile, name: str, cited: Collection[str]) -> tuple[bool, bool, bool, str]:
    """Return a key that puts originals first: what claims cite, then what was read best, then the first name."""
    return profile.fatal, name not in cited, profile.scanned, name


def _same_content(names: Sequence[str]) -> Iterator[Twin]:
    original = names[0]
    yield from (Twin(name, original, "the same file") for name in names if name != original)


def _likely_pairs(ordered: Sequence[str], profiles: Mapping[str, Profile]) -> Iterator[tuple[str, str]]:
    """Return pairs that share a number, the amount with a day, or a picture: the better original first."""
    place = {sha256: number for number, sha256 in enumerate(ordered)}
    blocks: defaultdict[Hashable, list[str]] = defaultdict(list)
    for sha256 in ordered:
        for key in set(_keys(profiles[sha256])):
            blocks[key].append(sha256)
    pairs = {pair for block in blocks.values() for pair in combinations(islice(block, MOST_IN_BLOCK), 2)}
    yield from sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))


def _keys(profile: Profile) -> Iterator[Hashable]:
    yield from (("number", bare_number(reading.value)) for reading in profile.numbers)
    for option in profile.amounts[:2]:
        yield from (("amount", option.amount, span.first) for span in profile.spans[:1])
        yield from (
            ("amount", option.amount, word) for reading in profile.names[:1] for word in words_of(reading.value)
        )
    if profile.fingerprints:
        yield "picture", profile.fingerprints[0]


def how_repeated(first: Profile, second: Profile) -> str:
    """Return in words how one document repeats the other, or nothing where it does not.

    A credit note names its invoice's number and days, and is no copy of it.
    """
    if (first.kind is DocumentKind.CREDIT_NOTE) != (second.kind is DocumentKind.CREDIT_NOTE):
        return ""
    number, amount, text = (
        _number_agreement(first, second),
        _amounts_agree(first, second),
        common_numbers(first, second),
    )
    days, looks = _days_agree(first, second), _look_alike(first, second)
    if number == "same" and amount and days is not False:
        return "the same document number and amount"
    # Reports and lists have no amounts, and what is taken for their number may be any figure in them.
    if number == "same" and amount is None and days is not False and text >= SIMILAR_TEXT:
        return "the same document number"
    if number == "same" and amount and text >= SIMILAR_TEXT:
        return "the same document number and amount"
    if number == "same" and (days or text >= SAME_TEXT) and _names_agree(first, second):
        return "the same document number with another amount"
    if text < SAME_TEXT or not days:
        return ""
    if number == "revision":
        return "another revision of the same document"
    if amount and (number != "other" or (looks and text >= NEARLY_ALL_TEXT)):
        return "the same amount, days and text"
    return ""


def _number_agreement(first: Profile, second: Profile) -> str:
    """Return same, revision, slip (what OCR confuses), other, or nothing where a number is missing.

    An order and the invoice made from it bear one number but for the revision; that alone makes no copy of either.
    """
    if not first.numbers or not second.numbers:
        return ""
    ours, theirs = first.numbers[0].value, second.numbers[0].value
    # Before the runners-up are asked: of a number with a revision the bare number often is one.
    if number_key(ours) != number_key(theirs) and bare_number(ours) == bare_number(theirs):
        return "revision"
    if first.number_keys & second.number_keys:
        return "same"
    scanned = first.scanned or second.scanned
    return "slip" if scanned and OSA.distance(ours, theirs, score_cutoff=DIGIT_SLIPS) <= DIGIT_SLIPS else "other"


def _amounts_agree(first: Profile, second: Profile) -> bool | None:
    if not first.amounts or not second.amounts:
        return None
    return bool({option.amount for option in first.amounts} & {option.amount for option in second.amounts})


def _days_agree(first: Profile, second: Profile) -> bool | None:
    if not first.spans or not second.spans:
        return None
    days = [{day for span in each.spans for day in (span.first, span.last)} for each in (first, second)]
    return bool(days[0] & days[1])


def _names_agree(first: Profile, second: Profile) -> bool:
    ours, theirs = ({word for reading in each.names for word in words_of(reading.value)} for each in (first, second))
    return not ours or not theirs or 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def common_numbers(first: Profile, second: Profile) -> float:
    """Return the share of two documents' printed numbers that stand on both (Jaccard); 0 where few are printed."""
    ours, theirs = (set(array("I", each.printed_numbers)) for each in (first, second))
    if min(len(ours), len(theirs)) < FEW_NUMBERS:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)


def _look_alike(first: Profile, second: Profile) -> bool:
    pairs = list(zip(first.fingerprints, second.fingerprints, strict=False))
    return bool(pairs) and all(_bits_apart(ours, theirs) <= CLOSE_PICTURES for ours, theirs in pairs)


def _bits_apart(ours: str, theirs: str) -> int:
    return (int(ours, 16) ^ int(theirs, 16)).bit_count()


def compared(first: Profile, second: Profile) -> tuple[Comparison, ...]:
    """Return what of two documents agrees, for a person to read; these comparisons weigh nothing in a match."""
    number, text = _number_agreement(first, second), common_numbers(first, second)
    return tuple(
        _said(
            (
                ("document_number", number, _values(second.numbers), _values(first.numbers)),
                ("amount", _yes(_amounts_agree(first, second)), _amount(second), _amount(first)),
                ("dates", _yes(_days_agree(first, second)), _days(second), _days(first)),
                ("printed_numbers", f"{text:.0%} in common" if text else "", "", ""),
                ("pictures", "alike" if _look_alike(first, second) else "", "", ""),
            )
        )
    )


def _said(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Comparison]:
    return (Comparison(field, 1, label, 0.0, ours, theirs) for field, label, ours, theirs in rows if label)


def _yes(answer: bool | None) -> str:
    return "" if answer is None else "same" if answer else "other"


def _values(readings: Sequence[object]) -> str:
    return str(getattr(readings[0], "value", "")) if readings else ""


def _amount(profile: Profile) -> str:
    return f"{profile.amounts[0].amount:.2f}" if profile.amounts else ""


def _days(profile: Profile) -> str:
    return f"{profile.spans[0].first} to {profile.spans[0].last}" if profile.spans else ""
