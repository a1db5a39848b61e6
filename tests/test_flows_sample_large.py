"""Larger batches: the same every time, readable, and true to what their truth says."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.sample.batch import make_large
from flows.sample.firms import campaign, firm_name, regions
from flows.sample.large import make_invoices
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.programme import parse_programme

GENERIC = (Path(__file__).parent.parent / "data" / "programs" / "generic.toml").read_text(encoding="utf-8")
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    make_large(folder, 140, 7)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((made / "truth.json").read_text(encoding="utf-8"))
    return read


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        make_large(tmp_path / name, 25, seed)
    assert files(tmp_path / "again") == files(tmp_path / "one")
    assert files(tmp_path / "other") != files(tmp_path / "one")


def test_the_tables_and_the_programme_are_read_without_faults(made: Path) -> None:
    plan = read_plan("plan.csv", (made / "plan.csv").read_bytes())
    claims = read_claims("claims.csv", (made / "claims.csv").read_bytes())
    assert {claim.line_id for claim in claims} - {""} <= {line.line_id for line in plan}
    assert all(claim.submitted for claim in claims)
    assert parse_programme((made / "programme.toml").read_text(encoding="utf-8"), {"generic": GENERIC}).windows


def test_every_finding_is_planted_and_nothing_else_is_wrong(made: Path, truth: dict[str, Any]) -> None:
    plan = {line.line_id: line for line in read_plan("plan.csv", (made / "plan.csv").read_bytes())}
    claims = read_claims("claims.csv", (made / "claims.csv").read_bytes())
    planted = {
        (found["code"], found.get("claim_id") or found.get("document") or found["line_id"])
        for found in truth["findings"]
    }
    assert {code for code, _ in planted} == CODES
    claimed: defaultdict[str, Decimal] = defaultdict(Decimal)
    handed = {path.name for path in (made / "evidence").iterdir()}
    for claim in claims:
        claimed[claim.line_id] += claim.claimed.amount
        assert (("missing_evidence", claim.claim_id) in planted) == (not handed.issuperset(claim.documents))
        assert (not claim.line_id) == (("unplanned_claim", claim.documents[0]) in planted)
    for line_id, line in plan.items():
        assert (("missing_claim", line_id) in planted) == (line_id not in claimed)
        assert (("excess_claim", line_id) in planted) == (claimed[line_id] > line.approved.amount)


def test_documents_agree_with_their_claims_and_windows(made: Path, truth: dict[str, Any]) -> None:
    plan = {line.line_id: line for line in read_plan("plan.csv", (made / "plan.csv").read_bytes())}
    fields: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader((made / "truth.csv").read_text(encoding="utf-8").splitlines()):
        fields[row["document"]][row["field"]] = row["value"]
    outside = {found["document"] for found in truth["findings"] if found["code"] == "outside_window"}
    over = {found["claim_id"] for found in truth["findings"] if found["code"] == "overclaimed"}
    for claim in read_claims("claims.csv", (made / "claims.csv").read_bytes()):
        document = claim.documents[0]
        if document in fields:
            net = Decimal(fields[document]["net_amount"])
            assert (
                claim.claimed.amount > net * Decimal("1.3") if claim.claim_id in over else claim.claimed.amount == net
            )
    for document, line_id in truth["matches"].items():
        if line_id:
            line, said = plan[line_id], fields[document]
            assert said["campaign"] == line.campaign_name
            assert line.start and line.end
            inside = line.start.isoformat() <= said["activity_start"] <= said["activity_end"] <= line.end.isoformat()
            assert inside == (document not in outside)


@pytest.mark.slow
def test_a_share_of_the_invoices_can_be_scans(tmp_path: Path) -> None:
    make_large(tmp_path, 20, 3, scans=0.3)
    sizes = [len(content) for name, content in files(tmp_path / "evidence").items()]
    assert any(size > 50_000 for size in sizes)
    assert any(size < 10_000 for size in sizes)


@pytest.mark.parametrize("region", regions(), ids=lambda region: region.language)
def test_no_two_firms_or_campaigns_share_a_name(region: Any) -> None:
    firms = [firm_name(region, kind, number) for kind in ("partner", "vendor") for number in range(1500)]
    assert len(set(firms)) == len(firms)
    for_cases = range(50_000, 62_000) if region.language == "en" else ()
    campaigns = [campaign(region, number) for number in (*range(34_000), *for_cases)]
    assert len(set(campaigns)) == len(campaigns)


def test_a_corpus_of_invoices_says_what_each_is(tmp_path: Path) -> None:
    make_invoices(tmp_path, 12, 1)
    rows = list(csv.DictReader((tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["document"] for row in rows} == {path.name for path in (tmp_path / "documents").iterdir()}
    assert len({row["document"] for row in rows}) == 12
