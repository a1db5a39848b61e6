"""What reviewers do on the desk, by forms alone and in place; nothing is recorded about what was not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger.case_model import Shelf, State, Wanted
from ledger.model import Verdict
from matchers.model import Reconciliation
from review.desk import acts
from review.desk.services import Settings
from tests.ledger_databases import KINDS
from tests.review_desk import BATCH, World, make_world, server_of
from tests.review_sample import values as values_of

FOUR_EYES = Settings(four_eyes={"EUR": Decimal(5000)}, sampled=0.0)


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, server=server_of(request))
    yield made
    made.ledger.close()


@pytest.fixture(params=KINDS)
def strict(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, FOUR_EYES, server=server_of(request))
    yield made
    made.ledger.close()


def state(world: World, number: int) -> State:
    found = world.services.desk.case(number, Wanted(shelf=None))
    assert found
    return found.state


def verdicts(world: World) -> list[Verdict]:
    return [each.decision.verdict for each in world.ledger.decisions(BATCH)]


def changed(before: Reconciliation, code: str, **to: object) -> Reconciliation:
    findings = tuple(replace(each, **to) if each.code == code else each for each in before.findings)  # type: ignore[arg-type]
    return replace(before, findings=findings)


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize(
    ("verdict", "becomes"), [("accept", State.ACCEPTED), ("reject", State.REJECTED), ("cannot_tell", State.UNSURE)]
)
def test_a_verdict_is_recorded_and_taken_back(world: World, verdict: str, becomes: State, in_place: bool) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    address = f"/cases/{number}"
    answer = reviewer.send(reviewer.text(address), f"{address}/decide", in_place, verdict=verdict, words="Seen it.")
    assert answer.status_code == (200 if in_place else 303)
    assert state(world, number) is becomes
    page = answer.text if in_place else reviewer.text(answer.headers["location"])
    assert "Seen it." in page
    reviewer.send(page, f"{address}/decide", in_place, verdict="undo")
    assert state(world, number) is State.OPEN
    assert verdicts(world)[-1] is Verdict.UNDO
    assert world.ledger.verify_chain().intact


def test_an_act_in_place_answers_with_the_case_alone(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    address = f"/cases/{number}"
    answer = reviewer.send(reviewer.text(address), f"{address}/decide", True, verdict="accept")
    assert answer.text.lstrip().startswith("<main")
    assert "<html" not in answer.text


def test_who_saw_what_stands_in_the_audit_trail(world: World) -> None:
    number = world.case("overclaimed")
    world.signed_in("reader").text(f"/cases/{number}")
    case = world.services.desk.case(number, Wanted(shelf=None))
    looks = [each.entry for each in world.ledger.audit_trail() if each.act == "see"]
    assert case
    assert [(look.who, look.subject, look.details["seen"]) for look in looks if look] == [
        ("reader", case.identity, case.digest)
    ]


def test_a_decision_about_what_has_changed_is_refused_and_says_what_changed(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    world.keep(changed(world.batch.reconciliation, "overclaimed", expected="999.00 SEK"))
    answer = reviewer.send(page, f"/cases/{number}/decide", verdict="accept")
    assert answer.status_code == 409
    assert "<ins>999.00 SEK</ins>" in answer.text
    assert verdicts(world) == []
    again = reviewer.send(answer.text, f"/cases/{number}/decide", verdict="accept")
    assert again.status_code == 303


def test_a_decision_after_anothers_is_refused_and_names_them(world: World) -> None:
    reviewer, second, number = world.signed_in("reviewer"), world.signed_in("second"), world.case("overclaimed")
    mine, theirs = reviewer.text(f"/cases/{number}"), second.text(f"/cases/{number}")
    second.send(theirs, f"/cases/{number}/decide", verdict="reject")
    answer = reviewer.send(mine, f"/cases/{number}/decide", verdict="accept")
    assert answer.status_code == 409
    assert "<strong>second</strong> rejected it" in answer.text
    assert verdicts(world) == [Verdict.REJECT]


def test_a_reconciliation_that_the_queue_does_not_show_yet_refuses_too(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    found = changed(world.batch.reconciliation, "overclaimed", found="1.00 SEK")
    run = world.ledger.begin_run("nightly", BATCH, {}, found.as_of, world.clock())
    world.ledger.keep_reconciliation(run, BATCH, found)
    answer = reviewer.send(page, f"/cases/{number}/decide", verdict="accept")
    assert answer.status_code == 409
    assert "1.00 SEK" in answer.text
    assert verdicts(world) == []


def test_what_was_decided_opens_again_when_it_changes_and_stays_when_it_does_not(world: World) -> None:
    reviewer, number, other = world.signed_in("reviewer"), world.case("overclaimed"), world.case("outside_window")
    for each in (number, other):
        reviewer.send(reviewer.text(f"/cases/{each}"), f"/cases/{each}/decide", verdict="accept")
    world.keep(changed(world.batch.reconciliation, "overclaimed", expected="1.00 SEK"))
    assert state(world, number) is State.REOPENED
    assert state(world, other) is State.ACCEPTED


def test_a_finding_that_is_gone_leaves_the_queue_and_comes_back_as_it_was(world: World) -> None:
    number = world.case("overclaimed")
    found = world.batch.reconciliation
    world.keep(replace(found, findings=tuple(each for each in found.findings if each.code != "overclaimed")))
    case = world.services.desk.case(number, Wanted(shelf=None))
    assert case
    assert case.shelf is Shelf.GONE
    shown = world.signed_in("reviewer").text(f"/cases/{number}")
    assert "no longer finds this" in shown
    assert 'value="accept"' not in shown
    world.keep(found)
    case = world.services.desk.case(number, Wanted(shelf=None))
    assert case
    assert (case.shelf, case.state) == (Shelf.TO_DO, State.OPEN)


def test_above_an_amount_two_people_have_to_agree(strict: World) -> None:
    reviewer, second, number = (
        strict.signed_in("reviewer"),
        strict.signed_in("second"),
        strict.case("duplicate_evidence"),
    )
    page = reviewer.text(f"/cases/{number}")
    answer = reviewer.send(page, f"/cases/{number}/decide", True, verdict="reject")
    assert state(strict, number) is State.PROPOSED_REJECT
    reviewer.send(answer.text, f"/cases/{number}/decide", True, verdict="reject")
    assert state(strict, number) is State.PROPOSED_REJECT, "one person's word counts once"
    second.send(second.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    assert state(strict, number) is State.REJECTED


def test_a_second_person_who_disagrees_settles_nothing(strict: World) -> None:
    reviewer, second, number = (
        strict.signed_in("reviewer"),
        strict.signed_in("second"),
        strict.case("duplicate_evidence"),
    )
    reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="accept")
    second.send(second.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    assert state(strict, number) is State.PROPOSED_REJECT


def test_a_small_amount_needs_one_person(strict: World) -> None:
    reviewer, number = strict.signed_in("reviewer"), strict.case("overclaimed")
    reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="accept")
    assert state(strict, number) is State.ACCEPTED


def test_the_message_to_the_partner_is_drafted_edited_and_kept(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("excess_claim")
    page = reviewer.text(f"/cases/{number}")
    assert "Please reduce the claim to the approved amount.</textarea>" in page
    reviewer.send(page, f"/cases/{number}/ask", message="Please send us the rest.")
    assert state(world, number) is State.ASKED
    assert world.ledger.decisions(BATCH)[-1].decision.message == "Please send us the rest."


def test_a_comment_leaves_the_case_where_it_is(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    reviewer.send(page, f"/cases/{number}/comment", words="Asked finance.")
    assert state(world, number) is State.OPEN
    assert "Asked finance." in reviewer.text(f"/cases/{number}")


def test_a_box_is_read_at_once_and_a_correction_reconciles_again(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    read = reviewer.send(
        page, f"/cases/{number}/correct", field="total_amount", box="415 415 520 440", read="box", value=""
    )
    shown = re.search(r'name="value" value="([^"]*)"', read.text)
    assert shown
    assert shown.group(1) == "6,853.50"
    answer = reviewer.send(page, f"/cases/{number}/correct", field="total_amount", box="", read="", value="6900.00")
    assert answer.status_code == 303
    assert world.again == [BATCH]
    correction = world.ledger.corrections()[-1]
    assert (correction.before, correction.after) == ("6853.50", "6900.00")


def test_nothing_in_a_box_says_so(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    for sheet in ("1", "none", "²"):
        asked = {"field": "total_amount", "box": "1 1 2 2", "read": "box", "value": "", "page": sheet}
        address = f"/cases/{number}/correct"
        read = reviewer.client.post(address, data={**reviewer.hidden(page, address), **asked})
        assert "Nothing could be read there." in read.text


@pytest.mark.parametrize(
    ("act", "fields", "verdict"),
    [
        ("reassign", {"line": "L-003"}, Verdict.REASSIGN),
        ("split", {"shares": "L-001 1200.00\nL-002 300,50", "currency": "sek"}, Verdict.SPLIT),
        ("duplicate", {"other": "claims/2025/invoice_035.pdf"}, Verdict.MARK_DUPLICATE),
    ],
)
def test_documents_are_moved_split_and_marked(world: World, act: str, fields: Any, verdict: Verdict) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    assert reviewer.send(page, f"/cases/{number}/{act}", **fields).status_code == 303
    assert verdicts(world) == [verdict]


@pytest.mark.parametrize(
    "shares", ["", "L-001", "L-001 twelve", "L-999 1.00", "L-001 900000.00", "L-001 -5.00", "L-001 20.00\nL-002 -5"]
)
def test_shares_that_are_none_are_refused(world: World, shares: str) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    assert reviewer.send(page, f"/cases/{number}/split", shares=shares, currency="SEK").status_code == 422
    assert verdicts(world) == []


def test_a_split_in_another_currency_is_refused(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    assert reviewer.send(page, f"/cases/{number}/split", shares="L-001 5.00", currency="USD").status_code == 422


@pytest.mark.parametrize(("act", "fields"), [("reassign", {"line": "L-003"}), ("split", {"shares": "L-001 10.00"})])
def test_what_bore_on_matching_is_taken_back_though_its_finding_is_gone(
    world: World, act: str, fields: dict[str, str]
) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    before, case = world.batch.reconciliation, world.services.desk.case(number, Wanted())
    assert case and case.at_risk
    sent = {"currency": case.at_risk.currency, **fields}
    assert reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/{act}", False, **sent).status_code == 303
    world.keep(replace(before, findings=tuple(each for each in before.findings if each.code != "overclaimed")))
    page = reviewer.text(f"/cases/{number}")
    assert "no longer finds this" in page
    assert "Accept" not in page.split('class="acts"')[1]
    taken_back = reviewer.send(page, f"/cases/{number}/decide", verdict="undo")
    assert taken_back.status_code == 303
    assert world.again == [BATCH, BATCH], "undone, and reconciled again"
    assert verdicts(world)[-1] is Verdict.UNDO
    gone = world.services.desk.case(number, Wanted(shelf=None))
    assert gone and gone.shelf is Shelf.GONE, "it comes back with the next reconciliation that finds it"
    world.keep(before)
    found = world.services.desk.case(number, Wanted())
    assert found and found.shelf is Shelf.TO_DO


def test_a_long_reconciliation_is_not_waited_for_and_the_page_shows_it_when_it_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "PATIENCE", 0.01)
    world.slow = True
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    sent = reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/reassign", True, line="L-003")
    assert sent.status_code == 200
    assert f'hx-get="/cases/{number}/settled' in sent.text
    assert reviewer.client.get(f"/cases/{number}/settled").status_code == 204
    world.running.set_result(None)
    shown = reviewer.client.get(f"/cases/{number}/settled", headers={"HX-Request": "true"})
    assert shown.text.lstrip().startswith("<main") and "/settled" not in shown.text


def test_a_reconciliation_that_fails_does_not_lose_the_correction(world: World) -> None:
    world.running.set_exception(OSError("disk full"))
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    sent = reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/reassign", True, line="L-003")
    assert "could not be reconciled again" in sent.text
    assert verdicts(world) == [Verdict.REASSIGN]


def test_several_are_decided_after_a_preview_each_with_its_own_record(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    page = reviewer.text("/bulk?of=all&filters=code%3Dmissing_claim")
    assert re.search(r"<strong>EUR [\d,.]+</strong>", page)
    count = len(world.services.desk.page(Wanted(code="missing_claim"), 0, 50))
    answer = reviewer.send(page, "/bulk", verdict="accept", reason="explained")
    assert answer.status_code == 303
    assert verdicts(world) == [Verdict.ACCEPT] * count


def test_several_are_not_decided_where_one_has_changed_since_the_preview(world: World) -> None:
    reviewer, second, number = world.signed_in("reviewer"), world.signed_in("second"), world.case("missing_claim")
    page = reviewer.text("/bulk?of=all&filters=code%3Dmissing_claim")
    second.send(second.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    answer = reviewer.send(page, "/bulk", verdict="accept")
    assert answer.status_code == 409
    assert verdicts(world) == [Verdict.REJECT]


def test_no_two_people_take_the_same_case(world: World) -> None:
    reviewer, second = world.signed_in("reviewer"), world.signed_in("second")
    taken = [who.send(who.text("/queue"), "/take").headers["location"] for who in (reviewer, second, reviewer)]
    assert len(set(taken)) == 3
    assert "second" in second.text(taken[1])


def test_a_case_that_another_has_open_says_so(world: World) -> None:
    number = world.case("overclaimed")
    world.signed_in("reviewer").text(f"/cases/{number}")
    assert "reviewer has this case open." in world.signed_in("second").text(f"/cases/{number}")
    world.clock.wait(minutes=20)
    assert "has this case open." not in world.signed_in("second").text(f"/cases/{number}")


def test_only_a_lead_gives_cases_to_others(world: World) -> None:
    number = world.case("overclaimed")
    reviewer, lead = world.signed_in("reviewer"), world.signed_in("lead")
    page = reviewer.text(f"/cases/{number}")
    assert reviewer.send(page, f"/cases/{number}/assign", assignee="second").status_code == 403
    assert reviewer.send(page, f"/cases/{number}/assign", assignee="reviewer").status_code == 303
    assert lead.send(lead.text(f"/cases/{number}"), f"/cases/{number}/assign", assignee="second").status_code == 303
    assert "With second" in reviewer.text(f"/cases/{number}")


def test_only_a_lead_takes_back_what_others_decided(world: World) -> None:
    number = world.case("overclaimed")
    reviewer, second, lead = (world.signed_in(name) for name in ("reviewer", "second", "lead"))
    reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="accept")
    page = second.text(f"/cases/{number}")
    assert second.send(page, f"/cases/{number}/decide", verdict="undo").status_code == 403
    assert lead.send(lead.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="undo").status_code == 303
    assert state(world, number) is State.OPEN


def test_cleared_lines_are_drawn_for_a_second_look(tmp_path: Path) -> None:
    world = make_world(tmp_path, Settings(sampled=1.0))
    cleared = sum(line.status.value == "cleared" for line in world.batch.reconciliation.lines)
    assert world.services.desk.number_of(Wanted(code="quality_sample")) == cleared > 0
    reviewer, number = world.signed_in("reviewer"), world.case("quality_sample")
    reviewer.send(reviewer.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    assert state(world, number) is State.REJECTED
    world.keep(world.batch.reconciliation)
    assert state(world, number) is State.REJECTED
    world.ledger.close()


def test_twins_lie_side_by_side_and_what_differs_is_marked_on_both(world: World) -> None:
    case = world.services.desk.case(world.case("duplicate_evidence"), Wanted())
    assert case
    place = next(n for n, each in enumerate(world.batch.submissions) if each.name == case.document)
    found = changed(world.batch.reconciliation, case.code, related_document=world.batch.submissions[place - 4].name)
    world.keep(found)
    twins = world.services.desk.page(Wanted(code=case.code, words=case.document), 0, 1)
    page = world.signed_in("reviewer").text(f"/cases/{twins[0].id}")
    ours, theirs = (values_of(each) for each in (place, place - 4))
    differing = [name for name, (value, _) in ours.items() if theirs[name][0] != value]
    assert 0 < len(differing) < len(ours)
    assert page.count('<rect class="box differs"') == len(differing), "on the other"
    assert page.count('class="box differs"') == 2 * len(differing), "and on this one"
    for name in differing:
        assert f"<del>{ours[name][0]}</del>" in page and f"<ins>{theirs[name][0]}</ins>" in page
    assert f"{len(ours) - len(differing)} values are the same" in page


def test_the_next_case_follows_in_the_queues_order(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    order = [case.id for case in world.services.desk.page(Wanted(), 0, 50)]
    assert reviewer.client.get(f"/next?after={order[0]}").headers["location"].startswith(f"/cases/{order[1]}?")
    assert reviewer.client.get(f"/next?after={order[-1]}").headers["location"].startswith(f"/cases/{order[0]}?")
