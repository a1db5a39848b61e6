"""Placing documents that claims bring: on the claim's line, unless they name another campaign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.model import DocumentKind, Money
from matchers.batch import Batch
from matchers.blocking import Candidate
from matchers.gazetteer import NameLevel
from matchers.loose import place_documents
from matchers.model import Claim, Comparison
from matchers.packs import Pack
from matchers.placements import Placement, as_copy, counts_money, nowhere, placed
from matchers.splits import its_share
from matchers.subsets import Choice

ORDERS = (DocumentKind.ORDER, DocumentKind.PURCHASE_ORDER)
NEARLY_ALL = Decimal("0.9")
NAMES_ANOTHER = 0.5
SURELY_ANOTHER = 0.9
"""A name is believed to be another campaign's if it was read at least so surely; the second where the days fit."""
# A level of `dates_level`.
INSIDE = 4
WHOLE = -1
"""Stands for a line's place where claims of all lines share in one document."""


@dataclass(frozen=True, slots=True)
class ClaimedDocuments:
    """A claim with the places of its documents. `missing` were not handed in, `unread` could not be read at all."""

    claim: Claim
    placements: tuple[Placement, ...]
    missing: tuple[str, ...]
    unread: tuple[str, ...]
    strangers: tuple[Placement, ...]


def place_claims(batch: Batch, submitted: frozenset[str]) -> list[ClaimedDocuments]:
    """Return each claim with the places of its documents, in the order of the claims."""
    lines = {line.line_id: place for place, line in enumerate(batch.lines)}
    homeless = {name for claim in batch.claims if claim.line_id not in lines for name in claim.documents}
    homeless &= batch.profiles.keys()
    loose = {each.document: each for each in place_documents(batch, homeless, claimed_up(batch))}
    left: dict[tuple[str, int], Decimal] = {}
    found = []
    for claim in batch.claims:
        line = lines.get(claim.line_id)
        found.append(
            _homeless(claim, loose, submitted) if line is None else _on_line(batch, claim, line, submitted, left)
        )
    return found


def claimed_up(batch: Batch) -> frozenset[int]:
    """Return the lines for which claims ask all that was approved, or nearly; nothing more can belong there."""
    asked: defaultdict[str, Decimal] = defaultdict(Decimal)
    for claim in batch.claims:
        asked[claim.line_id] += claim.claimed.amount
    return frozenset(
        place for place, line in enumerate(batch.lines) if asked[line.line_id] >= line.approved.amount * NEARLY_ALL
    )


def _homeless(claim: Claim, loose: Mapping[str, Placement], submitted: frozenset[str]) -> ClaimedDocuments:
    placements = tuple(replace(loose[name], claim_id=claim.claim_id) for name in claim.documents if name in loose)
    missing, unread = _not_there(claim, submitted, loose.keys())
    return ClaimedDocuments(claim, placements, missing, unread, ())


