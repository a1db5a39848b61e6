"""A batch while it is being made: rows of plan and claims, files of evidence, and what is true of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from flows.sample import pictures
from flows.sample.batch import LAYOUTS
from flows.sample.firms import Partner, Vendor, billing
from flows.sample.invoice import Invoice
from flows.sample.paper import A4, Paper
from matchers.checks.catalogue import BY_CODE
from matchers.programme import RULE_OF_CODE

PLAN_COLUMNS = (
    "line_id", "programme", "period", "partner", "campaign_name", "activity", "activity_type", "countries",
    "start_date", "end_date", "approved_amount", "currency", "preapproval_id", "reference", "expected_evidence",
    "vendor", "approved_on",
)  # fmt: skip
CLAIM_COLUMNS = (
    "claim_id", "partner", "line_id", "poe_name", "poe_date", "claimed_amount", "currency", "documents", "submitted",
    "programme", "countries", "expense_category", "note", "reach", "impressions", "clicks", "calls", "contacts",
    "registrations", "attendees", "persons",
)  # fmt: skip
PERIOD, PROGRAMME = "FY26 H1", "velunda-partner-fund-large"
HALF, CLOSES = (date(2025, 7, 1), date(2025, 12, 31)), date(2026, 2, 15)
"""The usage period, and the last day for claims."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A plan line with its partner and campaign; its row goes into the plan."""

    partner: Partner
    campaign: str
    start: date
    end: date
    row: Row

    @property
    def line_id(self) -> str:
        """Return its identifier."""
        return str(self.row["line_id"])


