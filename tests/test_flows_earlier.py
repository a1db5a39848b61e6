"""Batches that follow each other: what an earlier one brought is found again, and nothing else is."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from flows.cli import main
from flows.steps.earlier import refused_claims
from flows.workspace import Workspace
from ledger.differences import identities, seen_digest
from ledger.model import Decided, Decision, Verdict
from matchers.model import Claim, Finding, Reconciliation, Severity
from tests.flows_batch import AS_OF, TinyBatch, amount, campaign, invoice, tiny_batch

pytestmark = pytest.mark.slow
BEFORE = {"handed_in_before", "billed_before", "other_partner", "resubmission"}


class Nights:
    """Batches in one workspace, each with plan lines and claims of a partner of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def batch(self, name: str) -> TinyBatch:
        """Make a batch whose lines, claims and invoices nobody else has."""
        made = tiny_batch(self.folder / name, 0)
        for table in (made.plan, made.claims):
            table.write_text(table.read_text().strip() + ",partner\n")
        for number in (1, 2):
            self.claim(made, name, number + 100 * (ord(name[0]) % 50))
        return made

    def claim(self, made: TinyBatch, name: str, number: int) -> None:
        """Add a line, a claim and its invoice, which may be one that another batch has too."""
        line = f"L{name}{number}"
        with made.plan.open("a") as plan, made.claims.open("a") as claims:
            reference = f"MP-{number:05}"
            approved = amount(number) + 50
            plan.write(f"{line},{campaign(number)},2026-03-01,2026-03-31,{approved},EUR,{reference},Partner {name}\n")
            document = f"invoice-{number:04}.pdf"
            claims.write(f"C{number},{line},2026-03-10,{amount(number)},EUR,{document},Partner {name}\n")
        (made.evidence / document).write_bytes(invoice(number))

    def run(self, made: TinyBatch, *more: str) -> list[tuple[str, str, str]]:
        """Reconcile a batch; return the findings about earlier batches: code, document and what was found."""
        out = made.folder / "out"
        where = ["--evidence", made.evidence, "--out", out, "--workspace", self.folder / "workspace"]
        told = ["--plan", made.plan, "--claims", made.claims, "--batch", made.folder.name, "--as-of", AS_OF.isoformat()]
        assert main([*map(str, ("reconcile", *where, *told)), "--json", *more]) in (0, 2)
        with (out / "findings.csv").open(newline="") as rows:
            found = [(row["code"], row["document"], row["found"]) for row in csv.DictReader(rows)]
        return sorted(each for each in found if each[0] in BEFORE)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_an_invoice_that_another_partner_claimed_before_is_found_and_the_twin_is_named(nights: Nights) -> None:
    north, south = nights.batch("north"), nights.batch("south")
    (first, *_) = sorted(path.name for path in north.evidence.iterdir())
    number = int(first.removesuffix(".pdf").rpartition("-")[2])
    nights.claim(south, "south", number)
    assert nights.run(north, "--history") == nights.run(north, "--history") == []
    assert nights.run(south, "--history") == [
        ("handed_in_before", first, f"{first} in north"),
        ("other_partner", first, f"{first} in north"),
    ]
    # The earlier batch is not accused by the later one, and neither by itself.
    assert nights.run(north, "--history") == []


def test_a_late_document_that_came_before_elsewhere_is_found(nights: Nights) -> None:
    north, south = nights.batch("north"), nights.batch("south")
    nights.run(north, "--history")
    nights.run(south, "--history")
    (first, *_) = sorted(path.name for path in south.evidence.iterdir())
    nights.claim(north, "north", int(first.removesuffix(".pdf").rpartition("-")[2]))
    assert ("handed_in_before", first, f"{first} in south") in nights.run(north, "--history")
    assert nights.run(south, "--history") == []


def test_a_single_batch_is_judged_by_itself(nights: Nights) -> None:
    north, south = nights.batch("north"), nights.batch("south")
    (first, *_) = sorted(path.name for path in north.evidence.iterdir())
    nights.claim(south, "south", int(first.removesuffix(".pdf").rpartition("-")[2]))
    nights.run(north)
    assert nights.run(south) == []
    assert nights.run(south, "--history") == []


def test_what_earlier_batches_have_in_common_is_part_of_what_a_report_is_made_of(nights: Nights) -> None:
    north, south = nights.batch("north"), nights.batch("south")
    (first, *_) = sorted(path.name for path in north.evidence.iterdir())
    nights.run(north, "--history")
    with Workspace(nights.folder / "workspace").ledger() as ledger:
        assert ledger.history_state("north") == ""
    nights.run(south, "--history")
    with Workspace(nights.folder / "workspace").ledger() as ledger:
        assert ledger.history_state("south") == ""
    nights.claim(south, "south", int(first.removesuffix(".pdf").rpartition("-")[2]))
    nights.run(south, "--history")
    with Workspace(nights.folder / "workspace").ledger() as ledger:
        assert ledger.history_state("south") != ""


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("verdict", "risk", "refused"),
    [(Verdict.REJECT, 100, {"C1"}), (Verdict.REJECT, 40, set()), (Verdict.ACCEPT, 100, set())],
)
def test_a_claim_is_refused_where_all_of_it_is(verdict: Verdict, risk: int, refused: set[str]) -> None:
    finding = Finding("overclaimed", Severity.REVIEW, "C27@1", "too much", claim_id="C1", at_risk=euros(risk))
    found = Reconciliation((), (), (finding,), date(2026, 6, 30), "generic", (Claim("C1", "L1", euros(100)),))
    (identity,) = identities(found.findings)
    decision = Decision("north", identity, verdict, "rev", datetime(2026, 7, 1, tzinfo=UTC), seen_digest(finding))
    assert refused_claims(found, [Decided(1, decision)]) == refused
