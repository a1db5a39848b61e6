"""An index by which readings of one kind of document are found, such as files that hold several."""

from __future__ import annotations

from alembic import op

revision = "v0006"
down_revision = "v0005"


def upgrade() -> None:
    """Make the index."""
    op.create_index("readings_of_kind", "readings", ["reader", "kind", "sha256"])
