"""The case file: everything about one case on paper, and the same for programs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Image as Picture

from ledger.model import Decided
from matchers.model import Claim, Comparison, Finding, LineStatus, PlanLine
from review.fonts import marked_up
from review.wording import SEVERITY_WORDS, money, place, title, visible

SCHEMA = "proofdesk case file 1"
_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=12, wordWrap="CJK")
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7.5, leading=10, textColor=HexColor("#565a61"))
_HEAD = ParagraphStyle("head", parent=_TEXT, fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=10)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName="Helvetica-Bold", fontSize=17, leading=21)
_WIDTH = A4[0] - 36 * mm - 12
_RULED = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#d6d6d0")),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
)


@dataclass(frozen=True, slots=True)
class Crop:
    """A marked strip of a page, with what it shows."""

    document: str
    page: int
    image: Image.Image


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with all that belongs to it. `head` is the last digest of the audit trail when it was made."""

    batch: str
    identity: str
    digest: str
    programme: str
    state: str
    finding: Finding
    line: PlanLine | None
    claim: Claim | None
    status: LineStatus | None
    comparisons: tuple[Comparison, ...]
    decided: tuple[Decided, ...]
    looks: tuple[tuple[str, datetime], ...]
    contents: Mapping[str, str]
    crops: tuple[Crop, ...]
    rule: str
    made_at: datetime
    made_by: str
    head: str


def case_file_json(of: CaseFile) -> dict[str, Any]:
    """Return a case file as plain values; amounts are decimals in text, moments are UTC."""
    told = {
        "schema": SCHEMA,
        "batch": of.batch,
        "finding_id": of.identity,
        "seal": of.digest,
        "programme": of.programme,
        "state": of.state,
        "rule": {"id": of.finding.rule, "text": of.rule},
        "finding": asdict(of.finding),
        "plan_line": asdict(of.line) if of.line else None,
        "claim": asdict(of.claim) if of.claim else None,
        "line_outcome": _outcome(of.status),
        "comparisons": [asdict(each) for each in of.comparisons],
        "decisions": [{"record": each.number, **asdict(each.decision)} for each in of.decided],
        "seen_by": [{"who": who, "at": at} for who, at in of.looks],
        "documents": [{"name": name, "sha256": sha256} for name, sha256 in sorted(of.contents.items())],
        "made": {"at": of.made_at, "by": of.made_by, "audit_head": of.head},
    }
    plain: dict[str, Any] = _plain(told)
    return plain


def case_file_pdf(of: CaseFile) -> bytes:
    """Return a case file as PDF."""
    written = io.BytesIO()
    margins: dict[str, Any] = {
        "leftMargin": 18 * mm,
        "rightMargin": 18 * mm,
        "topMargin": 16 * mm,
        "bottomMargin": 16 * mm,
    }
    about: dict[str, Any] = {"title": f"Case {of.identity[:12]}", "author": "proofdesk", "lang": "en"}
    paper = SimpleDocTemplate(written, pagesize=A4, invariant=1, **margins, **about)
    foot = f"Case {of.identity} · seal {of.digest} · audit head {of.head[:16]}"

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(18 * mm, 9 * mm, foot)
        canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, str(document.page))

    paper.build(list(_story(of)), onFirstPage=number, onLaterPages=number)
    return written.getvalue()


