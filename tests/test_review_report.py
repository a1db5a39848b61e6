"""The report that people read: it loads nothing, believes no name, and shows the place on the page."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

import review.report
from extractors.model import Money
from matchers.model import Finding, Severity, Submission
from review import pictures
from review.batch import PublishedBatch
from review.pictures import PlaceFinder
from review.report import report_html
from tests.review_sample import figures_of, name_of, sample_batch

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>.pdf'


def page(batch: PublishedBatch) -> BeautifulSoup:
    return BeautifulSoup(report_html(batch, figures_of(batch)), "html.parser")


@pytest.fixture(scope="module")
def report() -> BeautifulSoup:
    return page(sample_batch())


def test_it_loads_nothing_from_anywhere(report: BeautifulSoup) -> None:
    assert all(str(image["src"]).startswith("data:image/jpeg;base64,") for image in report.find_all("img"))
    assert not report.find_all(["link", "iframe", "object", "embed", "base"])
    assert not any(tag.get("src") for tag in report.find_all("script"))
    assert not any(tag.get("style") for tag in report.find_all(True))
    assert all(str(link["href"]).startswith(("#", "../evidence/")) for link in report.find_all("a"))


def test_its_policy_allows_its_own_script_and_style_only(report: BeautifulSoup) -> None:
    policy = str(report.find("meta", {"http-equiv": "Content-Security-Policy"})["content"])  # type: ignore[index] # there
    for tag in (report.find("script"), report.find("style")):
        assert tag is not None
        digest = base64.b64encode(hashlib.sha256(tag.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def with_finding(finding: Finding, **changed: Any) -> PublishedBatch:
    batch = sample_batch(0)
    return replace(batch, reconciliation=replace(batch.reconciliation, findings=(finding,)), **changed)


def test_hostile_names_are_shown_and_do_nothing() -> None:
    finding = Finding("unplanned_claim", Severity.REVIEW, "C5@1", HOSTILE, HOSTILE, HOSTILE, HOSTILE, expected=HOSTILE)
    handed_in = (Submission(HOSTILE, "00"),)
    shown = page(with_finding(finding, name=HOSTILE, submissions=handed_in, links={HOSTILE: HOSTILE}))
    article = shown.find("article")
    assert len(shown.find_all("script")) == 1
    assert not shown.find_all("img")
    assert article is not None and HOSTILE in article.text
    assert not any(name.startswith("on") for tag in shown.find_all(True) for name in tag.attrs)


def test_a_reader_finds_the_way(report: BeautifulSoup) -> None:
    assert report.html is not None and report.html["lang"] == "en"
    assert [heading.text for heading in report.find_all("h2")][:2] == ["Money at risk", "Lines by status"]
    ids = [tag["id"] for tag in report.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in report.find_all("a") if str(link["href"]).startswith("#")} <= set(ids)
    assert all(image.get("alt") for image in report.find_all("img"))
    assert all(control.find_parent("label") for control in report.find_all(["input", "select"]))
    assert all(cell.get("scope") for cell in report.find_all("th"))


def test_every_finding_says_what_was_expected_and_found(report: BeautifulSoup) -> None:
    articles = report.find_all("article")
    assert len(articles) == len(sample_batch().reconciliation.findings)
    duplicate = next(article for article in articles if article["data-code"] == "duplicate_evidence")
    assert "Stops payment" in duplicate.text
    assert len(duplicate.find_all("img")) == 2, "the twin is shown beside it"


def is_marker(colour: Any) -> bool:
    red, green, blue = colour
    return bool(red > 200 and green > 180 and blue < 150)


def test_pictures_mark_the_place(report: BeautifulSoup) -> None:
    figure = report.find("article", {"data-code": "overclaimed"}).find("img")  # type: ignore[union-attr] # there is one
    picture = Image.open(io.BytesIO(base64.b64decode(str(figure["src"]).split(",")[1])))  # type: ignore[index]
    yellow = sum(count for count, colour in picture.getcolors(2**24) or () if is_marker(colour))
    assert picture.width == 720
    assert 500 < yellow < 20_000


def test_a_finding_about_a_claim_shows_the_document_its_evidence_comes_from() -> None:
    batch = sample_batch(20)
    finding = next(item for item in batch.reconciliation.findings if item.code == "overclaimed")
    (place,) = PlaceFinder(batch).places(replace(finding, document=""))
    assert place.document == finding.document == name_of(14)


def test_a_page_without_a_picture_is_named() -> None:
    batch = replace(sample_batch(15), page_image=lambda *_: None)
    shown = page(batch)
    assert not shown.find_all("img")
    assert "invoice_011.pdf, page 1: “13.03.2026”" in " ".join(shown.text.split())
    assert "without a picture" in shown.text


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review.report, "MOST_FINDINGS", 5)
    monkeypatch.setattr(review.report, "MOST_LINES", 7)
    monkeypatch.setattr(pictures, "MOST_PICTURES", 2)
    shown = page(sample_batch())
    assert len(shown.find_all("article")) == 5
    assert len(shown.find_all("img")) == 2
    assert "24 less grave findings are left out here; all are in findings.csv and report.xlsx." in shown.text
    assert "The first 7 of 40 lines" in shown.text


def test_pictures_stop_where_the_file_would_grow_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 30_000)
    shown = page(sample_batch())
    assert 0 < sum(len(str(image["src"])) for image in shown.find_all("img")) <= 30_000


def test_nothing_found_is_said_too() -> None:
    shown = page(sample_batch(5))
    assert "no finding was raised" in shown.text
    assert not shown.find_all("script")


def test_money_in_yen_has_no_decimals() -> None:
    yen = Money(Decimal(1200), "JPY")
    shown = page(with_finding(Finding("overclaimed", Severity.REVIEW, "C27@1", "Too much.", at_risk=yen)))
    assert [amount.text for amount in shown.find_all(class_="amount")] == ["JPY 1,200"]
