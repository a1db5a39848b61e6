"""The desk's API: what programs may do with which token, once and no oftener; and that it answers as it describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from httpx import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from ledger.model import Verdict
from ledger.people import Person
from review.desk.api import describe, router
from review.desk.app import make_app
from review.desk.policy import GRANTED, Act
from tests.review_desk import BATCH, World, make_world

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.ledger.close()


def program(world: World, *scopes: str, person: str = "lead") -> Client:
    client = world.visitor()
    owner = world.person(person)
    secret = world.services.desk.make_token(owner.id, "portal", scopes, world.clock())
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def test_a_portal_pulls_cases_and_decides_one(world: World) -> None:
    client = program(world, "read", "decide")
    page = client.get("/api/v1/cases?code=overclaimed").json()
    assert page["total"] == len(page["cases"]) > 0
    case = client.get(f"/api/v1/cases/{page['cases'][0]['id']}").json()
    sent = {"verdict": "reject", "seen": case["seen"], "after": case["after"], "reason": "not_proven"}
    made = client.post(f"/api/v1/cases/{case['id']}/decisions", json=sent)
    assert made.status_code == 201
    assert made.json()["state"] == "rejected"
    assert client.post(f"/api/v1/cases/{case['id']}/decisions", json=sent).status_code == 409
    assert [each.decision.verdict for each in world.ledger.decisions(BATCH)] == [Verdict.REJECT]


def test_a_request_with_an_idempotency_key_is_done_once(world: World) -> None:
    client = program(world, "read", "decide")
    number = world.case("overclaimed")
    case = client.get(f"/api/v1/cases/{number}").json()
    sent = {"verdict": "comment", "seen": case["seen"], "after": case["after"], "words": "From the portal."}
    key = {"Idempotency-Key": "a1"}
    first, second = (client.post(f"/api/v1/cases/{number}/decisions", json=sent, headers=key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(world.ledger.decisions(BATCH)) == 1
    other = client.post(f"/api/v1/cases/{number}/decisions", json={**sent, "words": "Else."}, headers=key)
    assert other.status_code == 422


def test_claims_are_pushed_and_verdicts_pulled(world: World) -> None:
    client = program(world, "read", "submit")
    claims = [{"claim_id": "C-1", "line_id": "L-001", "amount": "1200.50", "currency": "EUR", "documents": ["a.pdf"]}]
    assert client.put(f"/api/v1/batches/{BATCH}/claims", json=claims).json() == {"taken": 1, "faults": []}
    handed = client.post(f"/api/v1/batches/{BATCH}/documents", files=[("files", ("a.pdf", b"%PDF-1.7"))])
    assert handed.status_code == 201
    assert client.post(f"/api/v1/batches/{BATCH}/reconcile").status_code == 202
    assert world.taken == [(BATCH, "claims", ("claims.csv",)), (BATCH, "evidence", ("a.pdf",))]
    verdict = client.get(f"/api/v1/batches/{BATCH}/claims/C-038").json()
    assert (verdict["settled"], verdict["open"]) == (False, 1)
    assert client.get(f"/api/v1/batches/{BATCH}/claims/C-000").json()["settled"]


ROUTES = (
    ("GET", "/api/v1/cases", "read"),
    ("GET", "/api/v1/cases/1", "read"),
    ("GET", "/api/v1/openapi.json", "read"),
    ("GET", "/api/v1/batches/north/claims/C-001", "read"),
    ("POST", "/api/v1/cases/1/decisions", "decide"),
    ("PUT", "/api/v1/batches/north/claims", "submit"),
    ("POST", "/api/v1/batches/north/documents", "submit"),
    ("POST", "/api/v1/batches/north/reconcile", "submit"),
)
"""Each of the API's routes with the scope that it takes."""
NEEDS = {"read": Act.SEE, "decide": Act.DECIDE, "submit": Act.UPLOAD}


def test_the_routes_are_all_that_there_are() -> None:
    made = [method for route in router.routes if isinstance(route, APIRoute) for method in route.methods or ()]
    assert sorted(made) == sorted(method for method, _, _ in ROUTES)


@pytest.mark.parametrize("role", [*GRANTED, "stranger"])
@pytest.mark.parametrize("scope", ["read", "decide", "submit", "nonsense"])
def test_each_scope_and_role_is_denied_what_it_is_not_granted(world: World, scope: str, role: str) -> None:
    world.services.people.add(Person(0, f"a-{role}", role, role), None, world.clock())
    client = program(world, scope, person=f"a-{role}")
    for method, path, needed in ROUTES:
        may = scope == needed and NEEDS[needed] in GRANTED.get(role, frozenset())
        status = client.request(method, path, json={"verdict": "accept", "seen": "x"}).status_code
        assert (status == 403) != may, (method, path, status)
        assert status != 401


def test_a_token_does_no_more_than_its_owner(world: World) -> None:
    reader = program(world, "read", "decide", person="reader")
    sent = {"verdict": "accept", "seen": "x"}
    assert reader.post("/api/v1/cases/1/decisions", json=sent).status_code == 403
    fjord = program(world, "read", person="fjord")
    partners = {case["partner"] for case in fjord.get("/api/v1/cases?shelf=all&most=200").json()["cases"]}
    assert partners == {"Fjord Data"}


def test_a_token_that_was_ended_or_whose_owner_left_is_worth_nothing(world: World) -> None:
    client = program(world, "read")
    lead = world.signed_in("lead")
    page = lead.text("/tokens")
    digest = world.services.desk.tokens()[0].digest
    assert lead.send(page, f"/tokens/{digest}/revoke").status_code == 303
    assert client.get("/api/v1/cases").status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_digest(world: World) -> None:
    lead = world.signed_in("lead")
    shown = lead.send(lead.text("/tokens"), "/tokens", label="portal", scope_read="on").text
    secret = shown.split("<code>")[1].split("</code>")[0]
    assert world.services.desk.token(secret)
    assert secret not in lead.text("/tokens")
    assert secret not in json.dumps([str(each) for each in world.services.desk.tokens()])


@pytest.mark.slow
def test_the_api_answers_as_it_describes_itself(world: World) -> None:
    """Schemathesis makes up requests, fitting ones and others; each answer must be one that the description has."""
    client, app = program(world, "read", "decide", "submit"), make_app(world.services)
    schema = schemathesis.openapi.from_dict(describe())
    schema.app = app
    asked: list[str] = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask(operation, mode, client.headers["Authorization"], asked)
    assert len(set(asked)) == 7


def ask(operation: Any, mode: GenerationMode, token: str, asked: list[str]) -> None:
    quick = settings(
        max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )

    @quick
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        asked.append(operation.label)
        answer = case.call(headers={"Authorization": token})
        case.validate_response(
            answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )

    once()
