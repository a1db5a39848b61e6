"""What the checks look at: the batch, and the ways in which they look things up in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from extractors.model import FieldName, Money
from matchers.checks.facts import Facts, facts_of, lookout_of
from matchers.model import Allocation, Answer, Claim, Exhibit, PastDocument, PlanLine, Submission
from matchers.programme_model import ActivityRule, Fund, Partner, Programme, plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CheckContext:
    """A batch to be checked. `exhibits` maps digests of content to what was read; each is asked for once.

    `history` are the documents of earlier batches, as far as they are known.
    """

    plan: tuple[PlanLine, ...]
    claims: tuple[Claim, ...]
    submissions: tuple[Submission, ...]
    exhibits: Mapping[str, Exhibit]
    allocations: tuple[Allocation, ...]
    programme: Programme
    as_of: date
    history: tuple[PastDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's answer about one subject, with the values that it rests on."""

    answer: Answer
    reason: str
    expected: str = ""
    found: str = ""
    at_risk: Money | None = None
    fields: tuple[FieldName, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The batch in the ways that checks look things up. Documents that were never read are absent from `facts`.

    `said` holds each reason that checks give once, for thousands of documents get the same.
    """

    context: CheckContext
    facts: Mapping[str, Facts]
    lines: Mapping[str, PlanLine]
    line_ids_of_claims: Mapping[str, str]
    claims_of_line: Mapping[str, tuple[Claim, ...]]
    claims_of_document: Mapping[str, tuple[Claim, ...]]
    allocations_of_document: Mapping[str, tuple[Allocation, ...]]
    allocations_of_line: Mapping[str, tuple[Allocation, ...]]
    activity_codes: Mapping[str, str]
    partners: Mapping[str, Partner]
    campaigns: frozenset[str]
    longest_campaign: int
    said: dict[str, str] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        """Return the rules in force."""
        return self.context.programme

    def line_of(self, claim: Claim) -> PlanLine | None:
        """Return the plan line that a claim names, if it is planned."""
        return self.lines.get(claim.line_id)

    def partner_of(self, claim: Claim) -> str:
        """Return the claiming partner, by the claim or else by its line."""
        line = self.line_of(claim)
        return claim.partner or (line.partner if line else "")

    def rule_of(self, line: PlanLine) -> ActivityRule | None:
        """Return the rule of a line's activity type, by its key, title or another name."""
        code = self.activity_codes.get(plain(line.activity_type))
        return self.programme.activities[code] if code else None

    def known(self, partner: str) -> Partner | None:
        """Return what the programme knows of a partner, by its name or another legal name."""
        return self.partners.get(partner.casefold())

    def fund_of(self, partner: str, period: str) -> Fund | None:
        """Return a partner's fund of a period."""
        known = self.known(partner)
        return known.funds.get(period) if known else None

    def documents_of(self, claim: Claim) -> tuple[Facts | None, ...]:
        """Return the claim's documents; None stands for one that was not read."""
        return tuple(self.facts.get(name) for name in claim.documents)

    def documents_on(self, line: PlanLine) -> tuple[Facts | None, ...]:
        """Return the documents that claims or allocations bring to a line, by name."""
        claimed = {name for claim in self.claims_of_line.get(line.line_id, ()) for name in claim.documents}
        allocated = {allocation.document for allocation in self.allocations_of_line.get(line.line_id, ())}
        return tuple(self.facts.get(name) for name in sorted(claimed | allocated))

    def lines_of(self, document: Facts) -> tuple[str, ...]:
        """Return the ids of the lines that a document is to prove."""
        allocated = (each.line_id or "" for each in self.allocations_of_document.get(document.name, ()))
        claimed = (claim.line_id for claim in self.claims_of_document.get(document.name, ()))
        return tuple(sorted({*allocated, *claimed} - {""}))

    def partners_of(self, document: Facts) -> tuple[str, ...]:
        """Return the partners that handed a document in or whose lines it is to prove."""
        of_claims = (self.partner_of(claim) for claim in self.claims_of_document.get(document.name, ()))
        of_lines = (self.lines[line].partner for line in self.lines_of(document) if line in self.lines)
        return tuple(sorted({*of_claims, *of_lines} - {""}))


def open_case_file(context: CheckContext) -> CaseFile:
    """Return the batch indexed; every exhibit is read once and its words are let go."""
    campaigns = frozenset(line.campaign_name.casefold() for line in context.plan)
    return CaseFile(
        context,
        _all_facts(context),
        {line.line_id: line for line in context.plan},
        {claim.claim_id: claim.line_id for claim in context.claims},
        _grouped((claim.line_id, claim) for claim in context.claims),
        _grouped((name, claim) for claim in context.claims for name in claim.documents),
        _grouped((each.document, each) for each in context.allocations),
        _grouped((each.line_id or "", each) for each in context.allocations),
        context.programme.activity_codes(),
        _partners(context.programme),
        campaigns,
        max((len(name.split()) for name in campaigns), default=0),
    )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _all_facts(context: CheckContext) -> dict[str, Facts]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for submission in context.submissions:
        names[submission.sha256].append(submission.name)
    lookout, facts = lookout_of(context.programme, context.plan), dict[str, Facts]()
    for sha256 in sorted(names):
        exhibit = context.exhibits.get(sha256)
        if exhibit is not None:
            first = facts_of(names[sha256][0], exhibit, lookout)
            facts |= {name: replace(first, name=name) for name in names[sha256]}
    return facts


def _partners(programme: Programme) -> dict[str, Partner]:
    named = (
        (name, partner)
        for partner_name, partner in programme.partners.items()
        for name in (*partner.aliases, partner_name)
    )
    return {name.casefold(): partner for name, partner in named}
