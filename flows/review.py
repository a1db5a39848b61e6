"""The review desk put together: its doors to the ledger, the documents and the rest of the house."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from extractors.model import Box, Page
from flows.again import Reconciler
from flows.configuration import Configuration
from flows.faults import RunError, UsageError
from flows.pictures import Pictures
from flows.progress import lines
from flows.steps.collect import Found
from flows.steps.corrected import CorrectedExhibits
from flows.steps.ingest import take_in_files
from flows.steps.known import documents_in_force
from flows.steps.programmes import DEFAULT, load_programme
from flows.steps.read import read_new
from flows.workspace import Holdings, Workspace
from ledger.desk import Desk
from ledger.factors import Factors
from ledger.people import People, Person
from matchers.checks.catalogue import RULES
from matchers.intake.claims import read_claims
from matchers.intake.plan import read_plan
from matchers.intake.table import TableFaultsError
from matchers.model import Exhibit, PlanLine
from review.desk.services import Intake, Provider, RuleText, Services, Settings, Upload

if TYPE_CHECKING:
    from matchers.programme_model import Programme, Window

log = logging.getLogger("proofdesk")
_RULES = {rule.rule: rule for rule in RULES}
LONGEST_NAME = 120
"""Letters of an uploaded file's name that are kept; what is left must fit into a file system."""


@contextmanager
def desk(workspace: Workspace, settings: Settings) -> Iterator[Services]:
    """Open a workspace as a desk."""
    with workspace.open() as held, ThreadPoolExecutor(1) as worker:
        pictures = Pictures(held.documents, workspace.folder / "pictures", held.settings)
        reconciler = Reconciler(workspace)
        pictures.begin()
        reconciler.begin()
        house = House(workspace, held, pictures, worker, reconciler)
        try:
            yield house.services(settings)
        finally:
            pictures.close()
            # The worker may be waiting for the reconciler, which therefore ends last.
            worker.shutdown()
            reconciler.close()


