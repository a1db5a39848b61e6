"""A desk over the sample batch, as the tests of the desk start it."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Client, Response

from extractors.model import Box, Document, Extraction, Page, Word
from ledger.desk import Desk
from ledger.factors import Factors
from ledger.model import Handed
from ledger.people import People, Person
from ledger.store import Ledger, open_ledger
from matchers.model import Exhibit, PlanLine, Reconciliation
from review.batch import PublishedBatch
from review.desk.app import make_app
from review.desk.laying import lay_out
from review.desk.passwords import hashed
from review.desk.services import Intake, RuleText, Services, Settings, Upload
from tests.ledger_databases import Server
from tests.review_client import client_of
from tests.review_sample import FIELDS, PAGE, draw, extraction, name_of, sample_batch, values

BATCH = "north"
PASSWORD = "four green lamps at sea"
START = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
RULE = RuleText("C27@1", "the claim does not exceed what the documents prove", "documented", "review")


@dataclass
class Clock:
    """A clock that goes on only when told to."""

    moment: datetime = START

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def wait(self, **time: int) -> None:
        self.moment += timedelta(**time)


@dataclass
class World:
    """The desk with what stands around it, and what was asked of its neighbours."""

    ledger: Ledger
    services: Services
    clock: Clock
    batch: PublishedBatch
    again: list[str] = field(default_factory=list)
    taken: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    app: FastAPI | None = None
    slow: bool = False
    running: Future[None] = field(default_factory=Future)

    def keep(self, found: Reconciliation) -> None:
        run = self.ledger.begin_run("reconcile", BATCH, {}, found.as_of, self.clock())
        self.ledger.keep_reconciliation(run, BATCH, found)
        self.ledger.finish_run(run, "clean", {"findings": len(found.findings)}, self.clock())
        lay_out(self.services)

    def visitor(self) -> Client:
        self.app = self.app or make_app(self.services)
        return client_of(self.app)

    def signed_in(self, name: str) -> Visitor:
        client = self.visitor()
        secret = self.services.people.begin(self.person(name), self.clock())
        client.cookies.set("proofdesk", secret)
        return Visitor(client)

    def person(self, name: str) -> Person:
        found = self.services.people.named(name)
        assert found
        return found

    def case(self, code: str) -> int:
        from ledger.case_model import Wanted

        return self.services.desk.page(Wanted(shelf=None, code=code), 0, 1)[0].id


def lead_at(services: Services) -> Visitor:
    """Sign the person "lead", who has an account, in at the desk of a real workspace."""
    person = services.people.named("lead")
    assert person
    client = client_of(make_app(services))
    client.cookies.set("proofdesk", services.people.begin(person, services.now()))
    return Visitor(client)


class Visitor:
    """Somebody with a browser that has no script: it follows links and sends forms as they stand on the page."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def text(self, address: str) -> str:
        answer: Response = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:300])
        return answer.text

    def hidden(self, page: str, action: str) -> dict[str, str]:
        form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
        assert form, f"no form for {action}"
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group())
        return {name: value.replace("&amp;", "&") for name, value in found}

    def send(self, page: str, action: str, in_place: bool = False, **fields: str) -> Response:
        headers = {"HX-Request": "true"} if in_place else {}
        sent: Response = self.client.post(action, data={**self.hidden(page, action), **fields}, headers=headers)
        return sent


def make_world(folder: Path, settings: Settings | None = None, lines: int = 40, server: Server | None = None) -> World:
    """Return a desk of its own, on PostgreSQL where a server is given; those of the same settings are copies."""
    settings = settings or Settings()
    template = _template(settings, lines, server)
    if server:
        url = server.url(server.new_database(template))
    else:
        shutil.copy(template, folder / "ledger.db")
        url = f"sqlite:///{folder / 'ledger.db'}"
    return _world(url, settings, sample_batch(lines))


