"""Checks of what an invoice's lines are for, by the words of the programme's expenses and of the plan."""

from __future__ import annotations

from extractors.model import FieldName, LineItem
from matchers.checks.answers import cannot_tell, failed, passed
from matchers.checks.context import CaseFile, Outcome
from matchers.checks.exclusions import worth_of
from matchers.checks.facts import COST_KINDS, Facts
from matchers.checks.wording import words_in
from matchers.model import PlanLine

# A name of one short word stands in too many lines to tell a campaign.
_TELLING = 8


def expense_code(case: CaseFile, document: Facts) -> Outcome | None:
    """89: each line that is an expense known to the programme is one that the activity covers."""
    rules = [rule for line in _lines(case, document) if (rule := case.rule_of(line)) and rule.eligible]
    if document.kind not in COST_KINDS or not rules:
        return None
    covered = {code for rule in rules for code in rule.eligible}
    named = [(item, codes) for item in document.items if (codes := _codes(case, item))]
    refused = [item for item, codes in named if not codes & covered]
    if refused:
        names = ", ".join(item.description for item in refused)
        return failed(f"not covered: {names}", ", ".join(sorted(covered)), names, worth_of(document, refused))
    if len(named) < len(document.items) or not named:
        return cannot_tell("some lines are of no expense that the programme knows")
    return passed(f"{len(named)} lines are covered")


def expense_category(case: CaseFile, document: Facts) -> Outcome | None:
    """60: the invoice's lines are of the category that its claim states."""
    claims = case.claims_of_document.get(document.name, ())
    stated = {claim.expense_category for claim in claims if claim.expense_category}
    if document.kind not in COST_KINDS or not stated or not case.programme.expenses:
        return None
    found = {code for item in document.items for code in _codes(case, item)}
    if not found:
        return cannot_tell("no line is of an expense that the programme knows")
    wanted = {code for code in case.programme.expenses if code.casefold() in {name.casefold() for name in stated}}
    if found & wanted:
        return passed(f"its lines are {', '.join(sorted(found))}")
    reason = f"its lines are {', '.join(sorted(found))}, claimed as {', '.join(sorted(stated))}"
    return failed(reason, ", ".join(sorted(stated)), ", ".join(sorted(found)))


def unrelated_lines(case: CaseFile, document: Facts) -> Outcome | None:
    """36: no line of the invoice names a planned campaign that the document is not for."""
    own = {line.campaign_name.casefold() for line in _lines(case, document)}
    if document.kind not in COST_KINDS or not own:
        return None
    if not document.items:
        return cannot_tell("no lines were read")
    foreign = [item for item in document.items if _campaigns(case, item) - own]
    if not foreign:
        return passed(f"none of {len(document.items)} lines")
    names = ", ".join(item.description for item in foreign)
    return failed(f"of another campaign: {names}", "lines of this campaign", names, worth_of(document, foreign))


def _lines(case: CaseFile, document: Facts) -> list[PlanLine]:
    return [case.lines[line_id] for line_id in case.lines_of(document) if line_id in case.lines]


def _codes(case: CaseFile, item: LineItem) -> set[str]:
    described = item.description.casefold()
    return {code for code, words in case.programme.expenses.items() if words_in(described, words)}


def _campaigns(case: CaseFile, item: LineItem) -> set[str]:
    words = item.description.casefold().split()
    longest = min(len(words), case.longest_campaign)
    runs = {" ".join(words[start : start + size]) for size in range(1, longest + 1) for start in range(len(words))}
    return {run for run in runs if len(run) >= _TELLING and run in case.campaigns}


def deposit_and_final(case: CaseFile, line: PlanLine) -> Outcome | None:
    """40: of a vendor's deposit and its final invoice only one is claimed on a line."""
    documents = [each for each in case.documents_on(line) if each and each.kind in COST_KINDS]
    deposits = [each for each in documents if "deposit" in each.marks]
    if not deposits:
        return None
    finals = [each for each in documents if each not in deposits and _vendor(each) == _vendor(deposits[0])]
    if not finals:
        return passed(f"{deposits[0].name} is the only invoice of its vendor")
    if not _vendor(deposits[0]):
        return cannot_tell("the vendors of a deposit and another invoice were not read")
    reason = f"{deposits[0].name} is a deposit beside {finals[0].name}"
    return failed(reason, "the final invoice less the deposit", f"{len(deposits) + len(finals)} invoices")


def _vendor(document: Facts) -> str:
    return (document.text(FieldName.VENDOR) or "").casefold()
