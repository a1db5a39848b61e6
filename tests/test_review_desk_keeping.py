"""Answers that are kept for a moment: made once however many ask, and anew when something was done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from review.desk.keeping import Keeper


class Counter:
    """Counts how often an answer was made; lets the test hold the making up."""

    def __init__(self) -> None:
        self.made = 0
        self.may_go_on, self.began = threading.Event(), threading.Event()
        self.may_go_on.set()

    def __call__(self) -> int:
        self.made += 1
        self.began.set()
        assert self.may_go_on.wait(30)
        return self.made


class Time:
    """A clock that goes on only when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_good_for_a_moment_and_longer_where_nothing_was_done() -> None:
    time, make = Time(), Counter()
    keeper = Keeper[int](1, 20, 10, time)
    for now, revision, answer in (
        (0, 1, 1),
        (0.9, 2, 1),
        (1.1, 2, 2),
        (19, 2, 2),
        (19, 3, 3),
        (38, 3, 3),
        (39.5, 3, 4),
    ):
        time.now = now
        assert keeper.get("q", revision, make) == answer, now
    assert keeper.get("another", 3, make) == 5


def test_ten_who_ask_at_once_have_it_made_once() -> None:
    make = Counter()
    make.may_go_on.clear()
    keeper = Keeper[int](1, 20, 10)
    with ThreadPoolExecutor(10) as people:
        asked = [people.submit(keeper.get, "q", 1, make) for _ in range(10)]
        assert make.began.wait(30)
        make.may_go_on.set()
        assert {each.result(30) for each in asked} == {1}
    assert make.made == 1


def test_nobody_waits_for_what_another_makes_anew() -> None:
    time, make = Time(), Counter()
    keeper = Keeper[int](1, 20, 10, time)
    assert keeper.get("q", 1, make) == 1
    time.now = 5
    make.began.clear()
    make.may_go_on.clear()
    with ThreadPoolExecutor(1) as people:
        making = people.submit(keeper.get, "q", 2, make)
        assert make.began.wait(30)
        assert keeper.get("q", 2, make) == 1
        make.may_go_on.set()
        assert making.result(30) == 2


def test_a_making_that_fails_is_tried_again_and_old_answers_make_room() -> None:
    keeper = Keeper[int](1, 20, 2)
    for question in range(5):
        assert keeper.get(question, 1, lambda question=question: question) == question  # type: ignore[misc]

    def failing() -> int:
        raise OSError

    for _ in range(2):
        try:
            keeper.get("q", 1, failing)
        except OSError:
            continue
        raise AssertionError
    assert keeper.get("q", 1, lambda: 7) == 7
