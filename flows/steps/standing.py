"""Whether the last report of a batch still stands, and if not, what changed since it was made.

What a report was made of is kept as digests in a small file of the workspace. It is written after the report; where it
is lost the report is made once more, and that is all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from extractors.model import FieldName
from extractors.settings import DATA
from flows.faults import UsageError
from flows.steps.assignment import Assignment
from flows.steps.collect import collect
from flows.steps.files import write_whole
from flows.steps.inboxes import at_hand
from flows.steps.known import documents_in_force, new_files
from flows.steps.programmes import load_programme
from flows.steps.tables import are_in_force
from flows.steps.verdict import Reading, Verdict, day_of
from flows.workspace import Holdings, Workspace
from matchers.model import Reconciliation
from matchers.turning import holds_until

ROOT = DATA.parent
CODE = (ROOT / "extractors" / "layouts", ROOT / "matchers", ROOT / "review", DATA / "messages", DATA / "models")
WORDS = {
    "documents": "documents came or changed",
    "plan": "the plan changed",
    "claims": "the claims changed",
    "programme": "the programme's rules changed",
    "reader": "documents are read anew by another reader",
    "decisions": "people corrected or decided",
    "history": "earlier batches changed",
    "code": "proofdesk itself changed",
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of everything that a report is made of, and the day that it judges by."""

    documents: str
    plan: str
    claims: str
    programme: str
    reader: str
    decisions: str
    code: str
    as_of: str
    history: str = ""

    def changes_since(self, before: Inputs) -> tuple[str, ...]:
        """Return in words what is not as it was."""
        changed = [words for name, words in WORDS.items() if getattr(self, name) != getattr(before, name)]
        return (*changed, *([f"it is judged by {self.as_of}"] if self.as_of != before.as_of else []))


@dataclass(frozen=True, slots=True)
class Published:
    """A report that was published: what it was made of, by which run, and what it came to."""

    inputs: Inputs
    run: str
    verdict: Verdict
    until: str = ""

    def stands(self, inputs: Inputs, days: int) -> bool:
        """Say whether it would say the same: it is made of the same, and judged by a day that makes no difference.

        That is a day not after `until`, when an answer may turn. For so many days it stands all the same.
        """
        changed = [name for name in WORDS if getattr(self.inputs, name) != getattr(inputs, name)]
        later = (date.fromisoformat(inputs.as_of) - date.fromisoformat(self.inputs.as_of)).days
        return not changed and later >= 0 and (later <= days or inputs.as_of <= self.until)


def inputs_of(assignment: Assignment, held: Holdings) -> Inputs:
    """Return what a report of this batch would be made of now."""
    ledger = held.ledger
    documents = (f"{item.name} {item.sha256}" for item in documents_in_force(assignment.batch, held))
    (_, plan), (_, claims) = ledger.plan_mark(assignment.batch), ledger.claims_mark(assignment.batch)
    return Inputs(
        documents=_digest(documents),
        plan=plan,
        claims=claims if assignment.claims else "",
        programme=_digest([repr(load_programme(assignment.programme))]),
        reader=f"{held.reader.version} {held.reader.digest}",
        decisions=_digest([repr(ledger.decisions(assignment.batch)), repr(ledger.corrections())]),
        history=_history(assignment, held),
        code=_code(),
        as_of=assignment.as_of.isoformat(),
    )


def with_history(inputs: Inputs, assignment: Assignment, held: Holdings) -> Inputs:
    """Return inputs with the history as it stands once this batch is filed: only then it is known what is like it."""
    return replace(inputs, history=_history(assignment, held))


def _history(assignment: Assignment, held: Holdings) -> str:
    return held.ledger.history_state(assignment.batch) if assignment.history else ""


def stands_until(assignment: Assignment, found: Reconciliation, reading: Reading, held: Holdings) -> str:
    """Return the last day that would be judged as this one was, if nothing else changes."""
    corrected = (each.after or "" for each in held.ledger.corrections() if each.field is FieldName.DOCUMENT_DATE)
    dated = [day for text in (*corrected, reading.next_day) if (day := day_of(text))]
    plan, programme = [each.line for each in found.lines], load_programme(assignment.programme)
    return holds_until(plan, found.claims, programme, dated, assignment.as_of).isoformat()


def last_published(assignment: Assignment, held: Holdings) -> Published | None:
    """Return what was published last into the assignment's folder, or None where that is not known or not there."""
    path = _place(assignment, held)
    if not path.exists() or not (assignment.out / "report.html").exists():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    verdict = {**kept["verdict"], "reading": Reading(**kept["verdict"]["reading"])}
    return Published(Inputs(**kept["inputs"]), kept["run"], Verdict(**verdict), kept.get("until", ""))


def remember_published(published: Published, assignment: Assignment, held: Holdings) -> None:
    """Remember what was published; called after the last file is there."""
    write_whole(_place(assignment, held), json.dumps(asdict(published), indent=1).encode())


def last_verdict(assignment: Assignment, workspace: Workspace) -> Verdict | None:
    """Return what the last report came to, where nothing that it was made of has changed."""
    with workspace.open() as held:
        return _standing(assignment, held)


def untouched_verdict(assignment: Assignment, workspace: Workspace) -> Verdict | None:
    """Return what the last report came to, where also nothing waits that was not taken in yet.

    No document and no table is read: files are told by place, size and time, all else by digests.
    """
    with workspace.open() as held:
        if not are_in_force(assignment.plan, assignment.claims, assignment.batch, held):
            return None
        verdict = _standing(assignment, held)
        return verdict if verdict and not _waiting(assignment, held) else None


def _standing(assignment: Assignment, held: Holdings) -> Verdict | None:
    before = last_published(assignment, held)
    stands = before and before.stands(inputs_of(assignment, held), assignment.stand_days)
    return before.verdict if before and stands else None


def _waiting(assignment: Assignment, held: Holdings) -> bool:
    try:
        return bool(new_files(collect(at_hand(assignment.evidence, held.folder)), assignment.batch, held))
    except (OSError, UsageError):
        # An inbox is away: the night itself tries again, or fails on the record.
        return True


def _place(assignment: Assignment, held: Holdings) -> Path:
    name = _digest([assignment.batch, str(assignment.out.resolve())])
    return held.folder / "published" / f"{name[:16]}.json"


@cache
def _code() -> str:
    """Return a digest of the rooms and files that decide what a report says."""
    files = sorted(path for folder in CODE for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _digest(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
