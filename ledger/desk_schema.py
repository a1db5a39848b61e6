"""The tables that only the review desk writes: its people, their sittings, and the queue they work through.

`cases` holds one row for each finding of a batch's newest reconciliation, under the identity that it keeps from run to
run; `case_records` hold the lines, claims and allocations that its page shows. They are made anew from reconciliations
and may be dropped at any time. What people did stands in the audit trail, never here alone.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.columns import Amount, Instant, Plain
from ledger.schema import metadata

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Plain, nullable=False, unique=True),
    Column("shown", Plain, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("must_change", Boolean, nullable=False),
    Column("must_enrol", Boolean, nullable=False),
    Column("subject", Text, unique=True),
    Column("partners", JSON, nullable=False),
    Column("programmes", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("keys", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)
sittings = Table(
    "sittings",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("form_key", Text, nullable=False),
    Column("notice", JSON),
    Column("pending", Boolean, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
factors = Table(
    "factors",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("hashed", Text, nullable=False),
)
one_time_links = Table(
    "one_time_links",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("until", Instant, nullable=False),
)
attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("attempts_by_key", "key", "at"),
)
projections = Table(
    "projections",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("reconciliation", Integer, nullable=False),
    Column("programme", Plain, nullable=False),
    Column("as_of", Text, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("line_id", Plain, nullable=False),
    Column("claim_id", Plain, nullable=False),
    Column("document", Plain, nullable=False),
    Column("document_key", Text, nullable=False),
    Column("partner", Plain, nullable=False),
    Column("programme", Plain, nullable=False),
    Column("period", Plain, nullable=False),
    Column("at_risk", Amount),
    Column("currency", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("counts_once", Boolean, nullable=False),
    Column("rank", Float, nullable=False),
    Column("counted_by", Plain, nullable=False),
    Column("message", Plain, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("shelf", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee", Plain, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("cases_once", "batch", "identity", unique=True),
    Index("cases_by_claim", "batch", "claim_id"),
    Index("cases_by_line", "batch", "line_id"),
    Index("cases_by_document", "batch", "document_key"),
)
# The whole of what the queue asks for stands in one index, in the queue's order: no case is read that is not shown.
Index(
    "cases_in_order",
    *(cases.c.shelf, cases.c.rank, cases.c.id, cases.c.severity, cases.c.code, cases.c.partner, cases.c.programme),
    *(cases.c.currency, cases.c.assignee, cases.c.batch, cases.c.state, cases.c.at_risk, cases.c.first_seen),
    *(cases.c.deadline, cases.c.counts_once),
)
# Counting needs no sorting where what is counted by stands in order in one index.
Index(
    "cases_counted",
    *(cases.c.shelf, cases.c.counted_by, cases.c.assignee, cases.c.counts_once, cases.c.at_risk, cases.c.first_seen),
    *(cases.c.deadline, cases.c.state, cases.c.partner, cases.c.programme),
)
known_answers = Table(
    "known_answers",
    metadata,
    Column("case", Integer, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("made_by", Plain, nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("batch", "source", name="known_answers_once"),
)
case_records = Table(
    "case_records",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
case_words = Table(
    "case_words",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("document_key", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Index("case_words_once", "batch", "document_key", unique=True),
)
snapshots = Table(
    "snapshots",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
leases = Table(
    "leases",
    metadata,
    Column("case", Integer, primary_key=True),
    Column("person", Plain, nullable=False),
    Column("until", Instant, nullable=False),
)
saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("name", Plain, nullable=False),
    Column("query", Plain, nullable=False),
    Index("saved_views_once", "person", "name", unique=True),
)
tokens = Table(
    "tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("label", Plain, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked", Boolean, nullable=False),
)
answers = Table(
    "answers",
    metadata,
    Column("token", Text, primary_key=True),
    Column("key", Plain, primary_key=True),
    Column("request", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
