"""What hangs together: groups that share members, directly or by way of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


def connected(groups: Sequence[Iterable[int]]) -> list[list[int]]:
    """Return the places of groups in parts that share no member with each other, in the order of their first places."""
    parent, first_with = list(range(len(groups))), dict[int, int]()

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for place, group in enumerate(groups):
        for member in group:
            parent[root(place)] = root(first_with.setdefault(member, place))
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(groups)):
        parts[root(place)].append(place)
    return list(parts.values())
