"""Signing in at an OpenID Connect provider, which runs for real: who comes in, as whom, and who does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.configuration import configuration_at
from flows.faults import UsageError
from flows.review import provider_of
from ledger.people import Person
from review.desk.services import Provider, Settings
from tests.review_browser import served
from tests.review_desk import World, make_world
from tests.review_provider import CLIENT, SECRET, SmallProvider, new_key

ANNA = {"sub": "248289761001", "preferred_username": "Anna", "name": "Anna Berg", "groups": ["claims", "desk-leads"]}


@pytest.fixture
def small() -> Iterator[SmallProvider]:
    made = SmallProvider(claims=dict(ANNA))
    with served(made.app()) as address:
        made.issuer = address
        yield made


def world_of(folder: Path, small: SmallProvider, **more: Any) -> World:
    provider = Provider(small.issuer, CLIENT, SECRET, "Example ID", **more)
    world = make_world(folder, Settings(provider=provider, address="http://testserver"))
    world.clock.moment = datetime.now(UTC)
    return world


@pytest.fixture
def by_claim(tmp_path: Path, small: SmallProvider) -> Iterator[World]:
    made = world_of(tmp_path, small, role_claim="groups", roles={"desk-leads": "lead", "desk-readers": "reader"})
    yield made
    made.ledger.close()


@pytest.fixture
def by_table(tmp_path: Path, small: SmallProvider) -> Iterator[World]:
    made = world_of(tmp_path, small)
    yield made
    made.ledger.close()


def come_in(client: httpx.Client, onward: str = "") -> httpx.Response:
    """Go to the provider and back, as a browser does."""
    leaving = client.get("/sign-in/provider", params={"onward": onward})
    assert leaving.status_code == 303, leaving.text
    coming = httpx.get(leaving.headers["location"])
    return client.get(coming.headers["location"])


def refusals(world: World) -> list[str]:
    trail = world.ledger.audit_trail()
    return [each.entry.details["reason"] for each in trail if each.act == "sign_in_refused" and each.entry]


def test_somebody_new_comes_in_with_the_role_that_the_claim_gives(by_claim: World, small: SmallProvider) -> None:
    client = by_claim.visitor()
    assert "Sign in with Example ID" in client.get("/sign-in").text
    answer = come_in(client, "/queue?shelf=done")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?shelf=done")
    assert client.get("/queue").status_code == 200
    anna = by_claim.person("anna")
    assert (anna.shown, anna.role) == ("Anna Berg", "lead")
    (asked,) = small.asked
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 20 and len(asked["state"]) > 20
    assert asked["redirect_uri"] == "http://testserver/sign-in/provider/back"


def test_the_role_follows_the_claim_at_each_sign_in(by_claim: World, small: SmallProvider) -> None:
    come_in(by_claim.visitor())
    small.claims["groups"] = ["desk-readers"]
    come_in(by_claim.visitor())
    assert by_claim.person("anna").role == "reader"
    small.claims["groups"] = ["claims"]
    client = by_claim.visitor()
    assert come_in(client).status_code == 401
    assert client.get("/queue").status_code == 303


def test_roles_deep_in_the_claims_and_the_highest_of_several(tmp_path: Path, small: SmallProvider) -> None:
    world = world_of(tmp_path, small, role_claim="realm_access.roles", roles={"a": "reader", "b": "reviewer"})
    small.claims["realm_access"] = {"roles": ["b", "a", "c"]}
    assert come_in(world.visitor()).status_code == 303
    assert world.person("anna").role == "reviewer"
    world.ledger.close()


def test_the_provider_does_not_give_away_an_account_of_the_desk(by_claim: World, small: SmallProvider) -> None:
    small.claims["preferred_username"] = "administrator"
    assert come_in(by_claim.visitor()).status_code == 401
    assert "account administrator already" in refusals(by_claim)[0]


def test_only_those_whom_an_administrator_named_come_in(by_table: World, small: SmallProvider) -> None:
    assert come_in(by_table.visitor()).status_code == 401
    admin = by_table.signed_in("administrator")
    page, scope = admin.text("/people"), {"partners": "Fjord Data", "programmes": ""}
    assert admin.send(page, "/people", False, name="anna", role="reviewer", by="provider", **scope).status_code == 303
    client = by_table.visitor()
    assert come_in(client).headers["location"] == "/queue"
    assert client.get("/queue").status_code == 200
    assert (by_table.person("anna").role, by_table.person("anna").partners) == ("reviewer", ("Fjord Data",))
    # Another person who now calls themselves so at the provider is somebody else.
    small.claims["sub"] = "another"
    assert come_in(by_table.visitor()).status_code == 401


def test_a_closed_account_stays_closed(by_claim: World) -> None:
    come_in(by_claim.visitor())
    by_claim.services.people.change(replace(by_claim.person("anna"), active=False))
    assert come_in(by_claim.visitor()).status_code == 401
    assert "closed" in refusals(by_claim)[0]


def test_a_mail_address_counts_only_when_it_was_checked(tmp_path: Path, small: SmallProvider) -> None:
    world = world_of(tmp_path, small, name_claim="email")
    world.services.people.expect(Person(0, "anna@example.org", "Anna", "reader"), world.clock())
    small.claims |= {"email": "Anna@example.org", "email_verified": False}
    assert come_in(world.visitor()).status_code == 401
    small.claims["email_verified"] = True
    assert come_in(world.visitor()).status_code == 303
    world.ledger.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "another program"}},
        {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"exp": 1_700_000_000}},
        {"claims": {"at_hash": "bm90IHRoZSBoYXNo"}},
        {"claims": {"preferred_username": "<script>"}},
        {"back": {"code": "guess"}},
        {"back": {"state": "guess"}},
        {"back": {"iss": "https://elsewhere.example"}},
        {"back": {"error": "access_denied"}},
        {"alg": "none"},
    ],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_what_is_wrong_lets_nobody_in(by_claim: World, small: SmallProvider, wrong: dict[str, Any]) -> None:
    small.wrong = wrong
    client = by_claim.visitor()
    assert come_in(client).status_code == 401
    assert client.get("/queue").status_code == 303
    assert len(refusals(by_claim)) == 1
    assert by_claim.services.people.named("anna") is None


def test_a_token_signed_by_a_stranger_lets_nobody_in(by_claim: World, small: SmallProvider) -> None:
    small.signing = new_key("first")
    assert come_in(by_claim.visitor()).status_code == 401
    small.signing = None
    assert come_in(by_claim.visitor()).status_code == 303


def test_the_provider_may_change_its_keys(by_claim: World, small: SmallProvider) -> None:
    assert come_in(by_claim.visitor()).status_code == 303
    small.key = new_key("second")
    assert come_in(by_claim.visitor()).status_code == 303


@pytest.mark.parametrize(
    "about", [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://example.org/token"}, {"jwks_uri": ""}]
)
def test_a_provider_that_says_odd_things_of_itself_is_not_asked(
    by_claim: World, small: SmallProvider, about: dict[str, str]
) -> None:
    small.wrong = {"about": about}
    assert by_claim.visitor().get("/sign-in/provider").status_code == 401
    assert small.asked == []


def test_who_comes_back_must_have_left_from_the_same_browser_a_short_while_ago(by_claim: World) -> None:
    client, other = by_claim.visitor(), by_claim.visitor()
    back = httpx.get(client.get("/sign-in/provider").headers["location"]).headers["location"]
    assert other.get(back).status_code == 401
    assert client.get(back).status_code == 401, "what was tried once is used up"
    back = httpx.get(client.get("/sign-in/provider").headers["location"]).headers["location"]
    by_claim.clock.wait(minutes=11)
    assert client.get(back).status_code == 401
    back = httpx.get(client.get("/sign-in/provider").headers["location"]).headers["location"]
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 401


def test_a_provider_that_is_away_is_told_of_and_accounts_of_the_desk_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = world_of(tmp_path, SmallProvider(issuer="http://127.0.0.1:9"))
    with caplog.at_level(logging.WARNING):
        answer = world.visitor().get("/sign-in/provider")
    assert answer.status_code == 401
    assert 'name="password"' in answer.text
    assert SECRET not in caplog.text + str(world.ledger.audit_trail())
    world.ledger.close()


def test_without_a_provider_there_is_no_such_page(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    assert world.visitor().get("/sign-in/provider").status_code == 404
    world.ledger.close()


CONFIGURED = """
[sign_in]
issuer = "https://login.example.org/realms/north"
client_id = "proofdesk"
name = "North"
role_claim = "groups"
roles = { desk-leads = "lead" }
"""


def test_the_provider_is_configured_in_the_file_and_its_secret_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "proofdesk.toml").write_text(CONFIGURED)
    found = provider_of(configuration_at(tmp_path, {"PROOFDESK_PROVIDER_SECRET": "s"}))
    assert found
    assert (found.client_secret, found.roles, found.name_claim) == ("s", {"desk-leads": "lead"}, "preferred_username")
    assert "'s'" not in repr(found)


@pytest.mark.parametrize(
    ("before", "after"), [("https://login", "http://login"), ('"lead"', '"owner"'), ('client_id = "proofdesk"', "")]
)
def test_a_configuration_that_will_not_do_is_refused(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "proofdesk.toml").write_text(CONFIGURED.replace(before, after))
    with pytest.raises(UsageError, match="sign_in"):
        configuration_at(tmp_path, {})
