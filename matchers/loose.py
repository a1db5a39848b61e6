"""Placing documents that no claim speaks for: the best choice for the whole batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from matchers.allocation import allocate
from matchers.batch import Batch
from matchers.blocking import Candidate
from matchers.connected import connected
from matchers.model import Comparison
from matchers.packs import Pack
from matchers.placements import Placement, as_copy, compare, nowhere, placed
from matchers.subsets import Choice


def place_documents(batch: Batch, names: Iterable[str], closed: frozenset[int] = frozenset()) -> list[Placement]:
    """Return where each document belongs; copies go where their originals go, and count nothing.

    Nothing more is placed on lines that are `closed`.
    """
    names = sorted(names)
    originals = sorted({_original(batch, name) for name in names} & batch.profiles.keys())
    placements = {each.document: each for each in _place_originals(batch, originals, closed)}
    found = []
    for name in names:
        original = _original(batch, name)
        place = placements.get(original)
        if place is not None:
            found.append(place if original == name else as_copy(place, name))
    return found


def _original(batch: Batch, name: str) -> str:
    twin = batch.twins.get(name)
    return twin.original if twin and twin.original in batch.profiles else name


def _place_originals(batch: Batch, names: list[str], closed: frozenset[int]) -> Iterator[Placement]:
    candidates = {
        name: tuple(
            each for each in batch.index.candidates(batch.places[name], batch.profiles[name]) if each.line not in closed
        )
        for name in names
    }
    lines = [[each.line for each in candidates[name]] for name in names]
    for part in connected(lines):
        own = {names[place]: candidates.pop(names[place]) for place in part}
        choices = allocate(batch.packer.packs(each for some in own.values() for each in some))
        yield from (_placement(batch, name, own[name], choices.get(batch.places[name])) for name in own)


def _placement(batch: Batch, name: str, candidates: tuple[Candidate, ...], choice: Choice | None) -> Placement:
    if choice is None:
        return nowhere(batch, name, 1.0)
    pack = choice.pack
    if pack is None:
        place = nowhere(batch, name, choice.probability, _closest(batch, name, candidates, choice.runner_up))
        maybe = choice.runner_up.line if choice.runner_up else None
        return replace(place, maybe=maybe, maybe_probability=choice.runner_up_probability)
    candidate = next(each for each in candidates if each.line == pack.line)
    return placed(batch, name, candidate, pack, choice)


def _closest(batch: Batch, name: str, candidates: tuple[Candidate, ...], pack: Pack | None) -> tuple[Comparison, ...]:
    if pack is None:
        return ()
    candidate = next(each for each in candidates if each.line == pack.line)
    return compare(batch, batch.profiles[name], candidate, pack, pack.documents.index(candidate.document))
