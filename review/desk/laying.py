"""Seeing to it that the queue shows the newest reconciliations."""

from __future__ import annotations

import threading
from itertools import islice

from ledger.columns import digest_of
from review.desk.projection import drafts, records
from review.desk.services import Services

A_TRANSACTION = 200
_laying = threading.Lock()


def lay_out(services: Services) -> None:
    """Lay out the queue of each batch whose newest reconciliation it does not show yet."""
    if not services.desk.unshown():
        return
    with _laying:
        # Who waited here for another to lay it out finds nothing more to do.
        for projection in services.desk.unshown():
            found = services.ledger.latest_reconciliation(projection.batch)
            if found:
                services.desk.lay_out(
                    projection, list(drafts(found, services.deadline, services.settings.sampled)), records(found)
                )
                index_documents(services, projection.batch)


def lay_out_soon(services: Services) -> bool:
    """Have the queue laid out where it shows an older reconciliation; return whether it does."""
    if not services.desk.unshown():
        return False
    if not _laying.locked():
        threading.Thread(target=lay_out, args=(services,), name="laying out", daemon=True).start()
    return True


def index_documents(services: Services, batch: str) -> None:
    """Make the words of a batch's documents findable, of those that are new or changed."""
    known = services.desk.indexed(batch)
    new = (each for each in services.ledger.submissions(batch) if known.get(digest_of(each.name)) != each.sha256)
    while some := list(islice(new, A_TRANSACTION)):
        read = [(each, services.exhibit(each.sha256)) for each in some]
        words = [(each.name, each.sha256, exhibit.document.text if exhibit else "") for each, exhibit in read]
        services.desk.index_documents(batch, words)
