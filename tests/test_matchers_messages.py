"""Messages to partners: every code has its ask, every language its own words, and fraud signals say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from matchers.checks.catalogue import RULES
from matchers.messages import ASK_OF_CODE, compose, with_messages
from matchers.model import Finding, LineStatus, PlanLine, Reconciliation, Severity, Status
from matchers.phrasebook import ENGLISH, parse_phrasebook
from matchers.programme import RULE_OF_CODE, parse_programme

FOLDER = Path(__file__).parent.parent / "data" / "messages"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
BOOKS = {language: parse_phrasebook(language, text) for language, text in TEXTS.items()}
FINDING = Finding("overclaimed", Severity.REVIEW, "C27@1", "Too much.", claim_id="K1")


def message(language: str, **changes: object) -> str:
    return compose(replace(FINDING, **changes), language, BOOKS).partner_message  # type: ignore[arg-type]


def test_every_code_that_can_be_raised_has_an_ask_or_none_on_purpose() -> None:
    assert set(ASK_OF_CODE) == {rule.code for rule in RULES if rule.setting} | set(RULE_OF_CODE)
    assert set(ASK_OF_CODE.values()) - {""} == set(ENGLISH.asks)


@pytest.mark.parametrize("code", sorted(code for code, ask in ASK_OF_CODE.items() if ask))
def test_each_language_says_it_in_its_own_words(code: str) -> None:
    texts = {message(language, code=code) for language in ("en", *BOOKS)}
    assert len(texts) == len(BOOKS) + 1
    assert all("K1" in text for text in texts)


@pytest.mark.parametrize("language", sorted(BOOKS))
def test_a_phrasebook_has_the_places_that_are_filled_in(language: str) -> None:
    book = BOOKS[language]
    assert "{subject}" in book.about
    assert "{amount}" in book.amount
    assert "{things}" in book.needed
    assert not [text for text in (*book.asks.values(), *book.things.values()) if "{" in text or text != text.strip()]
    assert all(text.endswith(".") for text in book.asks.values())


@pytest.mark.parametrize(
    "code", ["own_vendor", "sequential_numbers", "reused_picture", "exactly_approved", "bank_account", "other_partner"]
)
def test_signs_of_fraud_are_not_told(code: str) -> None:
    assert message("en", code=code) == ""


@pytest.mark.parametrize(
    ("language", "changes", "expected"),
    [
        ("en", {"at_risk": Money(Decimal("1234.5"), "EUR")}, "It concerns €1,234.50."),
        ("sv", {"at_risk": Money(Decimal("1234.5"), "SEK")}, "Det gäller 1\xa0234,50\xa0kr."),
        ("de", {"at_risk": Money(Decimal("1234.5"), "EUR")}, "Es geht um 1.234,50\xa0€."),
        ("en", {"at_risk": Money(Decimal(0), "EUR")}, "send proof of the rest."),
        (
            "fr",
            {"code": "proof_kinds", "expected": "agenda and photograph or screenshot"},
            "À fournir : programme, photographie, capture d'écran.",
        ),
        ("nl", {"code": "invoice_fields", "found": "no vendor, bill_to"}, "Nodig: leverancier, klant."),
        ("fi", {"code": "metrics", "expected": "calls, contacts"}, "onnistuneiden yhteydenottojen määrä."),
    ],
)
def test_a_message_says_how_much_and_what_to_send(language: str, changes: dict[str, object], expected: str) -> None:
    assert message(language, **changes).endswith(expected)


def test_an_unknown_language_falls_back_to_english() -> None:
    assert compose(FINDING, "xx", BOOKS) == compose(FINDING, "en")


def test_a_message_that_is_there_stays() -> None:
    written = replace(FINDING, partner_message="Hello")
    assert compose(written, "sv", BOOKS) == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about = ", "Invalid value"),
        (TEXTS["sv"].replace("late = ", "early = "), "asks.late is missing; asks.early is not asked for"),
        (TEXTS["sv"].replace("agenda = ", "agendum = "), "things.agenda is missing; things.agendum is not asked for"),
        (TEXTS["sv"].replace("needed = ", "wanted = "), "needed"),
    ],
)
def test_a_faulty_phrasebook_says_what_is_wrong(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match="phrasebook of sv") as raised:
        parse_phrasebook("sv", text)
    assert expected in str(raised.value)


def status(line_id: str, partner: str, language: str) -> LineStatus:
    none = Money(Decimal(0), "EUR")
    line = PlanLine(line_id, "Spring", none, partner=partner, language=language)
    return LineStatus(line, Status.REVIEW, none, none, (), (), (), 1.0)


def test_each_partner_is_told_in_its_own_language() -> None:
    programme = parse_programme(
        'name = "p"\nversion = "1"\nlanguage = "fr"\n[partners."Acme AB"]\naliases = ["Acme"]\nlanguage = "sv"\n'
    )
    lines = (status("L1", "acme", ""), status("L2", "acme", "de"), status("L3", "Other", ""))
    own = replace(FINDING, line_id="L1", partner_message="Ring oss.")
    findings = (*(compose(replace(FINDING, line_id=f"L{number}"), "en") for number in (1, 2, 3)), own, FINDING)
    told = with_messages(Reconciliation(lines, (), findings, date(2026, 1, 1), "p"), programme, BOOKS).findings
    begins = [finding.partner_message.split()[0] for finding in told]
    assert begins == ["Gäller", "Betrifft", "Concerne", "Ring", "Concerne"]
