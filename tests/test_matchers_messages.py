"""Messages to partners: every code has its ask, in every language, and fraud signals say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchers.checks.catalogue import RULES
from matchers.messages import ASK_OF_CODE, LANGUAGES, compose
from matchers.model import Finding, Severity
from matchers.programme import RULE_OF_CODE

FINDING = Finding("overclaimed", Severity.REVIEW, "C27@1", "Too much.", claim_id="K1")


def test_every_code_that_can_be_raised_has_an_ask_or_none_on_purpose() -> None:
    assert set(ASK_OF_CODE) == {rule.code for rule in RULES if rule.setting} | set(RULE_OF_CODE)


@pytest.mark.parametrize("code", sorted(code for code, ask in ASK_OF_CODE.items() if ask))
def test_each_language_says_it_in_its_own_words(code: str) -> None:
    texts = {compose(replace(FINDING, code=code), language).partner_message for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES)
    assert all("K1: " in text for text in texts)


@pytest.mark.parametrize("code", ["own_vendor", "sequential_numbers", "reused_picture", "exactly_approved"])
def test_signs_of_fraud_are_not_told(code: str) -> None:
    assert compose(replace(FINDING, code=code), "en").partner_message == ""


def test_an_unknown_language_falls_back_to_english() -> None:
    assert compose(FINDING, "xx") == compose(FINDING, "en")


def test_a_message_that_is_there_stays() -> None:
    written = replace(FINDING, partner_message="Hello")
    assert compose(written, "sv") == written
