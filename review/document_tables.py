"""Tables of documents and of every value that was read from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractors.model import Evidence, Extraction, ExtractionStatus, FieldName, Problem
from matchers.model import Submission
from review.batch import PublishedBatch
from review.finding_table import box_text
from review.tables import Cell, Column, Kind, Table

Row = tuple[Cell, ...]
Known = tuple[str, str, str, str]
"""The lines, claims, codes of findings and twins of a document, each as they are listed."""

DOCUMENT_COLUMNS = (
    Column("document", Kind.DOCUMENT, "The document as it was handed in."),
    Column("kind", Kind.TEXT, "What the document is, as proof."),
    Column("language", Kind.TEXT, "The language it is written in."),
    Column("reading", Kind.TEXT, "complete, partial or failed: how reading it went."),
    Column("line_ids", Kind.TEXT, "The plan lines it counts towards, separated by semicolons."),
    Column("claim_ids", Kind.TEXT, "The claims that brought it, separated by semicolons."),
    Column("document_number", Kind.TEXT, "Its number, as read."),
    Column("document_date", Kind.DATE, "Its date, as read."),
    Column("total_amount", Kind.MONEY, "Its total, as read."),
    Column("currency", Kind.TEXT, "ISO 4217 code of the total."),
    Column("vendor", Kind.PHRASE, "Who issued it, as read."),
    Column("campaign", Kind.PHRASE, "The campaign that it names."),
    Column("lowest_confidence", Kind.SCORE, "The confidence of the least certain value read from it."),
    Column("findings", Kind.TEXT, "The codes of the findings about it, separated by semicolons."),
    Column("problems", Kind.PROSE, "What went wrong when it was read, and what to do next."),
    Column("same_content_as", Kind.DOCUMENT, "Other documents with exactly the same bytes."),
    Column("sha256", Kind.TEXT, "The digest of its content."),
)

EVIDENCE_COLUMNS = (
    Column("document", Kind.DOCUMENT, "The document as it was handed in."),
    Column("field", Kind.TEXT, "The field that was read."),
    Column("value", Kind.TEXT, "Its value: ISO dates, plain decimals, ISO 4217 currencies."),
    Column("text", Kind.PROSE, "The value as it is printed."),
    Column("confidence", Kind.SCORE, "How likely the value is right, from 0 to 1."),
    Column("page", Kind.COUNT, "The page it stands on, counted from 1; empty for values of an e-invoice."),
    Column("box", Kind.TEXT, "The place on the page: left, top, right, bottom in points from its top left corner."),
    Column("rule", Kind.TEXT, "The rule that decided."),
    Column("runners_up", Kind.PROSE, "Other ways to read the field, the best first."),
)


@dataclass(frozen=True, slots=True)
class SeenDocuments:
    """What is told of a batch's documents: a row for each, a row for each value, and what could not be read."""

    documents: Table
    evidence: Table
    unread: tuple[tuple[str, Problem], ...]


def look_through(batch: PublishedBatch, seen: Callable[[Extraction], None] = lambda read: None) -> SeenDocuments:
    """Go through the documents by name, each read once; `seen` is called with everything that was read."""
    known_of = _known(batch)
    documents: list[Row] = []
    evidence: list[Row] = []
    unread: list[tuple[str, Problem]] = []
    for submission in sorted(batch.submissions, key=lambda item: (item.name, item.sha256)):
        read = batch.extractions.get(submission.sha256)
        documents.append(_document_row(submission, read, known_of(submission)))
        evidence += [_evidence_row(submission.name, each) for each in read.evidence] if read else []
        unread += ((submission.name, problem) for problem in _unread(read))
        if read:
            seen(read)
    return SeenDocuments(_documents_table(documents), _evidence_table(evidence), tuple(unread))


def _documents_table(rows: Iterable[Row]) -> Table:
    about = "One row for each document that was handed in."
    return Table("documents", "Documents", about, DOCUMENT_COLUMNS, tuple(rows))


def _evidence_table(rows: Iterable[Row]) -> Table:
    about = "One row for each value read from a document."
    return Table("evidence", "Evidence", about, EVIDENCE_COLUMNS, tuple(rows))


def _unread(read: Extraction | None) -> Sequence[Problem]:
    if read is None:
        return (Problem("not_read", "It was not read. Run again.", fatal=True),)
    if read.status is ExtractionStatus.COMPLETE:
        return ()
    return [problem for problem in read.problems if problem.fatal]


def _known(batch: PublishedBatch) -> Callable[[Submission], Known]:
    """Return what tells a document's lines, claims, findings and twins."""
    lines, claims, codes, twins = (defaultdict[str, set[str]](set) for _ in range(4))
    for allocation in batch.reconciliation.allocations:
        lines[allocation.document].add(allocation.line_id or "")
        claims[allocation.document].add(allocation.claim_id or "")
    for finding in batch.reconciliation.findings:
        codes[finding.document].add(finding.code)
    for submission in batch.submissions:
        twins[submission.sha256].add(submission.name)

    def known_of(submission: Submission) -> Known:
        name, alike = submission.name, twins[submission.sha256]
        return listed(lines[name]), listed(claims[name]), listed(codes[name]), listed(alike - {name})

    return known_of


def listed(names: set[str]) -> str:
    """Return names in order, separated by semicolons."""
    return "; ".join(sorted(names - {""}))


def _document_row(submission: Submission, read: Extraction | None, known: Known) -> Row:
    lines, claims, codes, twins = known
    total = read.find(FieldName.TOTAL_AMOUNT) if read else None
    dated = read.find(FieldName.DOCUMENT_DATE) if read else None
    return (
        submission.name,
        read.kind.value if read else "",
        (read.language or "") if read else "",
        read.status.value if read else "failed",
        lines,
        claims,
        _value(read, FieldName.DOCUMENT_NUMBER),
        dated.date if dated else None,
        total.amount if total else None,
        _value(read, FieldName.CURRENCY),
        _value(read, FieldName.VENDOR),
        _value(read, FieldName.CAMPAIGN),
        min((item.confidence for item in read.evidence), default=None) if read else None,
        codes,
        " ".join(problem.message for problem in read.problems) if read else "It was not read.",
        twins,
        submission.sha256,
    )


def _value(read: Extraction | None, field: FieldName) -> str:
    evidence = read.find(field) if read else None
    return evidence.value if evidence else ""


def _evidence_row(document: str, evidence: Evidence) -> Row:
    chosen = evidence.chosen
    return (
        document,
        evidence.name.value,
        chosen.value,
        chosen.text,
        chosen.confidence,
        chosen.page,
        box_text(chosen.box),
        chosen.rule,
        "; ".join(f"{other.value} ({other.confidence:.2f})" for other in evidence.others),
    )
