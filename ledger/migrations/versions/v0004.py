"""What earlier batches held; when things were handed in, and which documents are to be removed from their store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Instant, Plain

revision = "v0004"
down_revision = "v0003"

_FIRST_RUN = """
UPDATE {table} SET handed_at = coalesce(
  (SELECT min(runs.started_at) FROM runs JOIN batches ON batches.name = runs.batch WHERE batches.id = {table}.batch),
  CURRENT_TIMESTAMP
)
"""


def upgrade() -> None:
    """Make the tables of history and removals. What was handed in before counts from its batch's first run, or now."""
    op.create_table(
        "past_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("name_digest", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("partner", Plain(), nullable=False),
        sa.Column("accounts", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch", "name_digest", "sha256", name="past_documents_once"),
    )
    op.create_index("past_documents_by_content", "past_documents", ["sha256"])
    op.create_table(
        "past_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["past_documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "document"),
        sqlite_with_rowid=False,
    )
    op.create_index("past_keys_of_document", "past_keys", ["document"])
    op.create_table(
        "removals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    for table in ("submissions", "handed_tables"):
        op.add_column(table, sa.Column("handed_at", Instant()))
        op.execute(_FIRST_RUN.format(table=table))
    op.create_index("submissions_by_time", "submissions", ["handed_at"])
