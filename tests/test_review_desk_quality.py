"""Samples of what the program clears and of what people decide: drawn, answered, reckoned, and kept apart."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.case_model import Case, Shelf, State, Wanted
from review.desk.counting import tallied
from review.desk.quality_page import most_wrong
from review.desk.queue_filter import everything
from review.desk.services import Settings
from tests.ledger_databases import KINDS
from tests.review_desk import BATCH, World, make_world, server_of


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, Settings(sampled=1.0), server=server_of(request))
    yield made
    made.ledger.close()


def decide(world: World, who: str, number: int, verdict: str) -> None:
    person = world.signed_in(who)
    page = person.text(f"/cases/{number}")
    world.clock.wait(seconds=8)
    assert person.send(page, f"/cases/{number}/decide", verdict=verdict).status_code == 303


def seeded(world: World, verdicts: dict[str, str]) -> list[Case]:
    """Settle the first case of some codes, have them put into the queue once more, and return those."""
    for code, verdict in verdicts.items():
        decide(world, "lead", world.case(code), verdict)
    lead = world.signed_in("lead")
    before = {case.id for case in world.services.desk.page(Wanted(shelf=None), 0, 200)}
    assert lead.send(lead.text("/quality"), "/quality/seed", number="5").status_code == 303
    return [case for case in world.services.desk.page(Wanted(shelf=None), 0, 200) if case.id not in before]


def test_settled_cases_lie_in_the_queue_once_more_and_look_like_any_other(world: World) -> None:
    new = seeded(world, {"overclaimed": "accept", "outside_window": "reject"})
    assert {case.code for case in new} == {"overclaimed", "outside_window"}
    for case in new:
        assert (case.shelf, case.state, case.assignee) == (Shelf.TO_DO, State.OPEN, "")
        page = world.signed_in("reviewer").text(f"/cases/{case.id}")
        assert "Nobody has decided anything here yet." in page
        assert "Accepted" not in page.split('class="facts"')[1].split("<form")[0], "the settled one is not beside it"
        found = world.services.desk.page(Wanted(words=f"{case.claim_id} {case.line_id}"), 0, 50)
        assert case.id in {each.id for each in found}
    lead = world.signed_in("lead")
    lead.send(lead.text("/quality"), "/quality/seed", number="5")
    assert len(world.services.desk.known_numbers()) == 2, "each lies there once"


def test_what_people_answer_is_reckoned_by_person(world: World) -> None:
    new = {case.code: case for case in seeded(world, {"overclaimed": "accept", "outside_window": "reject"})}
    decide(world, "reviewer", new["overclaimed"].id, "accept")
    decide(world, "reviewer", new["outside_window"].id, "accept")
    decide(world, "second", new["outside_window"].id, "cannot_tell")
    decide(world, "reviewer", new["outside_window"].id, "reject")
    given = [(each.who, each.given.value, each.is_right) for each in world.services.desk.answers_given()]
    assert sorted(given) == [
        ("reviewer", "accept", False),
        ("reviewer", "accept", True),
        ("second", "cannot_tell", False),
    ]
    assert all(each.seconds and 8 <= each.seconds < 9 for each in world.services.desk.answers_given())
    page = world.signed_in("lead").text("/quality")
    assert '<th scope="row">reviewer</th><td class="number">2</td><td class="number">50%</td>' in page


def test_known_answers_stand_for_no_money_and_no_verdict(world: World) -> None:
    lead = world.signed_in("lead")
    rows = list(csv.DictReader(io.StringIO(lead.client.get("/queue.csv?shelf=all").text.lstrip("\ufeff"))))
    new = seeded(world, {"overclaimed": "accept"})
    after = list(csv.DictReader(io.StringIO(lead.client.get("/queue.csv?shelf=all").text.lstrip("\ufeff"))))
    assert len(after) == len(rows)
    assert not {case.identity for case in new} & {row["finding_id"] for row in after}
    of_claim = world.services.desk.of_claim(BATCH, new[0].claim_id, Wanted(shelf=None))
    assert new[0].id not in {case.id for case in of_claim}
    shown = tallied(
        world.services.desk, replace(everything(world.person("lead")), shelf=Shelf.TO_DO, real=True), "code"
    )
    open_ones = world.services.desk.page(Wanted(code="overclaimed"), 0, 50)
    assert next(each.number for each in shown if each.values == ("overclaimed",)) == len(open_ones) - 1


def test_known_answers_stay_when_the_batch_is_reconciled_again(world: World) -> None:
    (new,) = seeded(world, {"overclaimed": "accept"})
    world.keep(world.batch.reconciliation)
    case = world.services.desk.case(new.id, Wanted(shelf=None))
    assert case and case.shelf is Shelf.TO_DO
    decide(world, "second", new.id, "reject")
    assert world.ledger.verify_chain().intact


def test_the_sample_of_cleared_lines_is_reckoned(world: World) -> None:
    drawn = world.services.desk.page(Wanted(code="quality_sample"), 0, 200)
    for case in drawn[:3]:
        decide(world, "reviewer", case.id, "accept")
    decide(world, "reviewer", drawn[3].id, "reject")
    page = world.signed_in("lead").text("/quality")
    for figure in (
        f"<strong>{len(drawn)}</strong>drawn",
        "<strong>4</strong>looked at",
        "<strong>1</strong>not in order",
    ):
        assert figure in page


@pytest.mark.parametrize(("wrong", "of"), [(0, 1), (0, 100), (1, 100), (5, 10), (9, 10)])
def test_the_most_that_may_be_wrong(wrong: int, of: int) -> None:
    """Wilson's bound is the share from which what was seen lies 1.645 standard errors away (his equation 3)."""
    most = most_wrong(wrong, of)
    assert most - wrong / of == pytest.approx(1.645 * math.sqrt(most * (1 - most) / of))
    assert (most_wrong(0, 0), most_wrong(10, 10)) == (1.0, 1.0)


def test_a_lead_of_some_partners_measures_those_alone(world: World) -> None:
    seeded(world, {"overclaimed": "accept", "outside_window": "reject", "excess_claim": "reject"})
    lead = world.person("lead")
    world.services.people.change(replace(lead, partners=("Fjord Data",)))
    mine = world.services.desk.page(Wanted(partner="Fjord Data"), 0, 200)
    count = len(world.services.desk.known_numbers() & {case.id for case in mine})
    shown = world.signed_in("lead").text("/quality")
    assert (f"{count} cases have a known answer." in shown) or (count == 1 and "One case has a known answer." in shown)
