"""What people see of a batch in Prefect's UI: a summary in Markdown and the findings to look at first."""

from __future__ import annotations

from itertools import islice

from flows.steps.outcome import Outcome
from review.batch import PublishedBatch
from review.priority import gravest_first
from review.wording import STATUS_WORDS, figure, money, title, visible

MOST = 25


def summary_markdown(outcome: Outcome) -> str:
    """Return lines by status and money at risk by code as Markdown tables."""
    figures = outcome.files.figures
    found = outcome.batch.reconciliation
    rows = [f"# {visible(outcome.batch.name)}", f"As of {found.as_of}; {figures.documents} documents.", ""]
    rows += ["| lines | |", "|---|---:|"]
    rows += [f"| {STATUS_WORDS[status]} | {count} |" for status, count in figures.statuses]
    rows += [
        "",
        f"| money at risk | findings |{'|'.join(figures.currencies)}|",
        f"|---|---:|{'---:|' * len(figures.currencies)}",
    ]
    for group in figures.codes:
        amounts = " | ".join(figure(group.amount(currency), currency) for currency in figures.currencies)
        rows.append(f"| {title(group.name)} | {group.findings} | {amounts} |")
    for sentence in filter(None, (outcome.verdict.changes, outcome.verdict.missing)):
        rows += ["", visible(sentence)]
    if outcome.verdict.reading.unread:
        rows += ["", f"**{outcome.verdict.reading.unread} documents could not be read in full.**"]
    return "\n".join(rows)


def top_findings(batch: PublishedBatch) -> list[dict[str, str]]:
    """Return the gravest findings as rows of a table."""
    return [
        {
            "finding": title(finding.code),
            "at risk": money(finding.at_risk),
            "line": finding.line_id,
            "claim": finding.claim_id,
            "document": finding.document,
            "what": finding.message,
        }
        for finding in islice(gravest_first(batch.reconciliation), MOST)
    ]
