"""What the ranker is trained on, and what it is judged by."""

from __future__ import annotations

import json

import pytest

from extractors.extract import view_of_document
from extractors.fields.features import feature_names
from extractors.fields.ranker import MODEL_FILE, load_ranker, ranker_of
from extractors.fields.rules import RULES
from extractors.model import FieldName
from extractors.training.invented import invented
from extractors.training.score import Judged, compared, score
from extractors.training.truth import right_ones


def judged(confidence: float, right: bool) -> Judged:
    return Judged("c", "d", 0, FieldName.TOTAL_AMOUNT, "1", "1", confidence, right, right)


def test_the_shipped_model_was_trained_on_the_features_of_today() -> None:
    trained = json.loads(MODEL_FILE.read_bytes())["fields"]
    assert set(load_ranker().models) == {FieldName(name) for name in trained}
    assert all(record["features"] == list(feature_names(FieldName(name))) for name, record in trained.items())


def test_models_that_do_not_fit_are_named_and_left_to_rules() -> None:
    record = json.loads(MODEL_FILE.read_bytes())
    record["fields"]["total_amount"]["features"] = ["of yesterday"]
    ranker = ranker_of(record, "changed")
    assert FieldName.TOTAL_AMOUNT not in ranker.models
    assert "total amount" in ranker.fault
    assert not load_ranker().fault
    assert "missing" in load_ranker(MODEL_FILE.with_name("nowhere.json")).fault


def test_the_same_invoices_are_invented_every_time() -> None:
    assert list(invented(12)) == list(invented(12))


def test_the_values_of_invented_invoices_are_among_the_candidates() -> None:
    found = []
    for known in invented(50):
        view = view_of_document(known.document)
        for name, truth in known.truth.items():
            if truth and name in RULES:
                kind = RULES[name].kind
                found.append(bool(right_ones(view.candidates[kind], kind, truth).any()))
    # Here and there a long date runs into the next column, where nobody could read it.
    assert sum(found) >= 0.99 * len(found)


@pytest.mark.slow
def test_the_sums_and_dates_of_invented_invoices_are_read_in_every_language() -> None:
    fields = (FieldName.TOTAL_AMOUNT, FieldName.NET_AMOUNT, FieldName.DOCUMENT_DATE)
    right = []
    for known in invented(60):
        found = {each.name: each.value for each in load_ranker().choose(view_of_document(known.document))}
        right += [compared(name, known.truth[name], found.get(name))[0] for name in fields]
    assert sum(right) >= 0.95 * len(right)


@pytest.mark.parametrize(
    ("name", "truth", "answer", "right"),
    [
        (FieldName.TOTAL_AMOUNT, "12.50", "-12.5", (True, True)),
        (FieldName.TOTAL_AMOUNT, "12.50", "12.51", (False, False)),
        (FieldName.DOCUMENT_DATE, "2024-05-01", "2024-01-05", (False, False)),
        (FieldName.ADVERTISER, "Nordlicht Media (1234)", "NORDLICHT MEDIA", (True, True)),
        (FieldName.ADVERTISER, "Nordlicht Media GmbH", "Nordlicht Medla GmbH", (True, False)),
        (FieldName.VENDOR, "Nordlicht Media", None, (False, False)),
        (FieldName.DOCUMENT_NUMBER, "RE-12/3", "RE123", (True, True)),
    ],
)
def test_answers_are_compared_as_the_field_asks(
    name: FieldName, truth: str, answer: str | None, right: tuple[bool, bool]
) -> None:
    assert compared(name, truth, answer) == right


def test_coverage_counts_what_is_right_above_the_first_confidence_that_holds() -> None:
    assert score([judged(0.9, True), judged(0.8, False), judged(0.7, True)]).coverage == pytest.approx(1 / 3)
    assert score([judged(0.9, True), judged(0.9, False)]).coverage == 0