def _not_there(
    claim: Claim, submitted: frozenset[str], read: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    absent = tuple(name for name in claim.documents if name not in submitted)
    return absent, tuple(name for name in claim.documents if name in submitted and name not in read)


def _on_line(
    batch: Batch, claim: Claim, line: int, submitted: frozenset[str], left: dict[tuple[str, int], Decimal]
) -> ClaimedDocuments:
    read = [name for name in dict.fromkeys(claim.documents) if name in batch.profiles]
    candidates = {name: batch.index.candidate(batch.places[name], batch.profiles[name], line) for name in read}
    strange = [name for name in read if name not in batch.splits and names_another(batch, name, candidates[name])]
    proper = [name for name in read if name not in strange]
    placements = tuple(_placements(batch, claim, line, proper, candidates, left)) if proper else ()
    strangers = tuple(_stranger(batch, claim, name, candidates[name]) for name in strange)
    missing, unread = _not_there(claim, submitted, batch.profiles.keys())
    return ClaimedDocuments(claim, placements, missing, unread, strangers)


def names_another(batch: Batch, name: str, candidate: Candidate) -> bool:
    """Return whether a document names another campaign than the line's, and not the line's reference either."""
    if (candidate.named and candidate.naming.level >= NameLevel.WITHIN) or dict(candidate.levels)["reference"] >= 2:
        return False
    profile = batch.profiles[name]
    inside = any(level == INSIDE for level in batch.packer.pack(candidate.line, [candidate]).dates)
    least = SURELY_ANOTHER if inside else NAMES_ANOTHER
    if not any(reading.confidence >= least for reading in profile.names):
        return False
    if candidate.naming.level <= NameLevel.SOME:
        return candidate.naming.level is not NameLevel.MISSING
    best = max((naming.level for naming in batch.index.namings(profile).values()), default=NameLevel.MISSING)
    return best >= NameLevel.SLIPS


def _placements(
    batch: Batch,
    claim: Claim,
    line: int,
    names: Sequence[str],
    candidates: Mapping[str, Candidate],
    left: dict[tuple[str, int], Decimal],
) -> Iterator[Placement]:
    uncounted = {name for name in names if name in batch.twins} | _ordered(batch, names)
    counting = _counting(batch, names, uncounted)
    pack = batch.packer.pack(line, [candidates[name] for name in counting], claim.claimed)
    bits = batch.weights.of("claim", 1)
    # Past sixty bits nothing changes, and 2.0 ** 1024 is more than a float holds.
    probability = 1.0 / (1.0 + 2.0 ** -max(min(pack.score / len(counting) + bits, 60.0), -60.0))
    wanted = claim.claimed.amount
    for name in names:
        own = pack if name in counting else batch.packer.pack(line, [candidates[name]], claim.claimed)
        choice = Choice(batch.places[name], own, probability)
        place = replace(
            placed(batch, name, candidates[name], own, choice, claim.claimed),
            claim_id=claim.claim_id,
            score=own.score + bits,
        )
        place = replace(
            place, comparisons=(*place.comparisons, Comparison("claim", 1, "the claim names this line", bits, "", ""))
        )
        # One claim of several covers a part of the line's days by nature; that says nothing against its dates.
        place = replace(place, date_bits=place.date_bits - min(0.0, batch.weights.of("period", own.period)))
        if name in uncounted:
            yield as_copy(place, name, claim.claim_id)
            continue
        divided = place.document in batch.splits
        place = its_share(batch, place, wanted, left) if divided else _at_most(place, wanted, left)
        wanted = max(Decimal(0), wanted - (place.counted.amount if place.counted else Decimal(0)))
        yield place


def _counting(batch: Batch, names: Sequence[str], uncounted: Collection[str]) -> list[str]:
    """Return the documents whose amounts are to make up the claim: of what a mere proof prints nothing is asked for."""
    originals = [name for name in names if name not in uncounted] or list(names)
    return [name for name in originals if counts_money(batch, batch.profiles[name])] or originals


def _ordered(batch: Batch, names: Sequence[str]) -> set[str]:
    """Return the orders beside an invoice: what was ordered is billed there, and counts once."""
    kinds = {name: batch.profiles[name].kind for name in names}
    return {name for name in names if kinds[name] in ORDERS} if DocumentKind.INVOICE in kinds.values() else set()


def _at_most(place: Placement, wanted: Decimal, left: dict[tuple[str, int], Decimal]) -> Placement:
    """Return the placement with no more of its document than the claim asks for and other claims have left."""
    if place.money is None or place.counted is None or place.money.currency != place.counted.currency:
        return place
    whole = left.get((place.document, WHOLE), place.money.amount)
    amount = max(min(whole, wanted), min(whole, Decimal(0)))
    left[place.document, WHOLE] = whole - amount
    money = Money(amount, place.money.currency)
    return replace(place, money=money, counted=money)


def _stranger(batch: Batch, claim: Claim, name: str, candidate: Candidate) -> Placement:
    pack: Pack = batch.packer.pack(candidate.line, [candidate], claim.claimed)
    place = placed(batch, name, candidate, pack, Choice(candidate.document, pack, 0.0), claim.claimed)
    return replace(
        nowhere(batch, name, 1.0, place.comparisons), claim_id=claim.claim_id, printed_name=place.printed_name
    )
