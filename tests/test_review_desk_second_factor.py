"""The second factor: codes as RFC 6238 has them, each good once, asked for at the door and enrolled by their owner."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from httpx import Client, Response

from ledger.factors import Factors
from ledger.store import Ledger
from review.desk import second_factor
from review.desk.second_factor import STEP, TRIES, code_at, new_codes, new_secret, step_of
from tests.review_desk import PASSWORD, START, Visitor, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.ledger.close()


def code_of(world: World, name: str, later: int = 0) -> str:
    """Return what the person's phone shows now, or some steps later."""
    factor = world.services.factors.of(world.person(name).id)
    assert factor
    step = int(world.clock.moment.timestamp()) // STEP + later
    return code_at(base64.b32decode(factor.secret), step)


def enrolled(world: World) -> tuple[Visitor, list[str]]:
    """Have the reviewer enrol a phone; return them with their recovery codes."""
    reviewer = world.signed_in("reviewer")
    page = reviewer.text("/settings/factor")
    assert reviewer.send(page, "/settings/factor/offer", password=PASSWORD).status_code == 303
    page = reviewer.text("/settings/factor")
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret and "otpauth://totp/proofdesk:reviewer?secret=" + secret.group(1).replace(" ", "") in page
    shown = reviewer.send(page, "/settings/factor/confirm", code=code_of(world, "reviewer"))
    assert shown.status_code == 200
    world.clock.wait(seconds=2 * STEP)
    return reviewer, re.findall(r"<code>([a-z0-9-]{11})</code>", shown.text)


def at_the_door(world: World) -> Client:
    """Return the browser of somebody who gave the reviewer's password."""
    client = world.visitor()
    door = re.search(r'name="door_key" value="([^"]+)"', client.get("/sign-in").text)
    assert door
    sent = {"door_key": door.group(1), "name": "reviewer", "password": PASSWORD, "onward": "/overview"}
    answer = client.post("/sign-in", data=sent)
    assert answer.headers["location"].startswith("/sign-in/second?")
    return client


def shows(client: Client, code: str) -> Response:
    asked = client.get("/sign-in/second?onward=/overview")
    key = re.search(r'name="form_key" value="([^"]+)"', asked.text)
    assert key, asked.headers
    sent: Response = client.post(
        "/sign-in/second", data={"form_key": key.group(1), "code": code, "onward": "/overview"}
    )
    return sent


