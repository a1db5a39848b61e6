"""Layout memory: what documents taught about their layouts, and what readings say in the light of that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Instant, Plain

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    """Make the tables of lessons and recollections."""
    op.create_table(
        "recollections",
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"]),
        sa.PrimaryKeyConstraint("reader", "sha256"),
    )
    op.create_index("recollections_by_content", "recollections", ["sha256"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", Plain(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("taught_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("lessons_by_content", "lessons", ["sha256"])
