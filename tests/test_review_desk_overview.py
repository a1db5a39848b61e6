"""The analysts' page: each bar leads to the cases behind it, and to no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from ledger.case_model import State, Wanted
from review.desk.services import Settings
from tests.ledger_databases import KINDS
from tests.review_desk import Visitor, World, make_world, server_of

BAR = re.compile(r'<a href="(/queue\?[^"]+)" aria-label="([^"]+)"><text')
FOUND = re.compile(r'<h2 id="found">\s*(\S+) case')


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, Settings(sampled=0.5), server=server_of(request))
    yield made
    made.ledger.close()


def behind(reader: Visitor, link: str) -> int:
    found = FOUND.search(reader.text(unescape(link)))
    assert found, link
    return {"One": 1}.get(found.group(1)) or int(found.group(1))


@pytest.mark.parametrize("currency", ["EUR", "SEK", "GBP"])
def test_each_bar_leads_to_as_many_cases_as_it_tells(world: World, currency: str) -> None:
    reader = world.signed_in("reader")
    bars = BAR.findall(reader.text(f"/overview?currency={currency}"))
    assert len(bars) > 15
    for link, told in bars:
        number = re.search(r"(\d+)\)?$", told)
        assert number
        assert behind(reader, link) == int(number.group(1)), (link, told)


def test_overrides_lead_to_the_cases_that_were_accepted(world: World) -> None:
    lead = world.signed_in("lead")
    for place, case in enumerate(world.services.desk.page(Wanted(), 0, 12)):
        page = lead.text(f"/cases/{case.id}")
        lead.send(page, f"/cases/{case.id}/decide", verdict=("accept", "reject")[place % 2])
    bars = [(link, told) for link, told in BAR.findall(lead.text("/overview")) if "sure_from" in link]
    accepted = world.services.desk.number_of(Wanted(shelf=None, state=State.ACCEPTED.value))
    assert accepted == 6
    assert sum(behind(lead, link) for link, _ in bars) == accepted