def server_of(request: pytest.FixtureRequest) -> Server | None:
    """Return the server on which a test's world lies, or None for SQLite."""
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


@cache
def _made() -> dict[tuple[str, int, bool], str]:
    return {}


def _template(settings: Settings, lines: int, server: Server | None) -> str:
    """Return the file or the database of a ledger with the sample batch and people in it."""
    key = (repr(settings.sampled), lines, server is not None)
    if key not in _made():
        made = server.new_database() if server else str(Path(tempfile.mkdtemp()) / "ledger.db")
        world = _world(server.url(made) if server else f"sqlite:///{made}", settings, sample_batch(lines))
        for role in ("reader", "reviewer", "lead", "administrator"):
            password = hashed(PASSWORD) if role == "reviewer" else None
            world.services.people.add(Person(0, role, role.capitalize(), role), password, START)
        world.services.people.add(Person(0, "second", "Second", "reviewer"), None, START)
        world.services.people.add(Person(0, "fjord", "Fjord only", "reviewer", partners=("Fjord Data",)), None, START)
        handed = [Handed(each.name, each.sha256, "application/pdf", 1, "test") for each in world.batch.submissions]
        world.ledger.submit(BATCH, handed)
        world.keep(world.batch.reconciliation)
        world.ledger.close()
        _made()[key] = made
    return _made()[key]


def _world(url: str, settings: Settings, batch: PublishedBatch) -> World:
    ledger, clock = open_ledger(url), Clock()
    numbers = {each.sha256: number for number, each in enumerate(batch.submissions[:-1])}
    world: World

    def again(name: str) -> Future[None]:
        world.again.append(name)
        if not world.slow:
            world.running.set_result(None) if not world.running.done() else None
        return world.running

    def work(name: str) -> None:
        again(name)

    def ingest(name: str, kind: str, uploads: Sequence[Upload]) -> Intake:
        world.taken.append((name, kind, tuple(upload.name for upload in uploads)))
        return Intake(len(uploads))

    services = Services(
        ledger=ledger,
        desk=Desk(ledger.database),
        people=People(ledger.database),
        factors=Factors(ledger.database),
        extraction=batch.extractions.get,
        exhibit=lambda sha256: _exhibit(batch, numbers, sha256),
        picture=lambda sha256, page, dpi: _png(numbers[sha256]) if sha256 in numbers and page == 1 else None,
        read_box=lambda sha256, page, box: _read(numbers[sha256], box),
        again=again,
        ingest=ingest,
        work=work,
        working=lambda: dict.fromkeys(world.again, "done" if world.running.done() else "reconciling"),
        original=lambda sha256: b"<script>alert(1)</script>",
        rule=lambda rule: replace(RULE, rule=rule),
        deadline=_deadline,
        now=clock,
        settings=settings,
    )
    world = World(ledger, services, clock, batch)
    return world


def _deadline(line: PlanLine) -> date | None:
    return line.end + timedelta(days=60) if line.end else None


def _exhibit(batch: PublishedBatch, numbers: dict[str, int], sha256: str) -> Exhibit | None:
    found: Extraction | None = batch.extractions.get(sha256)
    if found is None:
        return None
    if sha256 not in numbers:
        return Exhibit(Document(sha256, "locked.pdf", "application/pdf", ()), found)
    words = tuple(Word(item.chosen.text, item.chosen.box) for item in found.evidence if item.chosen.box)
    page = Page(1, PAGE[0], PAGE[1], words)
    return Exhibit(Document(sha256, name_of(numbers[sha256]), "application/pdf", (page,)), extraction(numbers[sha256]))


def _png(number: int) -> bytes:
    written = io.BytesIO()
    draw(number).save(written, "PNG")
    return written.getvalue()


def _read(number: int, box: Box) -> str:
    for name, left, top in FIELDS:
        if box.left <= left + 5 <= box.right and box.top <= top + 6 <= box.bottom:
            return values(number)[name][1]
    return ""
