"""The words that the desk says for states, verdicts, reasons and filters; all of them stand in the catalogues."""

from __future__ import annotations

from ledger.case_model import State
from ledger.model import Verdict
from review.wording import SEVERITY_WORDS, STATUS_WORDS

STATE_WORDS = {
    State.OPEN: "Open",
    State.REOPENED: "Opened again",
    State.ASKED: "Partner asked",
    State.UNSURE: "Cannot tell",
    State.PROPOSED_ACCEPT: "Acceptance needs a second person",
    State.PROPOSED_REJECT: "Rejection needs a second person",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Rejected",
    State.DUPLICATE: "Duplicate",
}
VERDICT_WORDS = {
    Verdict.ACCEPT: "accepted it",
    Verdict.REJECT: "rejected it",
    Verdict.CANNOT_TELL: "could not tell",
    Verdict.ASK_PARTNER: "asked the partner",
    Verdict.CORRECT_VALUE: "corrected a value",
    Verdict.REASSIGN: "assigned the document to another line",
    Verdict.SPLIT: "split the amount",
    Verdict.MARK_DUPLICATE: "marked a duplicate",
    Verdict.COMMENT: "commented",
    Verdict.UNDO: "took a decision back",
}
SAID_WORDS = {
    State.ACCEPTED: "Accepted.",
    State.REJECTED: "Rejected.",
    State.UNSURE: "Noted that it cannot be told; a lead will look.",
    State.PROPOSED_ACCEPT: "Acceptance proposed; a second person has to agree.",
    State.PROPOSED_REJECT: "Rejection proposed; a second person has to agree.",
    State.ASKED: "The message is kept; the case waits for the partner.",
    State.DUPLICATE: "Marked as a duplicate.",
    State.OPEN: "Taken back; the case is open again.",
    State.REOPENED: "The case is open again.",
}
REASON_WORDS = {
    "proof_shows_it": "the proof shows it",
    "misread": "the program read a value wrongly",
    "mismatched": "the program matched wrongly",
    "explained": "the partner explained it",
    "small": "the difference is small",
    "not_proven": "it is not proven",
    "not_eligible": "it is not eligible",
    "claimed_before": "it was claimed before",
    "other": "another reason, in words",
}
FILTER_WORDS = {
    "batch": "Batch",
    "programme": "Programme",
    "partner": "Partner",
    "code": "Finding",
    "severity": "Severity",
    "currency": "Currency",
    "assignee": "Whose",
    "state": "State",
    "line_id": "Plan line",
    "words": "Words",
    "least": "At least",
    "most": "At most",
    "age": "Days old or more",
    "days_left": "Days left or fewer",
    "seen_from": "First seen from",
    "seen_to": "First seen until",
    "due_from": "Deadline from",
    "due_to": "Deadline until",
    "sure_from": "Confidence from",
    "sure_below": "Confidence below",
}
SHELF_WORDS = {"todo": "To do", "waiting": "Waiting", "second": "Second look", "done": "Done", "all": "All"}
ORDER_WORDS = {"rank": "what it saves", "amount": "amount", "age": "age", "deadline": "deadline"}
GLOBALS = {
    "state_words": STATE_WORDS,
    "verdict_words": VERDICT_WORDS,
    "reason_words": REASON_WORDS,
    "filter_names": FILTER_WORDS,
    "severity_words": SEVERITY_WORDS,
    "status_words": STATUS_WORDS,
}