class House:
    """What the desk asks of the rest of the house."""

    def __init__(
        self,
        workspace: Workspace,
        held: Holdings,
        pictures: Pictures,
        worker: ThreadPoolExecutor,
        reconciler: Reconciler,
    ) -> None:
        """Use an open workspace; `worker` sees to long work, one batch after another."""
        self._reconciler = reconciler
        self._workspace, self._held, self._pictures, self._worker = workspace, held, pictures, worker
        self._desk = Desk(held.ledger.database)
        self._going: dict[str, str] = {}
        self._next: dict[str, Future[None]] = {}
        self._asking = Lock()

    def services(self, settings: Settings) -> Services:
        """Return the doors that the desk is given."""
        database = self._held.ledger.database
        return Services(
            ledger=self._held.ledger,
            desk=self._desk,
            people=People(database),
            factors=Factors(database),
            extraction=lambda sha256: exhibit.extraction if (exhibit := self.exhibit(sha256)) else None,
            exhibit=self.exhibit,
            picture=self.picture,
            read_box=self.read_box,
            again=self.again,
            ingest=self.ingest,
            work=self.work,
            working=lambda: dict(self._going),
            original=self.original,
            rule=rule_text,
            deadline=self.deadline,
            now=lambda: datetime.now(UTC),
            settings=settings,
        )

    def exhibit(self, sha256: str) -> Exhibit | None:
        """Return a document as it was read and corrected; by an earlier release where this one has yet to read it."""
        reader, ledger = self._held.reader, self._held.ledger
        found = ledger.exhibits(reader.version, reader.digest, [sha256])
        if sha256 not in found:
            earlier = ledger.latest_exhibit(sha256)
            found = {sha256: earlier} if earlier else {}
        return CorrectedExhibits(found, ledger.corrections()).get(sha256)

    def picture(self, sha256: str, page: int, dpi: int) -> bytes | None:
        """Return a picture of a page."""
        sheet, kind = self._sheet(sha256, page), self._desk.media_type(sha256)
        return self._pictures.picture(sha256, kind, page, dpi, sheet.quad if sheet else ()) if kind else None

    def read_box(self, sha256: str, page: int, box: Box) -> str:
        """Return what is printed in a box: its words where the page has such, else what OCR reads there."""
        sheet, kind = self._sheet(sha256, page), self._desk.media_type(sha256)
        if sheet is None or kind is None:
            return ""
        inside = [word.text for word in sheet.words if _lies_in(word.box, box)]
        return " ".join(inside) or self._pictures.text_in(sha256, kind, page, sheet.width, box, sheet.quad)

    def _sheet(self, sha256: str, page: int) -> Page | None:
        exhibit = self.exhibit(sha256)
        pages = exhibit.document.pages if exhibit else ()
        return next((each for each in pages if each.number == page), None)

    def original(self, sha256: str) -> bytes | None:
        """Return a document as it was handed in."""
        kind = self._desk.media_type(sha256)
        path = self._held.documents.path(sha256, kind) if kind else None
        return path.read_bytes() if path and path.exists() else None

    def again(self, batch: str) -> Future[None]:
        """Begin to reconcile a batch with all that people corrected; what waits to begin will heed this too.

        What this release has yet to read is read first: without it nothing would be proven.
        """
        with self._asking:
            waiting = self._next.get(batch)
            if waiting is None or waiting.running() or waiting.done():
                self._going[batch] = "waiting"
                self._next[batch] = self._worker.submit(self._telling, batch, self._work)
            return self._next[batch]

    def ingest(self, batch: str, kind: str, uploads: Sequence[Upload]) -> Intake:
        """Take uploads into a batch: a plan or claims table is read at once, evidence is kept to be read."""
        if kind == "evidence":
            return self._take_in(batch, uploads)
        faults: list[str] = []
        for upload in uploads:
            faults += self._table(batch, kind, upload)
        return Intake(len(uploads) - len(faults), tuple(faults))

    def work(self, batch: str) -> None:
        """Begin to read what was taken in and to reconcile it; who asks again while it goes on waits in line."""
        self.again(batch)

    def deadline(self, line: PlanLine) -> date | None:
        """Return the day on which a line's claim period closes, by its programme's calendar."""
        programme = _programme(line.programme)
        windows = programme.windows if programme else {}
        window = windows.get(line.period) or next((each for each in windows.values() if _covers(each, line)), None)
        return window.claims_close if window else None

    def _work(self, batch: str) -> None:
        self._going[batch] = "reading"
        read_new(documents_in_force(batch, self._held), batch, self._held, lines)
        self._going[batch] = "reconciling"
        self._reconciler.reconcile(batch)

    def _telling(self, batch: str, work: Callable[[str], None]) -> None:
        """Do long work, and have it told how it ended."""
        try:
            work(batch)
            self._going[batch] = "done"
        except RunError as error:
            self._going[batch] = str(error)
            raise
        except Exception:
            log.exception("reading and reconciling %s failed", batch)
            self._going[batch] = "failed; the log says why"
            raise

    def _take_in(self, batch: str, uploads: Sequence[Upload]) -> Intake:
        known = len(self._held.ledger.submissions(batch))
        folder = self._workspace.folder / "uploads" / hashlib.sha256(batch.encode()).hexdigest()[:12]
        files = tuple(Found(_kept_name(upload.name), _moved(upload, folder)) for upload in uploads)
        with lines("Taking in uploads", len(files)) as advance:
            take_in_files(files, batch, self._held, advance)
        problems = [
            item for item in self._held.ledger.problems_of_intake(batch) if item.name in {f.name for f in files}
        ]
        return Intake(
            len(self._held.ledger.submissions(batch)) - known, tuple(each.problem.message for each in problems)
        )

    def _table(self, batch: str, kind: str, upload: Upload) -> list[str]:
        content, name = upload.path.read_bytes(), _kept_name(upload.name)
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            if kind == "plan":
                self._held.ledger.keep_plan(batch, name, sha256, read_plan(name, content))
            else:
                self._held.ledger.keep_claims(batch, name, sha256, read_claims(name, content))
        except TableFaultsError as error:
            return [str(error)]
        return []


def first_administrator(services: Services) -> str | None:
    """Make an administrator where there is nobody yet, and return a code that is good once; None where there is."""
    if services.people.anybody():
        return None
    person = Person(0, "administrator", "Administrator", "administrator", must_change=True)
    made = services.people.add(person, None, services.now())
    return services.people.one_time_link(made, services.now())


def provider_of(configuration: Configuration) -> Provider | None:
    """Return the identity provider that is configured, or None."""
    given = configuration.sign_in
    return Provider(**{each.name: getattr(given, each.name) for each in fields(given)}) if given else None


def rule_text(rule: str) -> RuleText | None:
    """Return what a check says."""
    found = _RULES.get(rule)
    return RuleText(rule, found.title, found.provenance.value, found.setting) if found else None


def _moved(upload: Upload, folder: Path) -> Path:
    """Each upload lies in a folder of its own: two of one name are two files."""
    place = folder / secrets.token_hex(8)
    place.mkdir(parents=True)
    return upload.path.replace(place / _kept_name(upload.name))


def _kept_name(name: str) -> str:
    """Return an upload's name as a file can bear it, without folders and letters that steer terminals."""
    bare = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:12]}" if stem else bare[:LONGEST_NAME] or "upload"


def _lies_in(word: Box, box: Box) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


@cache
def _programme(name: str) -> Programme | None:
    try:
        return load_programme(name or DEFAULT)
    except UsageError:
        return None


def _covers(window: Window, line: PlanLine) -> bool:
    if line.start is None or line.end is None:
        return False
    return window.usage_start <= line.start and line.end <= window.usage_end
