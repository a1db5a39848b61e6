"""A second factor for people, and cases of the queue that are found by the same words in either database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Instant

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    """Make the tables of factors; on PostgreSQL have all words kept anew, which are put another way now."""
    op.add_column("people", sa.Column("must_enrol", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sittings", sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "factors",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recovery_codes_person", "recovery_codes", ["person"])
    if op.get_bind().dialect.name == "postgresql":
        # Cases whose place has changed are laid out anew, words and all, with the first look at the queue.
        for statement in ("DELETE FROM document_texts", "DELETE FROM case_words", "DELETE FROM projections"):
            op.execute(statement)
        # No place is above 0, so that each of them changes.
        op.execute("UPDATE cases SET rank = 1")
