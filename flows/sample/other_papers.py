"""Papers that are no invoices: an agenda, an insertion order, a click report."""

from __future__ import annotations

from datetime import date
from typing import Any

from flows.sample.formats import DateStyle, LocaleFormat
from flows.sample.paper import GREY, PALE, Paper

BOLD = "Helvetica-Bold"
TEAL = "#1f5f6b"


def agenda(entry: dict[str, Any]) -> bytes:
    """Return the programme of an event, one page."""
    paper = Paper(entry["title"], entry["host"])
    paper.box(0, 0, paper.width, 170, fill=TEAL)
    paper.text(60, 62, entry["title"].upper(), 11, BOLD, "#ffffff")
    paper.text(60, 100, entry["event"], 26, BOLD, "#ffffff")
    paper.lines(60, 128, [entry["day"], entry["place"]], 17, 11, ink="#ffffff")
    y = 215.0
    for clock, what in entry["rows"]:
        paper.text(60, y, clock, 11, BOLD, TEAL)
        paper.text(125, y, what, 11)
        paper.rule(60, y + 11, 535, 0.3, GREY)
        y += 32
    paper.text(60, 740, entry["host"], 12, BOLD)
    paper.text(60, 757, entry["contact"], 9, ink=GREY)
    return paper.content()


def insertion_order(entry: dict[str, Any], named: dict[str, str]) -> bytes:
    """Return an American insertion order with its signature."""
    paper = Paper(entry["title"], named[entry["publisher"]], (612, 792))
    paper.text(54, 70, named[entry["publisher"]], 15, BOLD)
    paper.text(558, 70, entry["title"].upper(), 15, BOLD, align="right")
    paper.rule(54, 80, 558, 1.5)
    flight = f"{_american(entry['start'])} - {_american(entry['end'])}"
    pairs = [
        ("Order number", entry["number"]),
        ("Order date", _american(entry["issued"])),
        ("Advertiser", named[entry["advertiser"]]),
        ("Campaign", entry["campaign"]),
        ("Flight dates", flight),
        ("Currency", entry["currency"]),
    ]
    for place, (name, value) in enumerate(pairs):
        x, y = 54 + 260 * (place % 2), 110 + 34 * (place // 2)
        paper.text(x, y, name, 8, ink=GREY)
        paper.text(x, y + 13, value, 10.5)
    _table(paper, 54, 558, 240, [["Search ads, cost per click", "Clicks", "Rate", "Amount"], *entry["rows"]])
    paper.text(460, 380, "Order total", 10.5, BOLD, align="right")
    paper.text(552, 380, entry["total"], 10.5, BOLD, align="right")
    paper.lines(54, 640, entry["notes"], 16, 9.5)
    return paper.content()


def click_report(entry: dict[str, Any]) -> bytes:
    """Return a delivery report of search ads."""
    paper = Paper(entry["title"], entry["publisher"], (612, 792))
    paper.text(54, 70, entry["title"], 18, BOLD)
    paper.lines(
        54,
        92,
        [f"Campaign: {entry['campaign']}", f"Period: {entry['period']}", f"Publisher: {entry['publisher']}"],
        15,
        10,
    )
    _table(paper, 54, 558, 160, [entry["heads"], *entry["rows"]])
    clicks = [int(row[2].replace(",", "")) for row in entry["rows"][:-1]]
    for place, (row, count) in enumerate(zip(entry["rows"], clicks, strict=False)):
        x = 90 + 115 * place
        paper.box(x, 480 - count / 16, x + 60, 480, fill="#4f7cac")
        paper.text(x + 30, 494, row[0], 8, ink=GREY, align="middle")
    paper.rule(70, 480, 540, 0.6, GREY)
    paper.text(54, 345, "Clicks by week", 10, BOLD)
    paper.text(54, 540, entry["url"], 9)
    return paper.content()


def _table(paper: Paper, left: float, right: float, y: float, rows: list[list[str]]) -> None:
    others = len(rows[0]) - 1
    for number, cells in enumerate(rows):
        if number % 2 == 0:
            paper.box(left, y - 14, right, y + 8, fill=PALE)
        font = BOLD if number == 0 or cells[0] == "Total" else "Helvetica"
        paper.text(left + 6, y, cells[0], 9.5, font)
        for place, cell in enumerate(cells[1:]):
            paper.text(right - 6 - 95 * (others - 1 - place), y, cell, 9.5, font, align="right")
        y += 22


def _american(day: date) -> str:
    return LocaleFormat("en_US").day(day, DateStyle.LONG)


def plain(title: str, lines: list[str], author: str = "") -> bytes:
    """Return a page of a title and lines; another author makes another file of the same words."""
    paper = Paper(title, author or title)
    paper.text(60, 90, title, 20, BOLD)
    paper.lines(60, 130, lines, 18, 11)
    return paper.content()


def search_page(headline: str) -> dict[str, Any]:
    """Return what a screenshot of an advertisement among search results shows."""
    return {
        "site": "Northport Courier",
        "url": "https://www.northport-courier.example/search?q=cloud",
        "query": "cloud",
        "mark": "Sponsored",
        "headline": headline,
        "address": "www.partner.example/cloud",
        "text": ["Move to the cloud with a partner from next door.", "Book your first hour today."],
        "others": [["Ten questions before you move", "www.northport-courier.example/advice", "What to ask first."]],
        "stamp": "Wed 10 September 2025  10:42",
    }
