"""Who may do what on the desk, and what is refused whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from ledger.case_model import Wanted
from ledger.people import IDLE, LONGEST, Person
from review.desk.api import Bears
from review.desk.app import make_app
from review.desk.pace import Pace
from review.desk.passwords import TRIES, fault_of
from review.desk.policy import GRANTED, Act
from review.desk.security import HEADERS, MOST_FORM
from review.desk.services import Settings
from review.desk.visits import Needs
from tests.review_desk import PASSWORD, World, make_world

PUBLIC = {
    "/",
    "/sign-in",
    "/sign-in/second",
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/first",
    "/static/{digest}/{name}",
}
ACTS = {
    ("POST", "/cases/{number}/decide"): Act.DECIDE,
    ("POST", "/cases/{number}/ask"): Act.DECIDE,
    ("POST", "/cases/{number}/reassign"): Act.DECIDE,
    ("POST", "/cases/{number}/split"): Act.DECIDE,
    ("POST", "/cases/{number}/duplicate"): Act.DECIDE,
    ("POST", "/cases/{number}/correct"): Act.CORRECT,
    ("POST", "/cases/{number}/comment"): Act.COMMENT,
    ("POST", "/cases/{number}/assign"): Act.TAKE,
    ("POST", "/take"): Act.TAKE,
    ("GET", "/bulk"): Act.BULK,
    ("POST", "/bulk"): Act.BULK,
    ("GET", "/upload"): Act.UPLOAD,
    ("POST", "/upload"): Act.UPLOAD,
    ("POST", "/upload/work"): Act.UPLOAD,
    ("GET", "/audit"): Act.AUDIT,
    ("POST", "/audit/verify"): Act.AUDIT,
    ("GET", "/people"): Act.PEOPLE,
    ("POST", "/people"): Act.PEOPLE,
    ("POST", "/people/{name}"): Act.PEOPLE,
    ("POST", "/people/{name}/code"): Act.PEOPLE,
    ("POST", "/people/{name}/factor"): Act.PEOPLE,
    ("GET", "/tokens"): Act.TOKENS,
    ("POST", "/tokens"): Act.TOKENS,
    ("POST", "/tokens/{digest}/revoke"): Act.TOKENS,
    ("GET", "/quality"): Act.MEASURE,
    ("POST", "/quality/seed"): Act.MEASURE,
    ("GET", "/queue.{kind}"): Act.EXPORT,
    ("GET", "/cases/{number}/file.pdf"): Act.EXPORT,
    ("GET", "/cases/{number}/file.json"): Act.EXPORT,
    ("POST", "/api/v1/cases/{number}/decisions"): Act.DECIDE,
    ("PUT", "/api/v1/batches/{batch}/claims"): Act.UPLOAD,
    ("POST", "/api/v1/batches/{batch}/documents"): Act.UPLOAD,
    ("POST", "/api/v1/batches/{batch}/reconcile"): Act.UPLOAD,
}
"""What each route needs beside seeing; a route that is not named here must need exactly that."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, Settings(most_upload=MOST_FORM + 1000))
    yield made
    made.ledger.close()


def routes(world: World) -> Iterator[tuple[str, APIRoute]]:
    def walk(found: object) -> Iterator[APIRoute]:
        for route in getattr(found, "routes", ()):
            if isinstance(route, APIRoute):
                yield route
            elif hasattr(route, "original_router"):
                yield from walk(route.original_router)

    for route in walk(make_app(world.services)):
        for method in sorted(route.methods or ()):
            yield method, route


def needs_of(dependant: Dependant) -> set[Act]:
    own = {dependant.call.act} if isinstance(dependant.call, Needs | Bears) else set()
    return own.union(*(needs_of(each) for each in dependant.dependencies))


def test_every_route_needs_what_the_table_says(world: World) -> None:
    found = {(method, route.path): needs_of(route.dependant) for method, route in routes(world)}
    assert len(found) > 40
    for (method, path), needs in found.items():
        expected = set() if path in PUBLIC else {ACTS.get((method, path), Act.SEE)}
        assert needs == expected, (method, path)
    assert ACTS.keys() <= found.keys()


def test_nothing_is_changed_by_a_get(world: World) -> None:
    assert {method for method, _ in routes(world)} <= {"GET", "POST", "PUT"}
    changing = {path for (method, path) in ACTS if method != "GET"}
    assert not changing & {route.path for method, route in routes(world) if method == "GET"} - {
        "/bulk",
        "/upload",
        "/people",
        "/tokens",
    }


