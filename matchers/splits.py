"""Documents that a reviewer divided between plan lines: each line gets its share, the rest is left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model import Money
from matchers.batch import Batch
from matchers.model import Claim, Comparison, PlanLine, Split
from matchers.placements import Placement, placed
from matchers.profiles import AmountOption, Profile
from matchers.subsets import Choice

GIVEN = Comparison("person", 1, "a reviewer gave this share to the line", 0.0, "", "")


def heeded(
    splits: Iterable[Split],
    lines: Sequence[PlanLine],
    claims: Iterable[Claim],
    profiles: Mapping[str, Profile],
    copies: frozenset[str],
) -> Mapping[str, Mapping[int, Money]]:
    """Return the shares of each document by the places of their lines, the last split of a document.

    A split is not heeded that gives away more than the document prints, or in another currency than its own and the
    line's, or to a line that the plan has not; nor that of a copy, or of a document that a claim without a line brings.
    """
    places = {line.line_id: place for place, line in enumerate(lines)}
    brought = {name for claim in claims if claim.line_id not in places for name in claim.documents}
    found = {}
    for split in splits:
        shares = _by_place(split, places, lines)
        profile = profiles.get(split.document)
        if profile and shares and split.document not in copies | brought and _fits(profile, shares.values()):
            found[split.document] = shares
    return found


def place_shares(batch: Batch, brought: Iterable[Placement]) -> Iterator[Placement]:
    """Give the places of shares on lines to which no claim brought their document."""
    there = {(each.document, each.line) for each in brought}
    for name, shares in batch.splits.items():
        for place, money in shares.items():
            if (name, place) not in there:
                yield _share(batch, name, place, money)


def its_share(batch: Batch, place: Placement, wanted: Decimal, left: dict[tuple[str, int], Decimal]) -> Placement:
    """Return a claim's placement with no more of its document than the share that its line was given."""
    shares, line = batch.splits[place.document], place.line or 0
    currency = next(iter(shares.values())).currency
    given = shares.get(line, Money(Decimal(0), currency)).amount
    whole = left.get((place.document, line), given)
    amount = max(min(whole, wanted), Decimal(0))
    left[place.document, line] = whole - amount
    return _with(batch, place, Money(amount, currency))


def _share(batch: Batch, name: str, place: int, money: Money) -> Placement:
    profile = batch.profiles[name]
    candidate = batch.index.candidate(batch.places[name], profile, place)
    pack = batch.packer.pack(place, [candidate], money)
    return _with(batch, placed(batch, name, candidate, pack, Choice(candidate.document, pack, 1.0)), money)


def _with(batch: Batch, place: Placement, money: Money) -> Placement:
    profile, given = batch.profiles[place.document], batch.splits[place.document].values()
    option = _whole(profile, given) or place.option
    return replace(place, option=option, money=money, counted=money, comparisons=(*place.comparisons, GIVEN))


def _by_place(split: Split, places: Mapping[str, int], lines: Sequence[PlanLine]) -> Mapping[int, Money] | None:
    shares: dict[int, Money] = {}
    for line_id, money in split.shares:
        place = places.get(line_id)
        if place is None or lines[place].approved.currency != money.currency or money.amount < 0:
            return None
        shares[place] = shares[place] + money if place in shares else money
    return shares


def _fits(profile: Profile, shares: Iterable[Money]) -> bool:
    given = tuple(shares)
    same = profile.currency in {None, "", given[0].currency} and len({money.currency for money in given}) == 1
    return same and _whole(profile, given) is not None


def _whole(profile: Profile, shares: Iterable[Money]) -> AmountOption | None:
    """Return the likeliest reading of the document's amount that is no less than its shares together."""
    total = sum((money.amount for money in shares), Decimal(0))
    return next((option for option in profile.amounts if option.amount >= total), None)
