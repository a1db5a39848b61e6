"""The case file: findings, crops, decisions and history on paper, and the same for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from ledger.case_model import Wanted
from tests.ledger_databases import KINDS
from tests.review_desk import BATCH, World, make_world, server_of


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, server=server_of(request))
    yield made
    made.ledger.close()


def decided(world: World) -> int:
    number = world.case("overclaimed")
    second, reviewer = world.signed_in("second"), world.signed_in("reviewer")
    second.send(second.text(f"/cases/{number}"), f"/cases/{number}/comment", words="Asked finance.")
    page = reviewer.text(f"/cases/{number}")
    reviewer.send(page, f"/cases/{number}/decide", verdict="reject", reason="not_proven", words="Blå rad saknas.")
    return number


def test_the_case_file_on_paper_has_all_that_belongs_to_a_case(world: World) -> None:
    number = decided(world)
    answer = world.signed_in("reader").client.get(f"/cases/{number}/file.pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=case-{number}.pdf"
    paper = pypdfium2.PdfDocument(answer.content)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split())
    case = world.services.desk.case(number, Wanted(shelf=None))
    assert case
    for said in (
        "Overclaimed",
        "More is claimed than the invoice shows.",
        case.claim_id,
        case.line_id,
        "invoice_038.pdf",
        "Asked finance.",
        "Blå rad saknas.",
        "second",
        "reviewer",
        "not proven",
        case.digest,
    ):
        assert said in text, said
    kinds = [each.type for page in paper for each in page.get_objects()]
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 1, "the place on the page"


def test_its_twin_for_programs_says_the_same(world: World) -> None:
    number = decided(world)
    told = json.loads(world.signed_in("reader").client.get(f"/cases/{number}/file.json").content)
    assert (told["batch"], told["state"], told["finding"]["code"]) == (BATCH, "rejected", "overclaimed")
    assert [(each["who"], each["verdict"], each["words"]) for each in told["decisions"]] == [
        ("second", "comment", "Asked finance."),
        ("reviewer", "reject", "Blå rad saknas."),
    ]
    assert [each["who"] for each in told["seen_by"]][:2] == ["second", "reviewer"]
    assert told["made"]["audit_head"] in {each.digest for each in world.ledger.audit_trail()}
    assert told["rule"]["id"] == told["finding"]["rule"]
    assert told["claim"]["claimed"]["currency"] == told["finding"]["at_risk"]["currency"]


def test_who_took_a_case_file_stands_in_the_audit_trail(world: World) -> None:
    number = world.case("overclaimed")
    world.signed_in("reader").client.get(f"/cases/{number}/file.json")
    assert [each.entry.who for each in world.ledger.audit_trail() if each.act == "case_file" and each.entry] == [
        "reader"
    ]