@pytest.mark.parametrize("role", [*GRANTED, "stranger"])
def test_each_role_is_denied_what_it_is_not_granted(world: World, role: str) -> None:
    person = Person(0, f"a-{role}", role, role)
    world.services.people.add(person, None, world.clock())
    visitor = world.signed_in(person.name)
    key = world.services.people.sitting(visitor.client.cookies["proofdesk"], world.clock())
    assert key
    granted = GRANTED.get(role, frozenset())
    for method, route in routes(world):
        if route.path.startswith("/api/") or route.path in PUBLIC or route.path == "/sign-out":
            continue
        address = route.path.format(
            number=world.case("overclaimed"), name="second", digest="0", kind="csv", sha256="0", page=1
        )
        data = {"form_key": key.form_key} if method == "POST" else None
        status = visitor.client.request(method, address, data=data).status_code
        (act,) = needs_of(route.dependant)
        assert (status == 403) == (act not in granted), (role, method, address, status)


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    client = world.visitor()
    for method, route in routes(world):
        if route.path in PUBLIC:
            continue
        address = route.path.format(
            number=1, name="x", digest="0", kind="csv", sha256="0", page=1, batch="b", claim_id="c"
        )
        answer = client.request(method, address)
        refused = answer.status_code == 401 if route.path.startswith("/api/") else answer.status_code == 303
        assert refused, (method, address, answer.status_code)


