"""Which documents go where when they compete, and how sure that is; small cases checked against going through all."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.allocation import _integer_program, allocate
from matchers.certain import certain
from matchers.packs import Pack
from matchers.subsets import choices_of


def pack(line: int, documents: tuple[int, ...], score: float, day: int = 0) -> Pack:
    return Pack(line, day, documents, score, (), (), (), 0, 0)


def chosen(packs: list[Pack]) -> dict[int, int | None]:
    return {number: choice.pack.line if choice.pack else None for number, choice in allocate(packs).items()}


def best_by_trying_all(packs: list[Pack]) -> float:
    """Return the highest score of any choice of packs that share neither lines nor documents."""
    best = 0.0
    for size in range(1, len(packs) + 1):
        for group in combinations(packs, size):
            lines = [each.line for each in group]
            documents = [document for each in group for document in each.documents]
            if len(set(lines)) == len(lines) and len(set(documents)) == len(documents):
                best = max(best, sum(each.score for each in group))
    return best


CASES = [
    ("the only line", [pack(0, (1,), 5.0)], {1: 0}),
    ("nothing fits well enough", [pack(0, (1,), -2.0)], {1: None}),
    ("the better of two lines", [pack(0, (1,), 5.0), pack(1, (1,), 7.0)], {1: 1}),
    ("one gives way to the other", [pack(0, (1,), 9.0), pack(0, (2,), 8.0), pack(1, (1,), 7.0)], {1: 1, 2: 0}),
    ("two together beat one", [pack(0, (1,), 6.0), pack(0, (2,), 5.0), pack(0, (1, 2), 8.0)], {1: 0, 2: 0}),
    (
        "not greedy: the best single pack is left for two good ones",
        [pack(0, (1, 2), 10.0), pack(0, (1,), 8.0), pack(1, (2,), 7.0)],
        {1: 0, 2: 1},
    ),
]


@pytest.mark.parametrize(("packs", "places"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_documents_go_where_the_whole_is_best(packs: list[Pack], places: dict[int, int | None]) -> None:
    assert chosen(packs) == places
    assert chosen(packs[::-1]) == places


def test_equal_lines_are_a_tie_and_the_other_one_is_named() -> None:
    choice = allocate([pack(0, (1,), 8.0), pack(1, (1,), 8.0)])[1]
    assert choice.probability == pytest.approx(0.5, abs=0.01)
    assert choice.runner_up is not None
    assert {choice.pack.line if choice.pack else None, choice.runner_up.line} == {0, 1}


def test_a_bit_doubles_the_odds() -> None:
    choice = allocate([pack(0, (1,), 3.0)])[1]
    assert choice.probability == pytest.approx(8 / 9)


def test_a_tie_between_two_documents_that_could_change_places() -> None:
    packs = [pack(line, (document,), 8.0) for line in (0, 1) for document in (1, 2)]
    found = allocate(packs)
    assert {choice.pack.line for choice in found.values() if choice.pack} == {0, 1}
    assert all(choice.probability == pytest.approx(0.5, abs=0.01) for choice in found.values())


@st.composite
def some_packs(draw: st.DrawFn) -> list[Pack]:
    keys = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.frozensets(st.integers(10, 14), min_size=1, max_size=3)),
            min_size=1,
            max_size=9,
            unique=True,
        )
    )
    scores = st.integers(-40, 120).map(lambda tenths: tenths / 10 + 0.013)
    return [pack(line, tuple(sorted(documents)), draw(scores), draw(st.integers(0, 3))) for line, documents in keys]


@given(some_packs())
@settings(max_examples=60, deadline=None)
def test_no_choice_of_packs_is_better(packs: list[Pack]) -> None:
    packs = [Pack(each.line, each.line, *(getattr(each, name) for name in Pack.__slots__[2:])) for each in packs]
    taken = {id(choice.pack): choice.pack for choice in allocate(packs).values() if choice.pack}
    lines = [each.line for each in taken.values()]
    assert len(set(lines)) == len(lines)
    assert sum(each.score for each in taken.values()) == pytest.approx(best_by_trying_all(packs), abs=1e-6)


@given(some_packs())
@settings(max_examples=40, deadline=None)
def test_the_integer_program_finds_as_good_a_choice(packs: list[Pack]) -> None:
    found = _integer_program(packs)
    assert found is not None
    assert sum(each.score for each in found) == pytest.approx(best_by_trying_all(packs), abs=1e-6)


@given(some_packs())
@settings(max_examples=60, deadline=None)
def test_probabilities_are_shares_of_all_choices(packs: list[Pack]) -> None:
    packs = [Pack(each.line, each.line, *(getattr(each, name) for name in Pack.__slots__[2:])) for each in packs]
    weights: dict[int, float] = {}
    whole = 0.0
    for size in range(len(packs) + 1):
        for group in combinations(packs, size):
            documents = [document for each in group for document in each.documents]
            if len({each.line for each in group}) == len(group) and len(set(documents)) == len(documents):
                weight = 2.0 ** sum(each.score for each in group)
                whole += weight
                for each in group:
                    for document in each.documents:
                        key = 100 * document + each.line
                        weights[key] = weights.get(key, 0.0) + weight
    for document, choice in (choices_of(packs, 99) or {}).items():
        if choice.pack:
            assert choice.probability == pytest.approx(weights[100 * document + choice.pack.line] / whole, abs=1e-6)


def test_a_long_row_of_overlapping_lines_is_gone_through_whole() -> None:
    packs = [pack(line, (document,), 6.0 - abs(line - document), line) for line in range(80) for document in range(80)]
    near = [each for each in packs if each.score > 4]
    assert {
        document: choice.pack and choice.pack.line for document, choice in (choices_of(near, 10) or {}).items()
    } == {number: number for number in range(80)}


def test_too_much_in_common_is_left_to_the_integer_program() -> None:
    packs = [pack(line, (document,), 6.0 + (line == document)) for line in range(16) for document in range(16)]
    assert choices_of(packs, 10) is None
    assert chosen(packs) == {number: number for number in range(16)}


def test_a_part_that_is_too_large_is_solved_in_parts_and_stays_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = [pack(line, (document,), 6.0 + 4 * (line == document)) for line in range(16) for document in range(16)]
    monkeypatch.setattr("matchers.allocation.LARGEST", 100)
    choices = allocate(packs)
    assert {document: choice.pack and choice.pack.line for document, choice in choices.items()} == {
        number: number for number in range(16)
    }
    # The rivals that were not chosen among still make each choice less sure.
    assert all(choice.probability < 0.99 for choice in choices.values())


@given(some_packs())
@settings(max_examples=150, deadline=None)
def test_what_is_certain_belongs_to_the_best_choice(packs: list[Pack]) -> None:
    taken, rest = certain(packs)
    used = {thing for each in taken for thing in (-each.line, *each.documents)}
    assert all(used.isdisjoint((-each.line, *each.documents)) for each in rest)
    both = sum(each.score for each in taken) + best_by_trying_all(rest)
    assert both == pytest.approx(best_by_trying_all(packs), abs=1e-6)


def test_a_pair_that_adds_up_is_certain_beside_a_stranger_that_could_join_it() -> None:
    pair, joined = pack(1, (10, 11), 19.0), pack(1, (10, 11, 12), 14.0)
    taken, rest = certain([pair, joined, pack(1, (10,), 6.0), pack(2, (11,), 4.0), pack(2, (12,), 3.0)])
    assert taken == [pair, pack(2, (12,), 3.0)]
    assert rest == []
