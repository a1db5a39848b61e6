"""What the desk needs from elsewhere, handed in by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from extractors.model import Box, Extraction, Money
from ledger.desk import Desk
from ledger.factors import Factors
from ledger.people import People
from ledger.store import Ledger
from matchers.model import Exhibit, PlanLine


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a check says, and where it comes from."""

    rule: str
    title: str
    provenance: str
    setting: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in at the desk: its name and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of an upload: how many documents came of it, and what was wrong, in sentences."""

    documents: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider at which people may sign in.

    `name_claim` says which of its claims is somebody's name at the desk. With `role_claim` (dots lead into claims
    within claims) and `roles`, what it says there gives each person's role, at every sign-in; without, an administrator
    names beforehand who may come, and in which role.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    name: str = "OpenID Connect"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    name_claim: str = "preferred_username"
    role_claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a desk is run. `four_eyes` holds amounts by currency from which one person is not enough."""

    secure: bool = False
    four_eyes: Mapping[str, Decimal] = field(default_factory=dict)
    sampled: float = 0.02
    most_upload: int = 500_000_000
    address: str = "http://127.0.0.1:8600"
    provider: Provider | None = None

    def needs_two(self, money: Money | None) -> bool:
        """Return whether an amount needs a second pair of eyes."""
        limit = self.four_eyes.get(money.currency) if money else None
        return bool(money and limit is not None and money.amount >= limit)


@dataclass(frozen=True, slots=True)
class Services:
    """The desk's doors to the ledger, the documents and the rest of the house.

    `picture` gives a page (sha256, number from 1, dots per inch) as PNG or JPEG, or None; `read_box` reads a place on a
    page; `again` begins to reconcile a batch anew with all corrections; `ingest` takes uploads into a batch (kind:
    plan, claims or evidence), `work` begins to read and reconcile what was taken in, and `working` tells how that goes;
    `rule` tells a rule's text, `deadline` until when a line can be claimed.
    """

    ledger: Ledger
    desk: Desk
    people: People
    factors: Factors
    extraction: Callable[[str], Extraction | None]
    exhibit: Callable[[str], Exhibit | None]
    picture: Callable[[str, int, int], bytes | None]
    read_box: Callable[[str, int, Box], str]
    again: Callable[[str], Future[None]]
    ingest: Callable[[str, str, Sequence[Upload]], Intake]
    work: Callable[[str], None]
    working: Callable[[], Mapping[str, str]]
    original: Callable[[str], bytes | None]
    rule: Callable[[str], RuleText | None]
    deadline: Callable[[PlanLine], date | None]
    now: Callable[[], datetime]
    settings: Settings
