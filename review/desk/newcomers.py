"""Whose account it is that somebody comes with from an identity provider, and which role they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ledger.model import Entry
from ledger.people import Person
from review.desk.people_page import NAME
from review.desk.policy import GRANTED
from review.desk.provider import ProviderError
from review.desk.services import Provider, Services


def person_of(services: Services, provider: Provider, claims: Mapping[str, Any]) -> Person:
    """Return whose account it is; raise `ProviderError` where there is none, or where it is closed."""
    subject, name = f"{claims['iss']} {claims['sub']}", name_of(provider, claims)
    found = services.people.by_subject(subject)
    if provider.role_claim:
        found = _by_claim(services, provider, claims, found, subject, name)
    elif found is None:
        found = services.people.expected(name)
        if found is None:
            raise ProviderError(f"{name} is not expected: no administrator named them")
        services.people.link(found, subject)
    if not found.active:
        raise ProviderError(f"the account of {found.name} is closed")
    return found


def name_of(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Return a person's name at the desk; a mail address counts only where the provider checked it."""
    if provider.name_claim == "email" and claims.get("email_verified") is not True:
        raise ProviderError("the provider did not check the mail address")
    name = str(claims.get(provider.name_claim, "")).lower()
    if not NAME.fullmatch(name):
        raise ProviderError(f"the provider's {provider.name_claim} is no name for the desk")
    return name


def role_of(provider: Provider, claims: Mapping[str, Any]) -> str | None:
    """Return the highest role that the provider's claim gives, or None."""
    found: Any = claims
    for part in provider.role_claim.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    values: Iterable[object] = found if isinstance(found, list) else (found,)
    given = {provider.roles[value] for value in values if isinstance(value, str) and value in provider.roles}
    return next((role for role in reversed(GRANTED) if role in given), None)


def _by_claim(
    services: Services, provider: Provider, claims: Mapping[str, Any], found: Person | None, subject: str, name: str
) -> Person:
    role, people, now = role_of(provider, claims), services.people, services.now()
    if role is None:
        raise ProviderError(f"the provider gives {name} no role at the desk")
    if found is None:
        if people.named(name):
            # Whoever calls themselves so at the provider need not be who has the account here.
            raise ProviderError(f"there is an account {name} already, which is not the provider's")
        made = people.add(Person(0, name, str(claims.get("name") or name)[:80], role), None, now, subject)
        services.ledger.record(Entry("person_added", name, now, subject=name, details={"role": role, "by": "provider"}))
        return made
    if found.role != role:
        found = replace(found, role=role)
        people.change(found)
        about = {"role": role, "by": "provider"}
        services.ledger.record(Entry("person_changed", found.name, now, subject=found.name, details=about))
    return found
