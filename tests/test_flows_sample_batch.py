"""The committed sample batch is what the generator makes, its tables can be read, and its truth holds together."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image

from extractors.einvoice import read_einvoice
from extractors.model import EmbeddedFile, FieldName
from flows.sample.batch import SampleBatch, make_sample
from flows.sample.einvoices import cross_industry_invoice
from flows.sample.story import FiledBill, the_story
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.programme import parse_programme

DATA = Path(__file__).parent.parent / "data"
COMMITTED = DATA / "sample" / "batch"
CODES = {
    "missing_claim",
    "excess_claim",
    "unplanned_claim",
    "outside_window",
    "duplicate_evidence",
    "missing_evidence",
    "overclaimed",
    "wrong_campaign",
}
BILLS = {bill.file: bill for bill in the_story().bills}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SampleBatch:
    return make_sample(tmp_path_factory.mktemp("sample"))


def picture(path: Path) -> Image.Image | None:
    """Return what a scan, photograph or screenshot shows; None for other files."""
    if path.suffix in (".jpg", ".png"):
        return Image.open(BytesIO(path.read_bytes())).convert("L")
    if path.name.startswith(("scan", "skanning")):
        with pypdfium2.PdfDocument(path) as document:
            image: Image.Image = document[0].render(scale=1).to_pil().convert("L")
            return image
    return None


@pytest.mark.slow
def test_the_committed_batch_is_what_the_generator_makes(made: SampleBatch) -> None:
    folder = made.plan.parent
    ours = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert ours == sorted(path.relative_to(COMMITTED) for path in COMMITTED.rglob("*") if path.is_file())
    for name in ours:
        drawn, kept = picture(folder / name), picture(COMMITTED / name)
        if drawn is None or kept is None:
            assert (folder / name).read_bytes() == (COMMITTED / name).read_bytes(), name
        else:
            # Encoders of pictures differ between versions; what is seen does not.
            assert drawn.size == kept.size
            assert numpy.abs(numpy.asarray(drawn, float) - numpy.asarray(kept, float)).mean() < 4, name


def test_plan_and_claims_are_read_without_faults() -> None:
    plan = read_plan("plan.xlsx", (COMMITTED / "plan.xlsx").read_bytes())
    claims = read_claims("claims.csv", (COMMITTED / "claims.csv").read_bytes())
    story = the_story()
    assert [(line.line_id, line.approved.amount, line.approved.currency) for line in plan] == [
        (line.line_id, Decimal(line.approved), line.currency) for line in story.plan
    ]
    assert [(line.start, line.end) for line in plan] == [(line.start, line.end) for line in story.plan]
    assert [(claim.claim_id, claim.claimed.amount, claim.documents, claim.submitted) for claim in claims] == [
        (claim.claim_id, Decimal(claim.amount), claim.documents, claim.submitted) for claim in story.claims
    ]
    assert {claim.line_id for claim in claims} - {""} <= {line.line_id for line in plan}


def test_the_programme_can_be_used() -> None:
    generic = (DATA / "programs" / "generic.toml").read_text(encoding="utf-8")
    programme = parse_programme((COMMITTED / "programme.toml").read_text(encoding="utf-8"), {"generic": generic})
    assert programme.name == "velunda-partner-fund"
    assert "FY26 H1" in programme.windows


def test_the_truth_names_what_is_there() -> None:
    truth = json.loads((COMMITTED / "truth.json").read_text(encoding="utf-8"))
    lines = {line.line_id for line in the_story().plan}
    claims = {claim.claim_id for claim in the_story().claims}
    handed = {path.name for path in (COMMITTED / "evidence").iterdir()}
    found = [*truth["findings"], *truth["checks"]]
    assert {finding["code"] for finding in truth["findings"]} == CODES
    assert {finding["line_id"] for finding in found if "line_id" in finding} <= lines
    assert {finding["claim_id"] for finding in found if "claim_id" in finding} <= claims
    assert {finding["document"] for finding in found if "document" in finding} <= handed
    assert set(truth["lines"]) == lines


def test_claims_name_what_was_handed_in_but_for_the_missing_evidence() -> None:
    handed = {path.name for path in (COMMITTED / "evidence").iterdir()}
    named = {name for claim in the_story().claims for name in claim.documents}
    assert named - handed == {"facture_stand_0712.pdf"}
    assert handed <= named


@pytest.mark.parametrize("bill", BILLS.values(), ids=lambda bill: bill.file)
def test_invoices_lie_in_their_windows_and_add_up_unless_planted(bill: FiledBill) -> None:
    claim = next(
        claim for claim in the_story().claims if bill.file in claim.documents or bill.inside in claim.documents
    )
    line = next((line for line in the_story().plan if line.line_id == claim.line_id), None)
    invoice = bill.billing.invoice
    assert (invoice.net + invoice.tax == invoice.gross) == (bill.file != "Rechnung_Muehlengrund_2210.pdf")
    if line and invoice.start and invoice.end:
        inside = line.start <= invoice.start <= invoice.end <= line.end
        assert inside == (bill.file != "KW-25-0904.pdf")
    assert invoice.issued <= claim.submitted


def test_the_structured_invoice_says_what_the_page_says() -> None:
    invoice = BILLS["KW-25-1207.pdf"].billing.invoice
    found = read_einvoice(EmbeddedFile("factur-x.xml", "application/xml", cross_industry_invoice(invoice)))
    values = {evidence.name: evidence.value for evidence in found.evidence}
    assert values[FieldName.DOCUMENT_NUMBER] == invoice.number
    assert values[FieldName.DOCUMENT_DATE] == invoice.issued.isoformat()
    assert values[FieldName.VENDOR] == invoice.vendor.name
    assert Decimal(values[FieldName.TOTAL_AMOUNT]) == invoice.gross
    assert values[FieldName.ACTIVITY_START] == "2025-12-02"
