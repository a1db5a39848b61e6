# ruff: noqa: S608 - the statements are made of our own names alone
"""Views for analysts: findings, lines, documents and decisions by batch and run, amounts as people write them.

A later migration that makes one of these tables anew has to drop the views first and make them again.
"""

from __future__ import annotations

from alembic import op

revision = "v0005"
down_revision = "v0004"

_RUN = """
  batches.name AS batch, runs.id AS run, runs.started_at, reconciliations.as_of,
  reconciliations.id = (SELECT max(id) FROM reconciliations AS later WHERE later.batch = batches.id) AS newest
"""
_OF_RUN = """
  JOIN reconciliations ON reconciliations.id = {table}.reconciliation
  JOIN runs ON runs.id = reconciliations.run
  JOIN batches ON batches.id = reconciliations.batch
"""


def upgrade() -> None:
    """Make the views."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    _findings("findings.at_risk" if postgresql else "findings.at_risk / 10000.0")
    _lines("lines.{0}" if postgresql else "lines.{0} / 10000.0")
    _documents()
    _decisions("((content::json -> 'details' ->> 'decision')::json ->> '{0}')" if postgresql else _OPENED)


_OPENED = "json_extract(json_extract(content, '$.details.decision'), '$.{0}')"


def _findings(at_risk: str) -> None:
    op.execute(f"""
CREATE VIEW analysis_findings AS SELECT {_RUN},
  findings.position, findings.identity, findings.code, findings.severity, findings.rule,
  findings.line_id, findings.claim_id, findings.document, findings.related_document, findings.partner,
  {at_risk} AS at_risk, findings.currency, findings.confidence, findings.message
FROM findings {_OF_RUN.format(table="findings")}""")


def _lines(amount: str) -> None:
    amounts = ", ".join(f"{amount.format(name)} AS {name}" for name in ("approved", "claimed", "evidenced"))
    op.execute(f"""
CREATE VIEW analysis_lines AS SELECT {_RUN},
  lines.line_id, lines.campaign_name, lines.partner, lines.status, {amounts}, lines.currency, lines.confidence
FROM lines {_OF_RUN.format(table="lines")}""")


def _documents() -> None:
    op.execute("""
CREATE VIEW analysis_documents AS SELECT batches.name AS batch, submissions.name, submissions.sha256,
  documents.media_type, documents.size, submissions.source, submissions.parent, submissions.handed_at,
  readings.kind, readings.language, readings.pages
FROM submissions
  JOIN batches ON batches.id = submissions.batch
  JOIN documents ON documents.sha256 = submissions.sha256
  LEFT JOIN readings ON readings.id = (SELECT max(id) FROM readings AS last WHERE last.sha256 = submissions.sha256)""")
    op.create_index("readings_by_content", "readings", ["sha256"])


def _decisions(opened: str) -> None:
    said = ", ".join(f"{opened.format(name)} AS {name}" for name in ("verdict", "reason", "words", "undoes"))
    op.execute(f"""
CREATE VIEW analysis_decisions AS SELECT number, at, who, batch, subject AS finding, {said}
FROM audit WHERE act = 'decide' AND content IS NOT NULL""")
