"""A batch reconciled again for the desk, in a process of its own: pages are answered as fast as ever meanwhile."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from datetime import UTC, date, datetime
from multiprocessing import get_context, parent_process
from threading import Thread

from flows.faults import RunError, UsageError
from flows.steps.assignment import today
from flows.steps.known import documents_in_force
from flows.steps.programmes import DEFAULT, load_programme
from flows.steps.reconcile import reconcile_documents
from flows.steps.tables import Tables
from flows.workspace import Holdings, Workspace
from ledger.model import HandedTable
from ledger.store import Ledger
from matchers.model import Reconciliation

COURTESY = 2
"""By so much the process gives way to those that answer people."""
# The process keeps its workspace here: what begins a pool's process has no other way to hand it to the work.
_open = ExitStack()
_held: list[Holdings] = []


class Reconciler:
    """Reconciles batches of a workspace one after another, as people corrected them."""

    def __init__(self, workspace: Workspace) -> None:
        """Use a workspace; `begin` starts the process, or else the first batch does."""
        self._workspace = workspace
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # Not forked: the desk has threads, and a fork copies their locks as they happen to be.
        return ProcessPoolExecutor(1, get_context("spawn"), _begin, (self._workspace,))

    def begin(self) -> None:
        """Start the process, so that nobody waits for that."""
        self._pool.submit(os.getpid)

    def reconcile(self, batch: str) -> None:
        """Reconcile a batch and keep what was found; raise where that does not work."""
        try:
            self._pool.submit(reconcile_held, batch).result()
        except BrokenProcessPool as error:
            self._pool = self._new()
            raise RunError(f"reconciling {batch} ended before its time; it may need more memory.") from error

    def close(self) -> None:
        """End the process once it is done with what it does."""
        self._pool.shutdown()


def reconcile_held(batch: str) -> None:
    """Reconcile a batch of the workspace that this process has open."""
    reconcile_again(batch, _held[0])


def reconcile_again(batch: str, held: Holdings) -> None:
    """Reconcile a batch with all that people corrected, by day, programme and history of the run that they correct."""
    plan, claims = held.ledger.plan(batch), held.ledger.claims(batch)
    if plan is None:
        raise UsageError(f"no plan was handed in for {batch}. Upload it, then reconcile.")
    as_of, programme, history = _as_before(batch, held.ledger)
    asked = {"programme": programme, "history": json.dumps(history)}
    run = held.ledger.begin_run("desk", batch, asked, as_of, datetime.now(UTC))
    tables = Tables(plan, claims or HandedTable("", "", ()))
    documents, rules = documents_in_force(batch, held), load_programme(programme)
    found = reconcile_documents(batch, tables, documents, rules, as_of, held, history=history)
    held.ledger.keep_reconciliation(run, batch, found)
    held.ledger.finish_run(run, "findings" if found.findings else "clean", _counts(found), datetime.now(UTC))


def _begin(workspace: Workspace) -> None:
    # Ctrl+C is for the desk, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(COURTESY)
    Thread(target=_end_with_the_desk, daemon=True).start()
    _held.append(_open.enter_context(workspace.open()))


def _end_with_the_desk() -> None:
    """End where the desk is killed: nothing else tells this process, which would wait for work for ever."""
    if desk := parent_process():
        desk.join()
        os._exit(1)


def _as_before(batch: str, ledger: Ledger) -> tuple[date, str, bool]:
    before = next((run for run in ledger.runs(1000) if run.batch == batch), None)
    if before is None:
        return today(), DEFAULT, True
    asked = before.parameters
    return before.as_of, asked.get("programme", DEFAULT), asked.get("history") == "true"


def _counts(found: Reconciliation) -> Mapping[str, int]:
    return {"lines": len(found.lines), "findings": len(found.findings)}
