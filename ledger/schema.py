"""The tables of the ledger as the newest migration leaves them.

`documents` are contents, `submissions` how they were handed in to a batch, `readings` what a reader (a version of the
extractor with its settings) read from them, `lessons` what agreed values of them teach about others of their layout and
`recollections` what these then say. `runs` are what was done; a run's `reconciliations` holds everything that
was found, its `findings` and `lines` the same in rows that can be queried. Moments are UTC; amounts are decimals, on
SQLite whole ten-thousandths.

Analysts read the views, which put amounts as people write them and name batches and runs. Each opens in DuckDB
(`ATTACH 'workspace/ledger.db' (TYPE sqlite)`), pandas (`read_sql`) and any other program that knows the database:

- `analysis_findings`: each finding of each run; `newest` marks the last reconciliation of its batch, `identity` stays
  the same from run to run.
- `analysis_lines`: each plan line of each run with its status and what was approved, claimed and evidenced.
- `analysis_documents`: each document as it was handed in, with its kind, language and pages as last read.
- `analysis_decisions`: what people decided about findings, by the finding's identity. `undoes` names an earlier number.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from ledger.columns import Amount, Instant, Plain

metadata = MetaData()


def _needed(name: str, kind: type[TypeEngine[str]] | type[Plain] = Text) -> Column[str]:
    return Column(name, kind, nullable=False)


readers = Table(
    "readers",
    metadata,
    Column("id", Integer, primary_key=True),
    _needed("version"),
    _needed("digest"),
    UniqueConstraint("version", "digest", name="readers_once"),
)
# The extraction stands before the document: SQLite need not walk through the words to reach it.
readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", ForeignKey("readers.id"), nullable=False),
    _needed("sha256"),
    _needed("kind"),
    Column("language", Text),
    Column("pages", Integer, nullable=False),
    Column("extraction", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False),
    UniqueConstraint("reader", "sha256", name="readings_once"),
    Index("readings_by_content", "sha256"),
    Index("readings_of_kind", "reader", "kind", "sha256"),
)
# What a reading says in the light of its layout's lessons, where that is not what was read.
recollections = Table(
    "recollections",
    metadata,
    Column("reader", ForeignKey("readers.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("evidence", LargeBinary, nullable=False),
    Index("recollections_by_content", "sha256"),
)
# Appended only; of a document's lessons from one source the last counts, and one without content takes it back.
lessons = Table(
    "lessons",
    metadata,
    Column("id", Integer, primary_key=True),
    _needed("source", Plain),
    _needed("sha256"),
    Column("content", LargeBinary),
    Column("taught_at", Instant, nullable=False),
    Index("lessons_by_content", "sha256"),
)
documents = Table(
    "documents",
    metadata,
    Column("sha256", Text, primary_key=True),
    _needed("media_type"),
    Column("size", Integer, nullable=False),
)
batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Plain, nullable=False, unique=True),
)
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("batches.id"), nullable=False),
    _needed("name", Plain),
    _needed("name_digest"),
    Column("sha256", ForeignKey("documents.sha256"), nullable=False, index=True),
    _needed("source", Plain),
    Column("parent", Plain),
    Column("handed_at", Instant),
    UniqueConstraint("batch", "name_digest", "sha256", name="submissions_once"),
    Index("submissions_by_time", "handed_at"),
)
intake_problems = Table(
    "intake_problems",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("batches.id"), nullable=False),
    _needed("digest"),
    _needed("name", Plain),
    _needed("code"),
    _needed("message", Plain),
    Column("page", Integer),
    Column("fatal", Boolean, nullable=False),
    UniqueConstraint("batch", "digest", name="intake_problems_once"),
)
handed_tables = Table(
    "handed_tables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("batches.id"), nullable=False),
    _needed("kind"),
    _needed("name", Plain),
    _needed("sha256"),
    Column("rows", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("handed_at", Instant),
    Index("handed_tables_of_batch", "batch", "kind", "id"),
)
runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    _needed("kind"),
    Column("batch", Plain, nullable=False, index=True),
    Column("parameters", JSON, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("started_at", Instant, nullable=False, index=True),
    Column("finished_at", Instant),
    Column("outcome", Plain),
    Column("counts", JSON, nullable=False),
)
reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("runs.id"), nullable=False, unique=True),
    Column("batch", ForeignKey("batches.id"), nullable=False),
    Column("as_of", Date, nullable=False),
    _needed("programme"),
    Column("content", LargeBinary, nullable=False),
    Index("reconciliations_of_batch", "batch", "id"),
)
findings = Table(
    "findings",
    metadata,
    Column("reconciliation", ForeignKey("reconciliations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _needed("identity"),
    _needed("digest"),
    _needed("code"),
    _needed("severity"),
    _needed("rule"),
    _needed("line_id", Plain),
    _needed("claim_id", Plain),
    _needed("document", Plain),
    _needed("related_document", Plain),
    _needed("partner", Plain),
    Column("at_risk", Amount),
    Column("currency", Text),
    Column("confidence", Float, nullable=False),
    _needed("message", Plain),
    Index("findings_by_code", "reconciliation", "code"),
    Index("findings_by_identity", "identity"),
)
lines = Table(
    "lines",
    metadata,
    Column("reconciliation", ForeignKey("reconciliations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _needed("line_id", Plain),
    _needed("campaign_name", Plain),
    _needed("partner", Plain),
    _needed("status"),
    _needed("currency"),
    Column("approved", Amount, nullable=False),
    Column("claimed", Amount, nullable=False),
    Column("evidenced", Amount, nullable=False),
    Column("confidence", Float, nullable=False),
    Index("lines_by_status", "reconciliation", "status"),
)
past_documents = Table(
    "past_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("batches.id"), nullable=False),
    _needed("name_digest"),
    _needed("sha256"),
    _needed("partner", Plain),
    _needed("accounts"),
    _needed("digest"),
    _needed("content"),
    UniqueConstraint("batch", "name_digest", "sha256", name="past_documents_once"),
    Index("past_documents_by_content", "sha256"),
)
# By these keys a document is known again: digests of its file, its number with its vendor, its pictures, its words.
past_keys = Table(
    "past_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("document", ForeignKey("past_documents.id", ondelete="CASCADE"), primary_key=True),
    Index("past_keys_of_document", "document"),
    sqlite_with_rowid=False,
)
removals = Table("removals", metadata, Column("sha256", Text, primary_key=True))
# The columns beside `content` repeat what it says, so that records can be found; the digests cover `content` alone.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    _needed("previous"),
    Column("at", Instant, nullable=False),
    _needed("act"),
    Column("who", Plain),
    Column("batch", Plain),
    Column("subject", Plain),
    Column("content", Text),
    _needed("content_digest"),
    _needed("digest"),
    Index("audit_of_subject", "batch", "subject", "number"),
    Index("audit_by_act", "act", "batch", "number"),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    _needed("digest"),
)
