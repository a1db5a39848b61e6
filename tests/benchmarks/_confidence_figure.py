"""The reliability diagram and the risk-coverage curve, side by side as one SVG picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Answers = Sequence[tuple[float, bool]]

COLOURS = ("#1f5fa8", "#c2571a")
SIDE, LEFT, TOP, APART = 260.0, 60.0, 40.0, 110.0
IN_A_GROUP = 90
"""Answers of like confidence whose share of right ones makes one point: fewer would show chance only."""
MOST_RISK = 0.10
LEAST_CONFIDENCE = 0.5


def figure(answers: Mapping[str, Answers]) -> str:
    """Return the picture; `answers` holds for each corpus how sure its answers were, and whether they were right."""
    width, height = 2 * LEFT + 2 * SIDE + APART, TOP + SIDE + 60
    right = LEFT + SIDE + APART
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>',
        *_axes(LEFT, "Confidence", "Share right", (LEAST_CONFIDENCE, 1.0), (LEAST_CONFIDENCE, 1.0)),
        *_axes(right, "Share of values answered", "Share wrong", (0.0, 1.0), (0.0, MOST_RISK)),
        _path([(LEFT, TOP + SIDE), (LEFT + SIDE, TOP)], "#999999", dashed=True),
        _path([(right, _risk(0.01)), (right + SIDE, _risk(0.01))], "#999999", dashed=True),
        f'<text x="{right + 4}" y="{_risk(0.01) - 4:.1f}" fill="#666666">1 % wrong</text>',
    ]
    for place, (name, own) in enumerate(answers.items()):
        colour = COLOURS[place]
        parts.append(_path([_reliable(point) for point in _groups(own)], colour, dots=True))
        parts.append(_path([(right + SIDE * share, _risk(wrong)) for share, wrong in _risks(own)], colour))
        parts.append(f'<text x="{LEFT + 130 * place}" y="20" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _groups(answers: Answers) -> Iterator[tuple[float, float]]:
    """Yield mean confidence and share of right answers of groups of like confidence."""
    ordered = sorted(answers)
    count = max(len(ordered) // IN_A_GROUP, 1)
    for number in range(count):
        group = ordered[number * len(ordered) // count : (number + 1) * len(ordered) // count]
        yield sum(sure for sure, _ in group) / len(group), sum(right for _, right in group) / len(group)


def _risks(answers: Answers) -> Iterator[tuple[float, float]]:
    """Yield the share of values answered, surest first, and the share of these that is wrong."""
    wrong = 0
    ordered = sorted(answers, reverse=True)
    for count, (_, right) in enumerate(ordered, 1):
        wrong += not right
        if count % 5 == 0 or count == len(ordered):
            yield count / len(ordered), wrong / count


def _reliable(point: tuple[float, float]) -> tuple[float, float]:
    across, up = ((max(each, LEAST_CONFIDENCE) - LEAST_CONFIDENCE) / (1 - LEAST_CONFIDENCE) for each in point)
    return LEFT + SIDE * across, TOP + SIDE * (1 - up)


def _risk(share: float) -> float:
    return TOP + SIDE * (1 - min(share, MOST_RISK) / MOST_RISK)


def _path(points: Sequence[tuple[float, float]], colour: str, dashed: bool = False, dots: bool = False) -> str:
    way = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
    stroke = ' stroke-dasharray="4 3"' if dashed else ""
    line = f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="1.6"{stroke}/>'
    marks = [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points]
    return "".join([line, *(marks if dots else ())])


def _axes(left: float, across: str, up: str, reach: tuple[float, float], rise: tuple[float, float]) -> Iterator[str]:
    yield f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#444444"/>'
    for tick in range(6):
        share = tick / 5
        along, high = reach[0] + share * (reach[1] - reach[0]), rise[0] + share * (rise[1] - rise[0])
        yield f'<text x="{left + SIDE * share}" y="{TOP + SIDE + 18}" text-anchor="middle">{along:.1f}</text>'
        yield f'<text x="{left - 6}" y="{TOP + SIDE * (1 - share) + 4}" text-anchor="end">{high:.2f}</text>'
    yield f'<text x="{left + SIDE / 2}" y="{TOP + SIDE + 40}" text-anchor="middle">{across}</text>'
    yield f'<text x="{left}" y="{TOP - 8}">{up}</text>'
