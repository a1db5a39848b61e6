"""Splink (Fellegi-Sunter, fitted by expectation maximisation) on the same documents and lines, as a named baseline."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from extractors.model import FieldName
from tests.benchmarks._matching_data import MadeBatch


def linked(batch: MadeBatch) -> dict[str, str | None]:
    """Return for each document the line that splink finds likeliest."""
    import pandas
    import splink.comparison_level_library as levels
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    engine = DuckDBAPI()
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95, 0.88]),
            compare.CustomComparison(
                output_column_name="days",
                comparison_levels=[
                    levels.NullLevel("first_day"),
                    levels.CustomLevel("first_day_l = first_day_r and last_day_l = last_day_r"),
                    levels.CustomLevel("first_day_l >= first_day_r and last_day_l <= last_day_r"),
                    levels.ElseLevel(),
                ],
            ),
            compare.CustomComparison(
                output_column_name="amount",
                comparison_levels=[
                    levels.NullLevel("amount"),
                    levels.CustomLevel("amount_l = amount_r"),
                    levels.CustomLevel("amount_l <= amount_r and amount_l > 0.95 * amount_r"),
                    levels.CustomLevel("amount_l <= amount_r"),
                    levels.ElseLevel(),
                ],
            ),
        ],
        blocking_rules_to_generate_predictions=[block_on("first_word"), block_on("second_word")],
    )
    documents = engine.register(pandas.DataFrame(_documents(batch)), dataset_display_name="a_documents")
    lines = engine.register(pandas.DataFrame(_lines(batch)), dataset_display_name="b_lines")
    linker = Linker([documents, lines], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_word", "second_word"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("amount"))
    predicted: Any = linker.inference.predict()
    pairs = predicted.as_pandas_dataframe()
    best = pairs.sort_values(["match_weight", "unique_id_r"], ascending=[False, True]).drop_duplicates("unique_id_l")
    return dict(zip(best["unique_id_l"], best["unique_id_r"], strict=True))


def _documents(batch: MadeBatch) -> Iterator[dict[str, Any]]:
    for submission in batch.submissions:
        extraction = batch.exhibits[submission.sha256].extraction
        fields = (
            FieldName.CAMPAIGN,
            FieldName.TOTAL_AMOUNT,
            FieldName.ACTIVITY_START,
            FieldName.ACTIVITY_END,
        )
        name, amount, first, last = (found.value if (found := extraction.find(field)) else "" for field in fields)
        yield _row(submission.name, name, amount, first, last)


def _lines(batch: MadeBatch) -> Iterator[dict[str, Any]]:
    for line in batch.plan:
        yield _row(line.line_id, line.campaign_name, line.approved.amount, line.start, line.end)


def _row(key: str, name: str, amount: object, first: object, last: object) -> dict[str, Any]:
    words = [*name.casefold().split(), "", ""]
    return {
        "unique_id": key,
        "name": name.casefold(),
        "first_word": words[0],
        "second_word": words[1],
        "amount": float(str(amount)),
        "first_day": str(first),
        "last_day": str(last),
    }
