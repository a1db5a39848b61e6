"""The audit trail, which can only grow: the database itself refuses to change or remove its records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Instant, Plain

revision = "v0002"
down_revision = "v0001"

# All that may happen to a record is that its content is erased, which leaves the digests of the chain.
_SEALED = ("number", "previous", "at", "act", "content_digest", "digest")
_ERASABLE = ("who", "batch", "subject", "content")
_CHANGED = " OR ".join(
    [f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _SEALED]
    + [f"(NEW.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name})" for name in _ERASABLE]
)
_REFUSAL = "the audit trail only grows"


def upgrade() -> None:
    """Make the audit trail and its head, the place where it goes on."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("who", Plain()),
        sa.Column("batch", Plain()),
        sa.Column("subject", Plain()),
        sa.Column("content", sa.Text()),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("audit_of_subject", "audit", ["batch", "subject", "number"])
    op.create_index("audit_by_act", "audit", ["act", "batch", "number"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": ""}])
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_sqlite() -> None:
    changed = _CHANGED.replace("IS DISTINCT FROM", "IS NOT")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER audit_stays BEFORE DELETE ON audit {refuse}")
    op.execute(f"CREATE TRIGGER audit_is_sealed BEFORE UPDATE ON audit WHEN {changed} {refuse}")


def _guard_on_postgresql() -> None:
    body = f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END"
    op.execute(f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    call = "FOR EACH ROW {} EXECUTE FUNCTION audit_refuse()"
    op.execute(f"CREATE TRIGGER audit_stays BEFORE DELETE ON audit {call.format('')}")
    op.execute(f"CREATE TRIGGER audit_is_sealed BEFORE UPDATE ON audit {call.format(f'WHEN ({_CHANGED})')}")
    every = "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    op.execute(f"CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit {every}")
