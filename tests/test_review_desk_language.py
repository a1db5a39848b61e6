"""The desk in the reader's language and locale: no text without its translation, no gap lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Money
from matchers.checks.catalogue import RULES
from review.desk import door, second_pages, words
from review.desk.language import LANGUAGES, catalogue, preferred, speech
from review.wording import title
from tests.review_desk import make_world

DESK = Path(__file__).parent.parent / "review" / "desk"
SAID = re.compile(r'\b(?:_|count)\(\s*"((?:[^"\\]|\\.)*)"(?:, "((?:[^"\\]|\\.)*)")?')
TRANSLATED = sorted(LANGUAGES.keys() - {"en"})


def texts() -> Iterator[str]:
    """Give all that templates and programs say."""
    for template in DESK.glob("templates/*.html"):
        for found in SAID.finditer(template.read_text(encoding="utf-8")):
            yield from (text for text in found.groups() if text)
    for module in DESK.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"say", "count"}
            ):
                yield from (
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )
    for table in (words.STATE_WORDS, words.VERDICT_WORDS, words.SAID_WORDS, words.REASON_WORDS, words.FILTER_WORDS):
        yield from table.values()
    yield from (door.WRONG, door.USED, second_pages.WRONG)
    yield from (title(rule.code) for rule in RULES)


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_said_in_the_language(language: str) -> None:
    said = catalogue(language)
    assert sorted(text for text in set(texts()) if text not in said) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_gaps_of_their_texts(language: str) -> None:
    assert {text for text, told in catalogue(language).items() if gaps(text) != gaps(told)} == set()


@pytest.mark.parametrize(
    ("locale", "money", "day"),
    [
        ("en_GB", "EUR 1,234.50", "31 Mar 2026"),
        ("sv_SE", "EUR 1\xa0234,50", "31 mars 2026"),
        ("de_DE", "EUR 1.234,50", "31.03.2026"),
    ],
)
def test_amounts_and_days_are_the_readers(locale: str, money: str, day: str) -> None:
    said = speech("en", locale)
    assert said.money(Money(Decimal("1234.5"), "EUR")) == money
    assert said.day(date(2026, 3, 31)) == day


def test_unknown_languages_and_locales_are_no_fault() -> None:
    assert speech("xx", "nonsense").say("Queue") == "Queue"


@pytest.mark.parametrize(
    ("header", "chosen"), [("sv-SE,sv;q=0.9", ("sv", "sv_SE")), ("fr-FR, sv", ("sv", "sv_SE")), ("", ("en", "en_GB"))]
)
def test_strangers_are_spoken_to_as_their_browser_asks(header: str, chosen: tuple[str, str]) -> None:
    assert preferred(header) == chosen


def test_a_page_in_swedish(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    reviewer = world.signed_in("reviewer")
    reviewer.send(reviewer.text("/settings"), "/settings", language="sv", locale="sv_SE", keys="on")
    page = reviewer.text(f"/cases/{world.case('overclaimed')}")
    assert '<html lang="sv">' in page
    assert "Sida vid sida" in page
    world.ledger.close()
