"""Readings, submissions, tables, runs and reconciliations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Amount, Instant, Plain

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _make_readings()
    _make_batches()
    _make_intake()
    _make_runs()
    _make_results()


def _make_readings() -> None:
    op.create_table(
        "readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version", "digest", name="readers_once"),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("extraction", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reader", "sha256", name="readings_once"),
    )


def _make_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "documents",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.Column("name_digest", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("source", Plain(), nullable=False),
        sa.Column("parent", Plain()),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["documents.sha256"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch", "name_digest", "sha256", name="submissions_once"),
    )
    op.create_index("ix_submissions_sha256", "submissions", ["sha256"])


def _make_intake() -> None:
    op.create_table(
        "intake_problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", Plain(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch", "digest", name="intake_problems_once"),
    )
    op.create_table(
        "handed_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handed_tables_of_batch", "handed_tables", ["batch", "kind", "id"])


def _make_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("batch", Plain(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant()),
        sa.Column("outcome", sa.Text()),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_runs_batch", "runs", ["batch"])
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.ForeignKeyConstraint(["run"], ["runs.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run"),
    )
    op.create_index("reconciliations_of_batch", "reconciliations", ["batch", "id"])


def _make_results() -> None:
    op.create_table(
        "findings",
        sa.Column("reconciliation", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("line_id", Plain(), nullable=False),
        sa.Column("claim_id", Plain(), nullable=False),
        sa.Column("document", Plain(), nullable=False),
        sa.Column("related_document", Plain(), nullable=False),
        sa.Column("partner", Plain(), nullable=False),
        sa.Column("at_risk", Amount()),
        sa.Column("currency", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("message", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["reconciliation"], ["reconciliations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reconciliation", "position"),
    )
    op.create_index("findings_by_code", "findings", ["reconciliation", "code"])
    op.create_index("findings_by_identity", "findings", ["identity"])
    op.create_table(
        "lines",
        sa.Column("reconciliation", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", Plain(), nullable=False),
        sa.Column("campaign_name", Plain(), nullable=False),
        sa.Column("partner", Plain(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("approved", Amount(), nullable=False),
        sa.Column("claimed", Amount(), nullable=False),
        sa.Column("evidenced", Amount(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reconciliation"], ["reconciliations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reconciliation", "position"),
    )
    op.create_index("lines_by_status", "lines", ["reconciliation", "status"])
