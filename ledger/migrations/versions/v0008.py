"""Cases whose answer is known, put among the others to see how people decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Instant, Plain

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "known_answers",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("made_by", Plain(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case"),
        sa.UniqueConstraint("batch", "source", name="known_answers_once"),
    )
