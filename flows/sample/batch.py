"""The sample batch as files: evidence, plan, claims, programme and truth."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.sample import layouts, more_layouts, office, other_papers, pictures
from flows.sample.einvoices import cross_industry_invoice, with_attachment
from flows.sample.formats import LocaleFormat
from flows.sample.locale_texts import DATA
from flows.sample.paper import A4, SLIP, Paper
from flows.sample.story import FiledBill, Story, the_story

LAYOUTS = {
    "ruled": layouts.ruled,
    "airy": layouts.airy,
    "dense": layouts.dense,
    "letterhead_right": layouts.letterhead_right,
    "two_columns": more_layouts.two_columns,
    "boxed_total": more_layouts.boxed_total,
    "typeset": more_layouts.typeset,
    "banded": more_layouts.banded,
    "slip": more_layouts.slip,
}
SEED = 2026
PLAN_HEADS = (
    "Line ID", "Programme", "Period", "Partner", "Plan", "Campaign", "Activity", "Activity type", "Countries",
    "Start date", "End date", "Approved amount", "Currency", "Reference", "Expected evidence",
    "Approved on", "Language",
)  # fmt: skip
CLAIM_HEADS = (
    "Claim ID",
    "Partner",
    "Line ID",
    "PoE name",
    "PoE date",
    "Claimed amount",
    "Currency",
    "Documents",
    "Submitted",
)
PROGRAMME, PERIOD = "Velunda Partner Fund", "FY26 H1"


@dataclass(frozen=True, slots=True)
class SampleBatch:
    """Where the files of a batch lie, and the day to judge it by."""

    plan: Path
    claims: Path
    evidence: Path
    programme: Path
    truth: Path
    as_of: date


def make_sample(folder: Path) -> SampleBatch:
    """Make the sample batch in a folder; what is there of an earlier one is replaced."""
    story = the_story()
    batch = SampleBatch(
        folder / "plan.xlsx",
        folder / "claims.csv",
        folder / "evidence",
        folder / "programme.toml",
        folder / "truth.json",
        story.as_of,
    )
    shutil.rmtree(batch.evidence, ignore_errors=True)
    batch.evidence.mkdir(parents=True)
    for name, content in sorted(evidence_files(story).items()):
        (batch.evidence / name).write_bytes(content)
    batch.plan.write_bytes(plan_file(story))
    batch.claims.write_bytes(claims_file(story))
    batch.truth.write_text(json.dumps(truth_of(story), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    batch.programme.write_bytes((DATA / "sample" / "programme.toml").read_bytes())
    return batch


def evidence_files(story: Story) -> dict[str, bytes]:
    """Return every file of the evidence by its name."""
    others = story.others
    single = {bill.file: _bill_file(bill) for bill in story.bills}
    single |= {entry["file"]: _copy(entry, single[entry["of"]]) for entry in others["copies"]}
    single[others["report"]["file"]] = other_papers.click_report(others["report"])
    inside = {bill.file: bill.inside for bill in story.bills if bill.inside}
    inside[others["report"]["file"]] = others["report"]["inside"]
    files = {name: content for name, content in single.items() if name not in inside}
    for container in sorted(set(inside.values())):
        parts = [(name, single[name]) for name in sorted(inside) if inside[name] == container]
        files[container] = office.mail(others["mail"], parts) if container.endswith(".eml") else office.archive(parts)
    return files | _other_files(others)


def plan_file(story: Story) -> bytes:
    """Return the plan as a planner's workbook."""
    rows = [
        (
            line.line_id, PROGRAMME, PERIOD, line.partner.name, line.plan, line.campaign, line.activity,
            line.activity_type, line.country, line.start, line.end, line.approved, line.currency,
            line.reference or None, line.evidence, line.approved_on, line.language,
        )
        for line in story.plan
    ]  # fmt: skip
    widths = (9, 22, 10, 28, 18, 32, 30, 15, 10, 12, 12, 16, 10, 12, 32, 12, 10)
    return office.workbook(f"{PROGRAMME}: approved activities, {PERIOD}", PLAN_HEADS, rows, widths, amounts=(11,))


def claims_file(story: Story) -> bytes:
    """Return the claims as the portal exports them: semicolons and decimal commas."""
    form = LocaleFormat("sv_SE")
    rows = [
        (
            claim.claim_id, claim.partner.name, claim.line_id, claim.name, claim.day.isoformat(),
            form.number(Decimal(claim.amount).quantize(Decimal("0.01"))).replace("\xa0", " "), claim.currency,
            "; ".join(claim.documents), claim.submitted.isoformat(),
        )
        for claim in story.claims
    ]  # fmt: skip
    return office.text_table(CLAIM_HEADS, rows)


def truth_of(story: Story) -> dict[str, Any]:
    """Return what is true of the batch in the form that the benches' scorer reads, and the further checks."""
    wrong = {finding["claim_id"] for finding in story.truth["findings"] if finding["code"] == "wrong_campaign"}
    handed = set(evidence_files(story))
    matches: dict[str, str | None] = {
        name: claim.line_id or None
        for claim in story.claims
        if claim.claim_id not in wrong
        for name in claim.documents
        if name in handed and not name.endswith(".zip")
    }
    matches |= {name.rpartition("/")[2]: line for name, line in story.truth["matches_beside_claims"].items()}
    lines = {line.line_id: sorted(name for name in matches if matches[name] == line.line_id) for line in story.plan}
    return {
        "mode": "claims",
        "seed": SEED,
        "lines": lines,
        "matches": dict(sorted(matches.items())),
        "findings": story.truth["findings"],
        "checks": story.truth["checks"],
    }


def _bill_file(bill: FiledBill) -> bytes:
    if bill.layout == "word":
        return office.word_invoice(bill.billing)
    paper = Paper(
        f"{bill.billing.title} {bill.billing.invoice.number}",
        bill.billing.invoice.vendor.name,
        SLIP if bill.layout == "slip" else A4,
    )
    LAYOUTS[bill.layout](paper, bill.billing)
    content = paper.content()
    if bill.einvoice:
        return with_attachment(content, cross_industry_invoice(bill.billing.invoice))
    return _shown(content, bill.shown_as)


def _copy(entry: dict[str, Any], content: bytes) -> bytes:
    return _shown(content, entry.get("shown_as", ""))


def _shown(content: bytes, shown_as: str) -> bytes:
    if shown_as == "scan":
        return pictures.scan(content, SEED)
    return pictures.photograph(content, SEED) if shown_as == "photograph" else content


def _other_files(others: dict[str, Any]) -> dict[str, bytes]:
    people, clicks = others["attendees"], others["click_report"]
    return {
        others["agenda"]["file"]: other_papers.agenda(others["agenda"]),
        others["programme_text"]["file"]: office.word_programme(others["programme_text"]),
        people["file"]: office.workbook(people["title"], people["heads"], people["rows"], (24, 24, 36, 12)),
        others["screenshot"]["file"]: pictures.screenshot(others["screenshot"]),
        clicks["file"]: office.text_table(clicks["heads"], clicks["rows"], clicks["title"]),
        others["order"]["file"]: other_papers.insertion_order(others["order"], others["named"]),
    }


def make_large(folder: Path, documents: int, seed: int, scans: float = 0.0) -> None:
    """Make a larger batch with known answers; `flows.sample.large` says what it holds."""
    from flows.sample.large import make_large as make

    make(folder, documents, seed, scans)
