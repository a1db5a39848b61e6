"""The queue: what filters, orders, words and views find, as reckoned from the batch itself, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.case_model import NOBODY, Case, Order, Shelf, Wanted
from ledger.desk import Desk
from ledger.search import MOST_ASKED
from review.desk.counting import counts
from review.desk.laying import index_documents
from review.desk.paging import page
from review.desk.queue_filter import wanted
from tests.ledger_databases import KINDS
from tests.review_desk import BATCH, START, World, make_world, server_of

TODAY = START.date()
Fits = Callable[[Case], bool]


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, server=server_of(request))
    yield made
    made.ledger.close()


def everything(world: World) -> tuple[Case, ...]:
    return world.services.desk.page(Wanted(shelf=None), 0, 200)


def asked(world: World, **filters: str) -> Wanted:
    return wanted(filters, world.person("reviewer"), TODAY)


FILTERS: tuple[tuple[dict[str, str], Fits], ...] = (
    ({}, lambda case: True),
    ({"batch": BATCH}, lambda case: case.batch == BATCH),
    ({"batch": "south"}, lambda case: False),
    ({"programme": "Coop North"}, lambda case: case.programme == "Coop North"),
    ({"partner": "Fjord Data"}, lambda case: case.partner == "Fjord Data"),
    ({"partner": "-"}, lambda case: not case.partner),
    ({"seen_from": "2026-06-30", "seen_to": "2026-06-30"}, lambda case: case.first_seen.isoformat() == "2026-06-30"),
    ({"seen_from": "2026-07-01"}, lambda case: False),
    (
        {"due_from": "2026-07-05", "due_to": "2026-07-09"},
        lambda case: "2026-07-05" <= str(case.deadline) <= "2026-07-09",
    ),
    ({"sure_from": "0.9", "sure_below": "0.96"}, lambda case: 0.9 <= case.confidence < 0.96),
    ({"code": "overclaimed"}, lambda case: case.code == "overclaimed"),
    ({"severity": "block"}, lambda case: case.severity == "block"),
    ({"currency": "SEK"}, lambda case: bool(case.at_risk and case.at_risk.currency == "SEK")),
    ({"state": "accepted"}, lambda case: False),
    ({"assignee": "-"}, lambda case: not case.assignee),
    ({"assignee": "me"}, lambda case: False),
    ({"line_id": "L-020"}, lambda case: case.line_id == "L-020"),
    ({"least": "5 000"}, lambda case: bool(case.at_risk and case.at_risk.amount >= 5000)),
    ({"most": "3000,50"}, lambda case: bool(case.at_risk and case.at_risk.amount <= Decimal("3000.50"))),
    ({"age": "1"}, lambda case: case.first_seen <= TODAY - timedelta(days=1)),
    ({"age": "2"}, lambda case: False),
    ({"days_left": "20"}, lambda case: bool(case.deadline and case.deadline <= TODAY + timedelta(days=20))),
    ({"code": "excess_claim", "least": "4000"}, lambda case: case.code == "excess_claim" and _amount(case) >= 4000),
)


def _amount(case: Case) -> Decimal:
    return case.at_risk.amount if case.at_risk else Decimal(-1)


@pytest.mark.parametrize(("filters", "fits"), FILTERS, ids=lambda each: str(each) if isinstance(each, dict) else "")
def test_filters_give_the_cases_that_fit_and_count_them(world: World, filters: dict[str, str], fits: Fits) -> None:
    expected = {case.id for case in everything(world) if fits(case)}
    question = asked(world, **filters)
    found = world.services.desk.page(question, 0, 200)
    assert {case.id for case in found} == expected
    assert world.services.desk.number_of(question) == len(expected)
    counted = counts(world.services.desk, question)
    assert counted.total == len(expected)
    in_all = {"north", "EUR", "SEK", "GBP"} & {case.at_risk.currency for case in found if case.at_risk}
    assert {money.currency for money in counted.money} == in_all


ORDERS: dict[Order, Callable[[Case], object]] = {
    Order.RANK: lambda case: (case.rank, case.id),
    Order.AMOUNT: lambda case: (case.at_risk is None, -_amount(case), case.id),
    Order.AGE: lambda case: (case.first_seen, case.rank, case.id),
    Order.DEADLINE: lambda case: (case.deadline is None, case.deadline or TODAY, case.rank, case.id),
}


@pytest.mark.parametrize("order", list(Order))
def test_pages_and_next_go_through_the_queue_in_its_order(world: World, order: Order) -> None:
    question = replace(asked(world), order=order)
    expected = [case.id for case in sorted(everything(world), key=ORDERS[order])]  # type: ignore[arg-type]
    paged = [case.id for start in range(0, 60, 7) for case in world.services.desk.page(question, start, 7)]
    assert paged == expected
    walked, case = [], None
    for _ in expected:
        case = world.services.desk.next_after(question, case)
        assert case
        walked.append(case.id)
    assert walked == expected, "going on without deciding sees each case once"
    again = world.services.desk.next_after(question, case)
    assert again and again.id == expected[0]


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        ("INV-4038", {"claims/2026/invoice_038.pdf"}),
        ("inv-40", None),
        ("invoice_038", {"claims/2026/invoice_038.pdf"}),
        ("recolte DIGIT", None),
        ("Récolte Digitale", None),
        ("kettle sons", None),
        ("lane kettle", set()),
        ("-", set()),
        ("-4038", {"claims/2026/invoice_038.pdf"}),
        ("4038 OR 4037", set()),
        ('"INV-4038', {"claims/2026/invoice_038.pdf"}),
        ("' : * & | ! <->", set()),
        ("\N{HALFWIDTH KATAKANA VOICED SOUND MARK}", set()),
    ],
)
def test_words_find_the_same_on_either_database(world: World, words: str, documents: set[str] | None) -> None:
    found = world.services.desk.page(asked(world, words=words, shelf="all"), 0, 200)
    assert found if documents is None else {case.document for case in found} == documents


def test_words_of_a_finding_that_changed_are_found_and_those_before_no_more(world: World) -> None:
    before = world.batch.reconciliation
    findings = tuple(
        replace(each, message="Quincunx.") if each.code == "overclaimed" else each for each in before.findings
    )
    world.keep(replace(before, findings=findings))
    found = world.services.desk.page(asked(world, words="quincunx"), 0, 200)
    assert {case.code for case in found} == {"overclaimed"}
    assert not world.services.desk.page(asked(world, words="invoice shows", code="overclaimed"), 0, 200)


def test_a_very_long_document_is_found_by_its_words(world: World) -> None:
    name = world.batch.submissions[38].name
    long = "Łódź " + " ".join(f"word{number}" for number in range(120_000)) + " x" * 400 + "y" * 5000
    world.services.desk.index_documents(BATCH, [(name, "0" * 64, long)])
    assert {case.document for case in world.services.desk.page(asked(world, words="word777", shelf="all"), 0, 9)} == {
        name
    }
    index_documents(world.services, BATCH)
    assert not world.services.desk.page(asked(world, words="word777", shelf="all"), 0, 9)


def test_more_words_than_anybody_types_are_cut(world: World) -> None:
    once, often, too_often = (" ".join(["invoice"] * times) for times in (1, MOST_ASKED, 3 * MOST_ASKED))
    found = [world.services.desk.number_of(asked(world, words=each, shelf="all")) for each in (once, often, too_often)]
    assert found[0] > 0
    assert found == found[:1] * 3
    beyond = asked(world, words=f"{often} nowhere", shelf="all")
    assert world.services.desk.number_of(beyond) == found[0]


def test_views_are_kept_by_person_and_name(world: World) -> None:
    desk, (mine, theirs) = world.services.desk, (world.person("reviewer").id, world.person("second").id)
    for query in ("code=overclaimed", "code=excess_claim&words=%C3%A5"):
        desk.save_view(mine, "Übersicht", query)
    assert [(view.name, view.query) for view in desk.views(mine)] == [("Übersicht", "code=excess_claim&words=%C3%A5")]
    assert desk.views(theirs) == ()
    desk.drop_view(theirs, desk.views(mine)[0].id)
    assert len(desk.views(mine)) == 1, "nobody drops another's view"
    desk.drop_view(mine, desk.views(mine)[0].id)
    assert desk.views(mine) == ()


def test_the_pages_show_what_the_queue_holds(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    page = reviewer.text("/queue?code=overclaimed")
    saved = reviewer.send(page, "/views", name="Mine & yours")
    shown = reviewer.text(saved.headers["location"])
    assert "Mine &amp; yours" in shown
    assert reviewer.text("/overview").count("<svg") > 2
    for kind in ("csv", "xlsx", "parquet"):
        assert reviewer.client.get(f"/queue.{kind}?shelf=all").status_code == 200
    assert "see" in world.signed_in("lead").text("/audit")


def test_what_is_gone_is_on_no_shelf(world: World) -> None:
    found = world.batch.reconciliation
    world.keep(replace(found, findings=()))
    assert everything(world) == ()
    gone = world.services.desk.page(Wanted(shelf=Shelf.GONE), 0, 200)
    assert len(gone) == len(found.findings)


def test_a_page_shows_at_once_what_was_done_at_this_desk(world: World) -> None:
    desk, free = world.services.desk, Wanted(assignee=NOBODY)
    first = page(desk, free, 0, 5)
    desk.assign(first[0], "lead")
    assert page(desk, free, 0, 4) == page(desk, free, 0, 5)[:4] == first[1:]


def test_cases_of_a_page_are_shown_as_others_left_them(world: World) -> None:
    first = page(world.services.desk, Wanted(), 0, 5)
    # A desk of another process, of which this one hears nothing.
    Desk(world.ledger.database).assign(first[0], "lead")
    assert page(world.services.desk, Wanted(), 0, 5) == (replace(first[0], assignee="lead"), *first[1:])
