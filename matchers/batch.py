"""One batch opened for matching: the plan indexed, every document's profile, and what repeats what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.model import Money
from matchers.blocking import LineIndex
from matchers.duplicates import Twin, find_twins
from matchers.model import Claim, Exhibit, PlanLine, Submission
from matchers.packs import Packer
from matchers.profiles import Profile, profile_of
from matchers.programme import Programme
from matchers.weights import Weights


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything in an order that does not depend on the inputs'. Documents that were never read have no profile.

    `splits` are the shares of documents that reviewers divided, by their lines' places in the plan.
    `places` are the documents' numbers, by which candidates and packs know them.
    """

    index: LineIndex
    packer: Packer
    claims: tuple[Claim, ...]
    places: Mapping[str, int]
    profiles: Mapping[str, Profile]
    twins: Mapping[str, Twin]
    programme: Programme
    as_of: date
    splits: Mapping[str, Mapping[int, Money]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """Return the plan's lines in order."""
        return self.index.lines

    @property
    def weights(self) -> Weights:
        """Return what comparisons weigh."""
        return self.index.weights


def open_batch(
    plan: Sequence[PlanLine],
    claims: Sequence[Claim],
    submissions: Sequence[Submission],
    exhibits: Mapping[str, Exhibit],
    programme: Programme,
    as_of: date,
    weights: Weights,
) -> Batch:
    """Return the batch; each exhibit is asked for once, and its words are let go."""
    index = LineIndex(sorted(plan, key=lambda line: line.line_id), programme, weights, as_of)
    by_content = _profiles(submissions, exhibits, index, programme)
    read = sorted((each for each in submissions if each.sha256 in by_content), key=lambda each: each.name)
    profiles = {each.name: by_content[each.sha256] for each in read}
    return Batch(
        index,
        Packer(index, list(profiles.values())),
        tuple(sorted(claims, key=lambda claim: claim.claim_id)),
        {name: place for place, name in enumerate(profiles)},
        profiles,
        find_twins(read, by_content, frozenset(name for claim in claims for name in claim.documents)),
        programme,
        as_of,
    )


def _profiles(
    submissions: Sequence[Submission], exhibits: Mapping[str, Exhibit], index: LineIndex, programme: Programme
) -> dict[str, Profile]:
    profiles = {}
    references = index.reference_keys
    for sha256 in sorted({submission.sha256 for submission in submissions}):
        exhibit = exhibits.get(sha256)
        if exhibit is not None:
            profiles[sha256] = profile_of(exhibit, index.gazetteer, references, programme.tax_basis)
    return profiles