def _story(of: CaseFile) -> Iterator[Flowable]:
    finding = of.finding
    yield _paragraph(title(finding.code), _TITLE)
    yield _paragraph(f"{SEVERITY_WORDS[finding.severity]} · {money(finding.at_risk)} at risk · {of.state}", _SMALL)
    yield _paragraph(finding.message, _TEXT)
    yield Spacer(1, 4)
    yield _pairs(_facts(of))
    if of.crops:
        yield _paragraph("On the page", _HEAD)
        for crop in of.crops:
            yield _picture(crop)
            yield _paragraph(f"{crop.document}, page {crop.page}", _SMALL)
    if of.comparisons:
        yield _paragraph("Why these belong together (weights in bits)", _HEAD)
        yield _grid([_comparison(each) for each in of.comparisons], (0.16, 0.26, 0.26, 0.22, 0.1))
    yield _paragraph("Decisions and history", _HEAD)
    yield _grid([_decision(each) for each in of.decided] or [("Nobody has decided anything here yet.",)])
    if of.looks:
        yield _paragraph("Seen by", _HEAD)
        yield _grid([(who, f"{at:%Y-%m-%d %H:%M} UTC") for who, at in of.looks], (0.4, 0.6))
    yield _paragraph("Documents", _HEAD)
    yield _grid([(name, sha256) for name, sha256 in sorted(of.contents.items())] or [("none",)], (0.4, 0.6))
    yield _paragraph(f"Made {of.made_at:%Y-%m-%d %H:%M} UTC by {of.made_by}; batch {of.batch}.", _SMALL)


def _facts(of: CaseFile) -> Iterator[tuple[str, str]]:
    line, claim, finding = of.line, of.claim, of.finding
    yield "Rule", f"{finding.rule} {of.rule}; programme {finding.programme or of.programme or '–'}"
    yield "Expected", finding.expected
    yield "Found", finding.found
    if line:
        window = f"{line.start or '…'} to {line.end or '…'}"
        yield (
            "Plan line",
            f"{line.line_id}, {line.campaign_name}, {money(line.approved)}, {window} ({place(line.origin)})",
        )
    if claim:
        yield "Claim", f"{claim.claim_id}, {money(claim.claimed)}, {claim.partner} ({place(claim.origin)})"
    if of.status:
        told = f"claimed {money(of.status.claimed)}, proven {money(of.status.evidenced)}: {of.status.status}"
        yield "Outcome of the line", f"{told}. {' '.join(of.status.reasons)}"
    yield "Message to the partner", finding.partner_message


def _pairs(pairs: Iterator[tuple[str, str]]) -> Table:
    rows = [(_paragraph(name, _SMALL), _paragraph(told, _TEXT)) for name, told in pairs if told]
    return Table(rows, colWidths=(0.2 * _WIDTH, 0.8 * _WIDTH), style=_RULED)


def _grid(rows: Sequence[tuple[str, ...]], shares: tuple[float, ...] = (1.0,)) -> Table:
    widths = [share * _WIDTH for share in shares] if len(rows[0]) == len(shares) else None
    cells = [[_paragraph(cell, _TEXT) for cell in row] for row in rows]
    return Table(cells, colWidths=widths or [_WIDTH / len(rows[0])] * len(rows[0]), style=_RULED)


def _comparison(each: Comparison) -> tuple[str, ...]:
    return each.field.replace("_", " "), each.ours, each.theirs or "–", each.label, f"{each.weight:+.1f}"


def _decision(each: Decided) -> tuple[str, ...]:
    made = each.decision
    more = "; ".join(text for text in (made.reason.replace("_", " "), made.words, made.message, made.other) if text)
    if made.correction:
        more = f"{made.correction.field}: {made.correction.before or '–'} → {made.correction.after or '–'}; {more}"
    if made.undoes:
        more = f"record {made.undoes}; {more}"
    return (
        f"{made.at:%Y-%m-%d %H:%M} UTC",
        made.who,
        made.verdict.value.replace("_", " "),
        more,
        f"record {each.number}",
    )


def _picture(crop: Crop) -> Picture:
    written = io.BytesIO()
    crop.image.convert("RGB").save(written, "JPEG", quality=80)
    written.seek(0)
    scale = min(_WIDTH / crop.image.width, 90 * mm / crop.image.height, 0.75)
    return Picture(written, crop.image.width * scale, crop.image.height * scale)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(marked_up(visible(text)), style)


def _outcome(status: LineStatus | None) -> dict[str, Any] | None:
    if status is None:
        return None
    told = asdict(status)
    del told["line"]
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