def acts(world: World) -> list[str]:
    return [each.act for each in world.ledger.audit_trail()]


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(b"12345678901234567890", seconds // STEP, 8) == code


@pytest.mark.parametrize(("late", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_a_little_wrong(late: int, good: bool) -> None:
    secret, now = new_secret(), int(START.timestamp()) // STEP
    code = code_at(base64.b32decode(secret), now + late)
    assert (step_of(secret, f"{code[:3]} {code[3:]}", START) == now + late) is good


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "' OR 1=1"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(new_secret(), code, START) is None


def test_secrets_and_recovery_codes_are_as_long_as_they_should_be() -> None:
    assert len(base64.b32decode(new_secret())) == 20
    codes = {code for _ in range(20) for code in new_codes()}
    assert len(codes) == 20 * second_factor.SPARE_CODES


def test_the_password_alone_lets_nobody_in_who_has_enrolled(world: World) -> None:
    enrolled(world)
    client = at_the_door(world)
    assert client.get("/queue").headers["location"].startswith("/sign-in?")
    assert client.get("/cases/1").status_code == 303
    answer = shows(client, code_of(world, "reviewer"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/overview")
    assert client.get("/queue").status_code == 200
    assert world.ledger.audit_trail()
    entry = next(each.entry for each in reversed(list(world.ledger.audit_trail())) if each.act == "sign_in")
    assert entry and entry.details["by"] == "second factor, code"


def test_a_code_is_good_once(world: World) -> None:
    enrolled(world)
    code = code_of(world, "reviewer")
    assert shows(at_the_door(world), code).status_code == 303
    assert shows(at_the_door(world), code).status_code == 401
    assert shows(at_the_door(world), code_of(world, "reviewer", -1)).status_code == 401, "nor is one before it"
    world.clock.wait(seconds=STEP)
    assert shows(at_the_door(world), code_of(world, "reviewer")).status_code == 303


def test_a_recovery_code_is_good_once_and_kept_hashed(world: World) -> None:
    _, codes = enrolled(world)
    assert len(codes) == second_factor.SPARE_CODES
    assert shows(at_the_door(world), codes[3].upper()).status_code == 303
    assert shows(at_the_door(world), codes[3]).status_code == 401
    assert world.services.factors.codes_left(world.person("reviewer").id) == second_factor.SPARE_CODES - 1
    kept = world.ledger.database.engine.raw_connection()
    hashes = [row[0] for row in kept.cursor().execute("SELECT hashed FROM recovery_codes").fetchall()]
    kept.close()
    assert all(each.startswith("$argon2id$") for each in hashes)
    assert not any(code in str(hashes) for code in codes)


def test_guessing_codes_is_slowed_down(world: World) -> None:
    enrolled(world)
    client = at_the_door(world)
    wrong = "000000" if code_of(world, "reviewer") != "000000" else "111111"
    for _ in range(TRIES):
        assert shows(client, wrong).status_code == 401
    assert shows(client, code_of(world, "reviewer")).status_code == 401, "right, but tried too often"
    world.clock.wait(minutes=16)
    assert shows(at_the_door(world), code_of(world, "reviewer")).status_code == 303
    assert acts(world).count("sign_in_refused") == TRIES + 1


def test_waiting_at_the_door_ends_and_its_form_is_the_desks(world: World) -> None:
    enrolled(world)
    client = at_the_door(world)
    forged = client.post("/sign-in/second", data={"form_key": "guess", "code": code_of(world, "reviewer")})
    assert forged.headers["location"] == "/sign-in"
    world.clock.wait(minutes=11)
    assert client.get("/sign-in/second").headers["location"] == "/sign-in"
    assert world.visitor().get("/sign-in/second").headers["location"] == "/sign-in"


def test_enrolling_asks_for_the_password_and_for_a_code(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    page = reviewer.text("/settings/factor")
    assert reviewer.send(page, "/settings/factor/offer", password="wrong").status_code == 403
    reviewer.send(page, "/settings/factor/offer", password=PASSWORD)
    page = reviewer.text("/settings/factor")
    assert reviewer.send(page, "/settings/factor/confirm", code="000000x").status_code == 422
    assert not world.person("reviewer").enrolled
    assert "factor_enrolled" not in acts(world)


def test_recovery_codes_are_for_those_alone_who_enrolled(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    reviewer.send(reviewer.text("/settings/factor"), "/settings/factor/offer", password=PASSWORD)
    asked = {**key(reviewer), "code": code_of(world, "reviewer")}
    assert reviewer.client.post("/settings/factor/codes", data=asked).status_code == 303
    assert not world.person("reviewer").enrolled
    assert world.services.factors.codes_left(world.person("reviewer").id) == 0


def test_an_enrolled_secret_is_not_replaced_nor_shown_again(world: World) -> None:
    reviewer, _ = enrolled(world)
    before = world.services.factors.of(world.person("reviewer").id)
    sent = reviewer.client.post("/settings/factor/offer", data={**key(reviewer), "password": PASSWORD})
    assert sent.status_code == 303
    assert world.services.factors.of(world.person("reviewer").id) == before
    assert before and before.secret[:4] not in reviewer.text("/settings/factor")


def key(visitor: Visitor) -> dict[str, str]:
    found = re.search(r'name="form_key" value="([^"]+)"', visitor.text("/settings"))
    assert found
    return {"form_key": found.group(1)}


def test_codes_are_made_anew_and_the_factor_taken_away_with_a_code(world: World) -> None:
    reviewer, codes = enrolled(world)
    for address in ("codes", "remove"):
        sent = {**key(reviewer), "code": "000000x"}
        assert reviewer.client.post(f"/settings/factor/{address}", data=sent).status_code == 422
    made = reviewer.client.post(
        "/settings/factor/codes", data={**key(reviewer), "code": code_of(world, "reviewer")}
    ).text
    new = re.findall(r"<code>([a-z0-9-]{11})</code>", made)
    assert len(new) == len(codes) and not set(new) & set(codes)
    world.clock.wait(seconds=STEP)
    reviewer.client.post("/settings/factor/remove", data={**key(reviewer), "code": code_of(world, "reviewer")})
    assert not world.person("reviewer").enrolled
    assert {"factor_enrolled", "recovery_codes_made", "factor_refused", "factor_removed"} <= set(acts(world))


def test_an_administrator_requires_it_and_nothing_else_is_open_until_then(world: World) -> None:
    admin, second = world.signed_in("administrator"), world.signed_in("second")
    page = admin.text("/people")
    sent = admin.send(page, "/people/second", role="reviewer", active="on", must_enrol="on", partners="", programmes="")
    assert sent.status_code == 303
    assert second.client.get("/queue").headers["location"] == "/settings/factor"
    page = second.text("/settings/factor")
    assert "You need a second factor before anything else." in page
    second.send(page, "/settings/factor/offer")
    shown = second.send(second.text("/settings/factor"), "/settings/factor/confirm", code=code_of(world, "second"))
    assert "Recovery codes" in shown.text
    assert second.client.get("/queue").status_code == 200


def test_an_administrator_takes_it_away_from_others_alone(world: World) -> None:
    reviewer, _ = enrolled(world)
    admin = world.signed_in("administrator")
    page = admin.text("/people")
    assert admin.send(page, "/people/reviewer/factor").status_code == 303
    assert reviewer.client.get("/queue").status_code == 303, "whoever has the phone is out"
    assert not world.person("reviewer").enrolled
    own = admin.client.post("/people/administrator/factor", data=admin.hidden(page, "/people/reviewer/factor"))
    assert own.status_code == 409
    entry = next(each.entry for each in world.ledger.audit_trail() if each.act == "factor_removed")
    assert entry and (entry.who, entry.subject) == ("administrator", "reviewer")


def test_a_new_code_of_an_administrators_asks_for_the_second_factor_too(world: World) -> None:
    enrolled(world)
    admin = world.signed_in("administrator")
    made = admin.send(admin.text("/people"), "/people/reviewer/code")
    found, client = re.search(r"/first#([\w-]+)</code>", made.text), world.visitor()
    door = re.search(r'name="door_key" value="([^"]+)"', client.get("/first").text)
    assert found and door
    answer = client.post("/first", data={"door_key": door.group(1), "code": found.group(1)})
    assert answer.headers["location"] == "/sign-in/second?onward=%2Fsettings"


def test_of_many_at_once_with_one_code_one_is_let_in(ledger: Ledger) -> None:
    from ledger.people import People, Person

    person = People(ledger.database).add(Person(0, "ann", "Ann", "reviewer"), None, START)
    factors = Factors(ledger.database)
    factors.offer(person.id, "SECRET", START)
    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda _: factors.take(person.id, "SECRET", 7), range(6)))
    assert taken.count(True) == 1
    factors.keep_codes(person.id, ["one", "two"])
    with ThreadPoolExecutor(6) as threads:
        used = list(threads.map(lambda _: factors.use_code(person.id, "two".__eq__), range(6)))
    assert used.count(True) == 1
    assert factors.codes_left(person.id) == 1
