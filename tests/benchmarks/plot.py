"""Draws the measurements as an SVG file: seconds against weeks, and seconds against the number of activities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import median
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.compare import Comparison
    from tests.benchmarks.scale import Measurement

_WIDTH, _HEIGHT = 380, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 46, 48
# Told apart by colour, by mark and by words at the line's end.
_LOOKS = {"backplan": ("#0b6e8a", "circle"), "CP-SAT": ("#b3541e", "square")}


@dataclass(frozen=True)
class Panel:
    """One picture: a line for each solver.

    Attributes:
        lines: for each solver its points, as place along the axis and seconds.
        places: the labels along the axis, evenly spaced.
    """

    title: str
    axis: str
    places: tuple[str, ...]
    lines: dict[str, tuple[tuple[int, float], ...]]


def by_weeks(found: Sequence[Measurement]) -> Panel:
    """Low-back care over more and more weeks."""
    low_back = [one for one in found if one.problem.startswith("low-back ")]
    weeks = list(dict.fromkeys(one.problem.removeprefix("low-back ") for one in low_back))
    return Panel(
        "Low-back care",
        "weeks",
        tuple(weeks),
        {
            solver: tuple(
                (weeks.index(one.problem.removeprefix("low-back ")), one.seconds)
                for one in low_back
                if one.solver == solver
            )
            for solver in _LOOKS
        },
    )


def by_activities(found: Sequence[Comparison]) -> Panel:
    """The median over made-up problems of the same number of activities."""
    groups: dict[int, list[Comparison]] = defaultdict(list)
    for one in found:
        groups[one.activities].append(one)
    numbers = sorted(groups)
    return Panel(
        f"Median of {len(found)} made-up problems",
        "activities",
        tuple(str(number) for number in numbers),
        {
            "backplan": tuple(
                (place, median(one.our_seconds for one in groups[number])) for place, number in enumerate(numbers)
            ),
            "CP-SAT": tuple(
                (place, median(one.building + one.solving for one in groups[number]))
                for place, number in enumerate(numbers)
            ),
        },
    )


def svg(panels: Sequence[Panel]) -> str:
    """The panels side by side."""
    width = _WIDTH * len(panels)
    words = "; ".join(_in_words(panel) for panel in panels)
    body = "".join(
        f'<g transform="translate({_WIDTH * number} 0)">{_panel(panel)}</g>\n' for number, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="#222">\n'
        f"<title>Seconds to the best plan</title>\n<desc>{escape(words)}</desc>\n"
        f'<rect width="{width}" height="{_HEIGHT}" fill="#fff"/>\n{body}</svg>\n'
    )


def _in_words(panel: Panel) -> str:
    said = [
        f"{solver} {_seconds(points[0][1])} s at {panel.places[points[0][0]]} and "
        f"{_seconds(points[-1][1])} s at {panel.places[points[-1][0]]} {panel.axis}"
        for solver, points in panel.lines.items()
        if points
    ]
    return f"{panel.title}: {', '.join(said)}"


def _panel(panel: Panel) -> str:
    seconds = [value for points in panel.lines.values() for _, value in points]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    inner_width, inner_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def across(place: int) -> float:
        return round(_LEFT + inner_width * (place + 0.5) / len(panel.places), 1)

    def down(value: float) -> float:
        return round(_TOP + inner_height * (high - log10(value)) / max(1, high - low), 1)

    parts = [f'<text x="{_LEFT}" y="20" font-size="14" font-weight="bold">{escape(panel.title)}</text>']
    for power in range(low, high + 1):
        y = down(10.0**power)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{_seconds(10.0**power)} s</text>')
    for place, label in enumerate(panel.places):
        parts.append(f'<text x="{across(place)}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{label}</text>')
    middle = _LEFT + inner_width / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(panel.axis)}</text>')
    for number, (solver, points) in enumerate(panel.lines.items()):
        colour, mark = _LOOKS[solver]
        path = " ".join(f"{across(place)},{down(value)}" for place, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [_mark(mark, across(place), down(value), colour) for place, value in points]
        x = _LEFT + 110 * number
        parts.append(_mark(mark, x + 5, 34, colour))
        parts.append(f'<text x="{x + 15}" y="38" fill="{colour}">{escape(solver)}</text>')
    return "".join(parts)


def _mark(mark: str, x: float, y: float, colour: str) -> str:
    if mark == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
    return f'<rect x="{round(x - 4, 1)}" y="{round(y - 4, 1)}" width="8" height="8" fill="{colour}"/>'


def _seconds(value: float) -> str:
    return f"{value:.3g}"