def test_forms_that_are_not_the_desks_are_refused(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    page = reviewer.text(f"/cases/{number}")
    address = f"/cases/{number}/decide"
    other = world.signed_in("second").hidden(world.signed_in("second").text(f"/cases/{number}"), address)
    for forged in ("", "guess", other["form_key"]):
        assert reviewer.send(page, address, verdict="accept", form_key=forged).status_code == 403
    sent = reviewer.hidden(page, address) | {"verdict": "accept"}
    foreign = reviewer.client.post(address, data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert world.ledger.decisions("north") == ()


def test_every_answer_bears_the_headers(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    stranger = world.visitor()
    number = world.case("overclaimed")
    sha256 = world.batch.submissions[38].sha256
    for answer in (
        stranger.get("/sign-in"),
        stranger.get("/queue"),
        stranger.get("/api/v1/cases"),
        stranger.get("/static/0/nothing"),
        reviewer.client.get("/queue"),
        reviewer.client.get("/nowhere"),
        reviewer.client.get("/people"),
        reviewer.client.get(f"/cases/{number}/papers/{sha256}/1/image"),
        reviewer.client.get(f"/cases/{number}/papers/{sha256}/original"),
        reviewer.client.post("/take"),
    ):
        for name, value in HEADERS.items():
            if name != "Content-Security-Policy":
                assert answer.headers[name] == value, (answer.url, name)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"]


def test_people_who_are_signed_in_keep_their_way_around_on_a_page_that_is_not_there(world: World) -> None:
    for address in ("/nowhere", "/cases/999999", "/people"):
        shown = world.signed_in("reviewer").client.get(address)
        assert shown.status_code in (403, 404) and 'action="/sign-out"' in shown.text
    assert "/sign-out" not in world.visitor().get("/nowhere").text


def test_pages_are_not_kept_and_pictures_are_for_their_reader_alone(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    assert reviewer.client.get("/queue").headers["Cache-Control"] == "no-store"
    page = reviewer.text(f"/cases/{number}")
    picture = re.search(r'<image href="([^"]+)"', page)
    assert picture
    kept = reviewer.client.get(picture.group(1))
    assert kept.headers["Cache-Control"].startswith("private")
    assert kept.content.startswith(b"\x89PNG")


def test_originals_are_saved_and_never_opened(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    sha256 = world.batch.submissions[38].sha256
    answer = reviewer.client.get(f"/cases/{number}/papers/{sha256}/original")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_document_is_shown_only_with_a_case_that_it_belongs_to(world: World) -> None:
    reviewer, number = world.signed_in("reviewer"), world.case("overclaimed")
    other = world.batch.submissions[1].sha256
    for what in ("1/image", "1/words", "original"):
        assert reviewer.client.get(f"/cases/{number}/papers/{other}/{what}").status_code == 404


def test_people_see_only_their_partners(world: World) -> None:
    fjord = world.signed_in("fjord")
    mine = {case.id for case in world.services.desk.page(Wanted(shelf=None, partner="Fjord Data"), 0, 200)}
    every = world.services.desk.page(Wanted(shelf=None), 0, 200)
    shown = fjord.text("/queue")
    assert "Nordlicht IT" not in shown
    assert "Nordlicht IT" not in fjord.text("/overview")
    assert "Nordlicht IT" not in fjord.client.get("/queue.csv?shelf=all").text
    for case in every:
        assert fjord.client.get(f"/cases/{case.id}").status_code == (200 if case.id in mine else 404)
    foreign = next(case.id for case in every if case.id not in mine)
    page = fjord.text(f"/cases/{min(mine)}")
    sent = fjord.hidden(page, f"/cases/{min(mine)}/decide") | {"verdict": "accept"}
    assert fjord.client.post(f"/cases/{foreign}/decide", data=sent).status_code == 404
    assert fjord.text(f"/bulk?of=picked&pick={foreign}").count("No case is picked") == 1
    following = fjord.client.get(f"/next?after={foreign}").headers["location"]
    assert int(re.findall(r"/cases/(\d+)", following)[0]) in mine


def sign_in(world: World, name: str, password: str) -> int:
    client = world.visitor()
    door = re.search(r'name="door_key" value="([^"]+)"', client.get("/sign-in").text)
    assert door
    sent = {"door_key": door.group(1), "name": name, "password": password}
    return int(client.post("/sign-in", data=sent).status_code)


def test_signing_in_by_password(world: World) -> None:
    assert sign_in(world, "reviewer", PASSWORD) == 303
    assert sign_in(world, "reviewer", PASSWORD + "!") == 401
    assert sign_in(world, "nobody", PASSWORD) == 401
    assert sign_in(world, "lead", PASSWORD) == 401, "an account without a password"
    refused = [each.entry for each in world.ledger.audit_trail() if each.act == "sign_in_refused"]
    assert len(refused) == 3
    assert PASSWORD not in str(refused)


def test_guessing_is_slowed_down(world: World) -> None:
    for number in range(TRIES):
        assert sign_in(world, "reviewer", f"guess {number}") == 401
    assert sign_in(world, "reviewer", PASSWORD) == 401
    world.clock.wait(minutes=16)
    assert sign_in(world, "reviewer", PASSWORD) == 303


def test_a_sign_in_form_from_elsewhere_signs_nobody_in(world: World) -> None:
    sent = {"door_key": "guess", "name": "reviewer", "password": PASSWORD}
    assert world.visitor().post("/sign-in", data=sent).status_code == 403


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_leads_to_the_desk_alone(world: World, onward: str) -> None:
    client = world.visitor()
    door = re.search(r'name="door_key" value="([^"]+)"', client.get("/sign-in").text)
    assert door
    sent = {"door_key": door.group(1), "name": "reviewer", "password": PASSWORD, "onward": onward}
    assert client.post("/sign-in", data=sent).headers["location"] == "/queue"


def test_sittings_end(world: World) -> None:
    for wait in (IDLE, LONGEST):
        visitor = world.signed_in("reviewer")
        assert visitor.client.get("/queue").status_code == 200
        world.clock.wait(seconds=int(wait.total_seconds()) + 60)
        assert visitor.client.get("/queue").status_code == 303
    visitor = world.signed_in("reviewer")
    visitor.send(visitor.text("/queue"), "/sign-out")
    assert visitor.client.get("/queue").status_code == 303


def test_a_closed_account_is_out_at_once(world: World) -> None:
    visitor = world.signed_in("second")
    admin = world.signed_in("administrator")
    page = admin.text("/people")
    admin.send(page, "/people/second", role="reviewer", partners="", programmes="")
    assert visitor.client.get("/queue").status_code == 303


def test_a_code_is_good_once_and_asks_for_a_password(world: World) -> None:
    admin = world.signed_in("administrator")
    page = admin.send(admin.text("/people"), "/people", name="newcomer", role="reader", partners="", programmes="")
    code = re.search(r"/first#([\w-]+)</code>", page.text)
    assert code
    outcomes = []
    for _ in range(2):
        client = world.visitor()
        door = re.search(r'name="door_key" value="([^"]+)"', client.get("/first").text)
        assert door
        outcomes.append(client.post("/first", data={"door_key": door.group(1), "code": code.group(1)}).status_code)
        if outcomes == [303]:
            assert client.get("/queue").headers["location"] == "/settings"
    assert outcomes == [303, 401]


@pytest.mark.parametrize(
    "password", ["short", "password1234", "qwertyqwerty", "reviewer-reviewer", "aaaaaaaaaaaaaaaa", "x" * 300]
)
def test_passwords_that_will_not_do(password: str) -> None:
    assert fault_of(password, Person(1, "reviewer", "R", "reviewer"))


def test_nobody_takes_away_their_own_administration(world: World) -> None:
    admin = world.signed_in("administrator")
    answer = admin.send(
        admin.text("/people"), "/people/administrator", role="reader", active="on", partners="", programmes=""
    )
    assert answer.status_code == 409


def test_the_cookie_is_out_of_scripts_reach_and_secure_over_https(tmp_path: Path) -> None:
    world = make_world(tmp_path, Settings(secure=True, address="https://desk.example"))
    client = world.visitor()
    client.base_url = client.base_url.copy_with(scheme="https")
    door = re.search(r'name="door_key" value="([^"]+)"', client.get("/sign-in").text)
    assert door
    answer = client.post("/sign-in", data={"door_key": door.group(1), "name": "reviewer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-proofdesk=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Strict-Transport-Security" in answer.headers
    world.ledger.close()


def test_a_body_without_end_is_cut(world: World) -> None:
    reviewer = world.signed_in("reviewer")
    big = {"form_key": "x" * (MOST_FORM + 10)}
    assert reviewer.client.post("/take", data=big).status_code == 413
    files = {"files": ("a.pdf", b"x" * (MOST_FORM + 2000))}
    assert reviewer.client.post("/upload", files=files).status_code == 413


def test_who_asks_too_fast_waits_a_moment_and_others_do_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.desk.app.A_PERSON", (0.001, 5))
    hasty, calm = world.signed_in("reviewer"), world.signed_in("second")
    statuses = [hasty.client.get("/static/0/desk.css").status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    refused = hasty.client.post("/take")
    assert (refused.status_code, refused.headers["X-Content-Type-Options"]) == (429, "nosniff")
    assert int(refused.headers["Retry-After"]) > 0
    assert calm.client.get("/queue").status_code == 200


def test_an_address_has_a_pace_whatever_keys_it_makes_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.desk.app.AN_ADDRESS", (0.001, 5))
    client = world.visitor()
    tries = [client.get("/api/v1/cases", headers={"Authorization": f"Bearer guess{n}"}).status_code for n in range(7)]
    assert tries == [401] * 5 + [429] * 2


def test_a_pace_lets_through_again_as_time_goes_on() -> None:
    now = [0.0]
    pace = Pace(2.0, 2, lambda: now[0])
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 1]
    now[0] = 0.5
    assert [pace.wait("a"), pace.wait("b")] == [0, 0]
    assert pace.wait("a") == 1


HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe\"'>{{7*7}}<script>"


def test_hostile_names_and_texts_are_shown_as_text(world: World) -> None:
    found = world.batch.reconciliation
    first = next(each for each in found.findings if each.code == "overclaimed")
    evil = replace(first, message=HOSTILE, document=HOSTILE, expected=HOSTILE, found=HOSTILE, partner_message=HOSTILE)
    line = replace(found.lines[0].line, partner=HOSTILE, campaign_name=HOSTILE, line_id=HOSTILE)
    lines = (replace(found.lines[0], line=line), *found.lines[1:])
    world.keep(replace(found, findings=(replace(evil, line_id=HOSTILE),), lines=lines))
    reviewer, number = world.signed_in("administrator"), world.case("overclaimed")
    pages = [
        reviewer.text(address) for address in (f"/cases/{number}", "/queue", "/overview", "/bulk?of=all", "/audit")
    ]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>" not in page.replace('<script src="', "")
        assert "\u202e" not in page
        assert "&gt;49" not in page
    assert "&lt;img src=x" in pages[0]
    shown = reviewer.client.get("/queue.csv").text
    assert "\u202e" not in shown.splitlines()[0]
    assert reviewer.client.get(f"/cases/{number}/file.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=99999999999", "shelf=x", "age=abc", "least=1e999", "order='", "words=%22%22*", "words=%00"],
)
def test_nonsense_in_the_address_is_no_fault(world: World, query: str) -> None:
    assert world.signed_in("reviewer").client.get(f"/queue?{query}").status_code == 200


@pytest.mark.parametrize(
    "words", ["invoice_030", "Kettle", "INV-4038", "C-038 overclaimed", 'NEAR("a" "b")', "a OR b", "-x"]
)
def test_search_takes_words_as_words(world: World, words: str) -> None:
    assert world.signed_in("reviewer").client.get("/queue", params={"words": words}).status_code == 200


def test_search_finds_what_stands_in_documents(world: World) -> None:
    found = world.services.desk.page(Wanted(shelf=None, words="INV-4038"), 0, 10)
    assert {case.document for case in found} == {"claims/2026/invoice_038.pdf"}