@dataclass
class Maker:
    """Collects a batch. Files are written as they come, tables and truth at the end."""

    folder: Path
    rng: Random
    scans: float = 0.0
    kept_in: str = "evidence"
    lines: list[Line] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    matches: dict[str, str | None] = field(default_factory=dict)
    findings: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    files: int = 0
    bills: int = 0

    def line(self, partner: Partner, campaign: str, days: tuple[date, date], approved: Decimal, **more: Any) -> Line:
        """Add a line to the plan."""
        row = {
            "line_id": f"L{len(self.lines) + 1:06}",
            "programme": PROGRAMME,
            "period": PERIOD,
            "partner": partner.party.name,
            "campaign_name": campaign,
            "activity_type": "event",
            "countries": partner.region.country,
            "start_date": days[0],
            "end_date": days[1],
            "approved_amount": approved,
            "currency": partner.region.currency,
            **more,
        }
        made = Line(partner, campaign, *days, row)
        self.lines.append(made)
        return made

    def claim(
        self, partner: Partner, line_id: str, day: date, amount: Decimal, files: Sequence[str], **more: Any
    ) -> str:
        """Add a claim, submitted some weeks after the activity and before the window closes; return its identifier."""
        claim_id = f"C{len(self.claims) + 1:06}"
        row = {
            "claim_id": claim_id,
            "partner": partner.party.name,
            "line_id": line_id,
            "poe_date": day,
            "claimed_amount": amount,
            "currency": partner.region.currency,
            "documents": "; ".join(files),
            "submitted": min(max(day + timedelta(days=self.rng.randrange(40, 70)), date(2025, 8, 20)), CLOSES),
            **more,
        }
        self.claims.append(row)
        return claim_id

    def name(self, ending: str) -> str:
        """Return the name of the next file."""
        self.files += 1
        return f"doc_{self.files:06}.{ending}"

    def file(self, content: bytes, ending: str = "pdf") -> str:
        """Write a file of the evidence; return its name."""
        name = self.name(ending)
        (self.folder / self.kept_in / name).write_bytes(content)
        return name

    def invoice(
        self, seller: Vendor, bill: Invoice, line_id: str | None, title: str = "", notes: tuple[str, ...] = ()
    ) -> str:
        """Write an invoice, a share of them as scans, and note what it says and which line it belongs to."""
        name = self.file(self.maybe_scanned(pdf_of(seller, bill, title, notes=notes)))
        self.matches[name] = line_id
        self.fields += [(name, key, value) for key, value in fields_of(bill)]
        return name

    def maybe_scanned(self, content: bytes) -> bytes:
        """Return a page as it is or, in the share of cases that was asked for, as a scan."""
        if self.scans and self.rng.random() < self.scans:
            return pictures.scan(content, self.rng.randrange(2**31), self.rng.uniform(-0.8, 0.8), 150)
        return content

    def expect(self, code: str, **about: Any) -> None:
        """Note one of the eight findings of the benches."""
        self.findings.append({"code": code, **about})

    def must_find(self, code: str, line_id: str, amount: Decimal | int | None, **subject: str) -> None:
        """Note a finding that a case must raise: its rule, its subject and the money at risk, if any."""
        if code in RULE_OF_CODE:
            self.expect(code, line_id=line_id, **subject)
            return
        rule = BY_CODE[code].number
        at_risk = {} if amount is None else {"amount": Decimal(amount).quantize(Decimal("0.01"))}
        self.checks.append({"code": code, "rule": rule, "line_id": line_id, **subject, **at_risk})

    def finish(self, programme: str) -> None:
        """Write plan, claims, programme and truth."""
        rows = [line.row for line in self.lines]
        self.rng.shuffle(rows)
        self.rng.shuffle(self.claims)
        _table(self.folder / "plan.csv", PLAN_COLUMNS, rows)
        _table(self.folder / "claims.csv", CLAIM_COLUMNS, self.claims)
        self.finish_fields()
        (self.folder / "programme.toml").write_text(programme, encoding="utf-8")
        truth = {
            "mode": "claims",
            "lines": self._documents_by_line(),
            "matches": self.matches,
            "findings": self.findings,
            "checks": self.checks,
        }
        (self.folder / "truth.json").write_text(json.dumps(truth, indent=1, default=str) + "\n", encoding="utf-8")

    def finish_fields(self) -> None:
        """Write what each invoice says, in the form of the corpora."""
        _rows(self.folder / "truth.csv", ("document", "field", "value"), self.fields)

    def _documents_by_line(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {line.line_id: [] for line in self.lines}
        for name, line_id in self.matches.items():
            if line_id:
                found[line_id].append(name)
        return found


def pdf_of(seller: Vendor, bill: Invoice, title: str = "", author: str = "", notes: tuple[str, ...] = ()) -> bytes:
    """Return an invoice as its vendor lays it out; another author makes another file of the same pages."""
    printed = replace(billing(seller, bill, title), notes=notes)
    paper = Paper(f"{printed.title} {bill.number}", author or seller.party.name, A4)
    LAYOUTS[seller.layout](paper, printed)
    return paper.content()


def fields_of(bill: Invoice) -> Iterable[tuple[str, str]]:
    """Return what a perfect reader reads from an invoice."""
    if bill.number:
        yield "document_number", bill.number
    yield "document_date", bill.issued.isoformat()
    yield "vendor", bill.vendor.name
    yield "bill_to", bill.customer.name
    yield "campaign", bill.campaign
    yield "currency", bill.currency
    yield "total_amount", f"{bill.gross:.2f}"
    if bill.rate:
        yield "net_amount", f"{bill.net:.2f}"
        yield "tax_amount", f"{bill.tax:.2f}"
    days = (("due_date", bill.due), ("activity_start", bill.start), ("activity_end", bill.end))
    yield from ((name, day.isoformat()) for name, day in days if day)


def moved(bill: Invoice, days: int) -> Invoice:
    """Return the invoice with its activity and its own dates so many days later."""
    step = timedelta(days=days)
    return replace(
        bill,
        issued=bill.issued + step,
        due=bill.due and bill.due + step,
        start=bill.start and bill.start + step,
        end=bill.end and bill.end + step,
    )


def _table(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    _rows(path, columns, ([row.get(column, "") for column in columns] for row in rows))


def _rows(path: Path, heads: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(heads)
        table.writerows(rows)
