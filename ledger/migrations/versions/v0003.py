"""The review desk: people and their sittings, the queue of cases, and words by which cases and documents are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledger.columns import Amount, Instant, Plain

revision = "v0003"
down_revision = "v0002"


def upgrade() -> None:
    """Make the desk's tables."""
    _make_people()
    _make_sittings()
    _make_cases()
    _index_cases()
    _make_queue()
    _make_records()
    _make_word_tables()


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.Column("shown", Plain(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("keys", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("subject"),
    )
    op.create_table(
        "one_time_links",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attempts_by_key", "attempts", ["key", "at"])


def _make_sittings() -> None:
    op.create_table(
        "sittings",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("notice", sa.JSON()),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_sittings_person", "sittings", ["person"])
    op.create_table(
        "tokens",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("label", Plain(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("name", Plain(), nullable=False),
        sa.Column("query", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("saved_views_once", "saved_views", ["person", "name"], unique=True)


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("line_id", Plain(), nullable=False),
        sa.Column("claim_id", Plain(), nullable=False),
        sa.Column("document", Plain(), nullable=False),
        sa.Column("document_key", sa.Text(), nullable=False),
        sa.Column("partner", Plain(), nullable=False),
        sa.Column("programme", Plain(), nullable=False),
        sa.Column("period", Plain(), nullable=False),
        sa.Column("at_risk", Amount()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("counts_once", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("counted_by", Plain(), nullable=False),
        sa.Column("message", Plain(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", Plain(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _index_cases() -> None:
    op.create_index("cases_by_claim", "cases", ["batch", "claim_id"])
    op.create_index("cases_by_document", "cases", ["batch", "document_key"])
    op.create_index("cases_by_line", "cases", ["batch", "line_id"])
    op.create_index(
        "cases_counted",
        "cases",
        [
            "shelf",
            "counted_by",
            "assignee",
            "counts_once",
            "at_risk",
            "first_seen",
            "deadline",
            "state",
            "partner",
            "programme",
        ],
    )
    op.create_index(
        "cases_in_order",
        "cases",
        [
            "shelf",
            "rank",
            "id",
            "severity",
            "code",
            "partner",
            "programme",
            "currency",
            "assignee",
            "batch",
            "state",
            "at_risk",
            "first_seen",
            "deadline",
            "counts_once",
        ],
    )
    op.create_index("cases_once", "cases", ["batch", "identity"], unique=True)


def _make_queue() -> None:
    op.create_table(
        "leases",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("person", Plain(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case"),
    )
    op.create_table(
        "projections",
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("reconciliation", sa.Integer(), nullable=False),
        sa.Column("programme", Plain(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("batch"),
    )
    op.create_table(
        "snapshots",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )


def _make_records() -> None:
    op.create_table(
        "answers",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("key", Plain(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("token", "key"),
    )
    op.create_table(
        "case_records",
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "kind", "key"),
    )
    op.create_table(
        "case_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("document_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_words_once", "case_words", ["batch", "document_key"], unique=True)
    op.create_index("ix_case_words_sha256", "case_words", ["sha256"])


def _make_word_tables() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("case_texts", "document_texts"):
            op.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX {table}_by_word ON {table} USING gin (words)")
    else:
        for table in ("case_texts", "document_texts"):
            op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')")
