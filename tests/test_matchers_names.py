"""How far names agree: a table of ways in which people and machines write them."""

from __future__ import annotations

import pytest

from matchers.gazetteer import Gazetteer, NameLevel
from matchers.names import alike, folded, is_light, parts_of, words_of

PLAN = (
    "Harbour Lights Festival",
    "Nordic Migration Days",
    "Blå Kusten Partnerdag",
    "Anna Lindqvist for Mayor",
    "Citizens for Clean Rivers",
    "Modern Workplace 2026",
    "Modern Workplace 2025",
    "Zürich Straßenfest",
    "Récolte Digitale",
    "Осенний форум",
)

SAME, SLIPS, WITHIN, SHORTER, MOST, SOME, OTHER = (
    NameLevel.SAME,
    NameLevel.SLIPS,
    NameLevel.WITHIN,
    NameLevel.SHORTER,
    NameLevel.MOST,
    NameLevel.SOME,
    NameLevel.OTHER,
)

CASES = [
    ("Harbour Lights Festival", "Harbour Lights Festival", SAME),
    ("Harbour Lights Festival", "HARBOUR LIGHTS FESTIVAL", SAME),
    ("Harbour Lights Festival", "Harbour-Lights  Festival", SAME),
    ("Harbour Lights Festival", "HarbourLights Festival", SAME),
    ("Harbour Lights Festival", "Harbour Lights Festival Inc.", SLIPS),
    ("Harbour Lights Festival", "Festival, Harbour Lights", SLIPS),
    ("Harbour Lights Festival", "Harbuor Lights Festival", SLIPS),
    ("Harbour Lights Festival", "Harb0ur L1ghts Festival", SLIPS),
    ("Harbour Lights Festival", "Harbour Lights Festival - TV", SAME),
    ("Harbour Lights Festival", "Harbour Lights Festival campaign", SLIPS),
    ("Harbour Lights Festival", "POL/Harbour Lights Festival/R/US", SAME),
    ("Harbour Lights Festival", "POLHarbour Lights Festival/R", SLIPS),
    ("Harbour Lights Festival", "Invoice for Harbour Lights Festival Stockholm production", WITHIN),
    ("Harbour Lights Festival", "Harbour Lights", SHORTER),
    ("Harbour Lights Festival", "Mountain Lights Parade", SOME),
    ("Harbour Lights Festival", "Riverside Dental Clinic", OTHER),
    ("Anna Lindqvist for Mayor", "Lindqvist, Anna", SHORTER),
    ("Anna Lindqvist for Mayor", "Anna Lindqvist for Mayor-D (133903)", SLIPS),
    ("Anna Lindqvist for Mayor", "A. Lindqvist for Mayor", SHORTER),
    ("Blå Kusten Partnerdag", "Bla Kusten Partnerdag", SAME),
    ("Blå Kusten Partnerdag", "BLÅ KUSTEN PARTNERDAG AB", SLIPS),
    ("Zürich Straßenfest", "Zurich Strassenfest GmbH", SLIPS),
    ("Récolte Digitale", "RECOLTE DIGITALE SARL", SLIPS),
    ("Осенний форум", "Osennii forum", SAME),
    ("Modern Workplace 2026", "Modern Workplace 2026", SAME),
    ("Nordic Migration Days", "Nordic Migr. Days", SLIPS),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(PLAN)


@pytest.mark.parametrize(("planned", "printed", "level"), CASES)
def test_names_agree_as_far_as_a_reader_would_say(
    gazetteer: Gazetteer, planned: str, printed: str, level: NameLevel
) -> None:
    assert gazetteer.compare(gazetteer.by_text[planned], printed) == level


@pytest.mark.parametrize(("planned", "printed", "level"), [case for case in CASES if case[2] >= SHORTER])
def test_a_printed_name_finds_the_campaigns_it_may_mean(
    gazetteer: Gazetteer, planned: str, printed: str, level: NameLevel
) -> None:
    found = {name.text: reached for name, reached in gazetteer.candidates(printed)}
    assert found[planned] == level


def test_a_year_tells_two_campaigns_of_one_name_apart(gazetteer: Gazetteer) -> None:
    this, last = (gazetteer.by_text[f"Modern Workplace {year}"] for year in (2026, 2025))
    assert gazetteer.compare(this, "Modern Workplace 2026 Inc") > gazetteer.compare(last, "Modern Workplace 2026 Inc")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Total due Customer Nordic Migration Days Date 3 March", {"Nordic Migration Days"}),
        ("NORDIC flight 3/2 MIGRATION week 9 DAYS", {"Nordic Migration Days"}),
        ("Nordlc Migratlon Days", {"Nordic Migration Days"}),
        ("Migration of servers to the cloud took days", set()),
        ("for Mayor for Clean", set()),
    ],
)
def test_campaigns_are_found_in_running_text(gazetteer: Gazetteer, text: str, found: set[str]) -> None:
    assert {name.text for name in gazetteer.find_in(words_of(text))} == found


def test_a_word_of_many_names_finds_them_only_with_a_second_one() -> None:
    crowded = Gazetteer(f"Spring {word}" for word in ("a" * size + "x" * 5 for size in range(1, 60)))
    assert {name.text for name, _ in crowded.candidates("Spring aaxxxxx")} >= {"Spring aaxxxxx"}
    assert crowded.candidates("Spring") == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "likeness"),
    [
        ("harbour", "harbour", 1.0),
        ("harbour", "harbuor", 0.9),
        ("migration", "migratlon", 0.9),
        ("sen", "senate", 0.7),
        ("a", "anna", 0.5),
        ("days", "bays", 0.0),
        ("2025", "2026", 0.0),
        ("1", "12", 0.0),
    ],
)
def test_words_are_alike(ours: str, theirs: str, likeness: float) -> None:
    assert alike(ours, theirs) == alike(theirs, ours) == likeness


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Straße", "strasse"), ("Økonomi", "okonomi"), ("Łódź", "lodz"), ("Москва", "moskva"), ("Αθήνα", "athina")],
)
def test_scripts_are_spelled_in_plain_letters(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_parts_of_a_printed_name() -> None:
    assert [name.text for name in parts_of("POL / Ann Oak / D / PRES")] == [
        "POL / Ann Oak / D / PRES",
        "POL",
        "Ann Oak",
        "D",
        "PRES",
    ]


@pytest.mark.parametrize("word", ["gmbh", "2026", "fy26", "q1", "tv", "x"])
def test_words_that_tell_nothing(word: str) -> None:
    assert is_light(word)
