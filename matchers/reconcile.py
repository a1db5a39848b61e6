"""Plan, claims and evidence become findings: the whole of this room in one pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractors.model import Money
from matchers import findings as find
from matchers.batch import Batch, open_batch
from matchers.checks.context import CaseFile, CheckContext, open_case_file
from matchers.checks.past import documents_of_case
from matchers.checks.registry import check_case
from matchers.checks.untold import untold
from matchers.claimed import ClaimedDocuments, claimed_up, place_claims
from matchers.itemised import by_rows
from matchers.loose import place_documents
from matchers.messages import compose
from matchers.model import (
    Allocation,
    Claim,
    Exhibit,
    Finding,
    PastDocument,
    PlanLine,
    Reconciliation,
    Split,
    Submission,
)
from matchers.placements import Placement, as_copy, balanced
from matchers.programme import Programme
from matchers.recommendation import recommend
from matchers.splits import heeded, place_shares
from matchers.statuses import line_statuses, total_claimed
from matchers.weights import Weights

History = Callable[[tuple[PastDocument, ...]], Sequence[PastDocument]]
"""Given a batch's documents as later batches will see them, returns those of earlier batches that they may repeat."""


def no_history(_documents: tuple[PastDocument, ...]) -> Sequence[PastDocument]:
    """Return nothing: a batch that is judged by itself."""
    return ()


def reconcile(
    plan: Sequence[PlanLine],
    claims: Sequence[Claim],
    submissions: Sequence[Submission],
    exhibits: Mapping[str, Exhibit],
    programme: Programme,
    as_of: date,
    weights: Weights,
    history: History = no_history,
    splits: Sequence[Split] = (),
) -> Reconciliation:
    """Return everything that can be said of a batch. Without claims the documents themselves are the claims.

    `exhibits` maps digests of content to what was read; each is asked for twice at most, and none is held. `history`
    is asked for the documents of earlier batches that these may be compared with. `splits` are reviewers', the latest
    last.
    """
    batch = open_batch(plan, claims, submissions, exhibits, programme, as_of, weights)
    batch = replace(batch, splits=heeded(splits, batch.lines, batch.claims, batch.profiles, frozenset(batch.twins)))
    claimed = place_claims(batch, frozenset(each.name for each in submissions)) if claims else None
    placements = balanced(batch, _all_placements(batch, claimed))
    allocations = tuple(sorted((each.allocation(batch) for each in placements), key=_allocation_key))
    case = _case(batch, submissions, exhibits, allocations, history)
    report = check_case(case)
    found = [*_found(batch, placements, claimed), *report.findings]
    cited = (replace(each, programme=programme.edition) for each in sorted(found, key=_finding_key))
    composed = tuple(compose(each, programme.language) for each in cited)
    statuses = tuple(line_statuses(batch, placements, claimed, composed, untold(case, report.results)))
    advised = recommend(case, composed)
    return Reconciliation(
        statuses,
        allocations,
        composed,
        as_of,
        programme.name,
        batch.claims,
        report.results,
        advised,
        programme.edition,
    )


def _all_placements(batch: Batch, claimed: Sequence[ClaimedDocuments] | None) -> list[Placement]:
    whole = batch.profiles.keys() - batch.splits.keys()
    if claimed is None:
        shares = list(place_shares(batch, ()))
        return [*by_rows(batch, place_documents(batch, whole), shares), *shares]
    brought = [place for each in claimed for place in (*each.placements, *each.strangers)]
    rest = whole - {place.document for place in brought}
    copies = _copies_of(batch, brought, rest)
    others = place_documents(batch, rest - {each.document for each in copies}, claimed_up(batch))
    return [*brought, *place_shares(batch, brought), *copies, *others]


def _copies_of(batch: Batch, brought: Sequence[Placement], names: Collection[str]) -> list[Placement]:
    """Return the places of documents that repeat what a claim brought: there, so that none is sought a second time."""
    first = {place.document: place for place in reversed(brought)}
    originals = {name: batch.twins[name].original for name in sorted(names) if name in batch.twins}
    return [as_copy(first[original], name) for name, original in originals.items() if original in first]


def _case(
    batch: Batch,
    submissions: Sequence[Submission],
    exhibits: Mapping[str, Exhibit],
    allocations: tuple[Allocation, ...],
    history: History,
) -> CaseFile:
    in_order = tuple(sorted(submissions, key=lambda each: (each.name, each.sha256)))
    context = CheckContext(batch.lines, batch.claims, in_order, exhibits, allocations, batch.programme, batch.as_of)
    case = open_case_file(context)
    past = sorted(history(documents_of_case("", case)), key=_past_key)
    return replace(case, context=replace(context, history=tuple(past)))


def _found(batch: Batch, placements: Sequence[Placement], claimed: Sequence[ClaimedDocuments] | None) -> list[Finding]:
    found = [*find.outside_windows(batch, placements), *find.duplicates(batch, placements, batch.twins)]
    if claimed is None:
        used = frozenset(each.line for each in placements if each.line is not None)
        found += find.unplanned(batch, (each for each in placements if each.document not in batch.twins))
        found += find.missing_claims(batch, used)
        return [*found, *find.excess_claims(batch, _counted(batch, placements), placements, as_read=True)]
    homeless = [place for each in claimed for place in each.placements if place.document not in batch.twins]
    found += find.unplanned(batch, homeless)
    found += find.missing_claims(batch, _lines_with_claims(batch))
    found += find.missing_evidence(batch, claimed)
    found += find.overclaimed(batch, claimed)
    found += find.wrong_campaigns(batch, claimed)
    return [*found, *find.excess_claims(batch, _asked(batch), placements, as_read=False)]


def _counted(batch: Batch, placements: Sequence[Placement]) -> dict[int, Money]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for each in placements:
        if each.line is not None and each.counted is not None:
            sums[each.line] += each.counted.amount
    return {place: Money(amount, batch.lines[place].approved.currency) for place, amount in sums.items()}


def _asked(batch: Batch) -> dict[int, Money]:
    by_line: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in batch.claims:
        by_line[claim.line_id].append(claim)
    return {place: total_claimed(line, by_line.get(line.line_id, ())) for place, line in enumerate(batch.lines)}


def _lines_with_claims(batch: Batch) -> frozenset[int]:
    claimed = {claim.line_id for claim in batch.claims}
    return frozenset(place for place, line in enumerate(batch.lines) if line.line_id in claimed)


def _past_key(each: PastDocument) -> tuple[str, str, str, str]:
    return each.batch, each.name, each.sha256, each.claim_id


def _allocation_key(each: Allocation) -> tuple[str, str, str]:
    return each.document, each.claim_id or "", each.line_id or ""


def _finding_key(each: Finding) -> tuple[str, str, str, str, str, str]:
    return each.code, each.line_id, each.claim_id, each.document, each.rule, each.message
