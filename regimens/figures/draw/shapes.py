"""What a picture is made of: shapes in the world's centimetres, each of which knows its path and how far it reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from regimens.figures.draw.geometry import direction, moved, smooth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regimens.figures.draw.scene import Point

    Project: TypeAlias = "Callable[[Point], str]"
    """From a point of the world to a pair of coordinates of the picture, as text."""

EDGE_STEPS = 24
"""Points on a shape's edge that stand for all."""


class Shape(Protocol):
    """An area with an edge."""

    def path(self, project: Project, scale: float) -> str:
        """Return the `d` of an SVG path.

        Args:
            project: see `Project`.
            scale: units of the picture for a centimetre.
        """

    def edge(self) -> tuple[Point, ...]:
        """Return points all along the edge."""


@dataclass(frozen=True, slots=True)
class Capsule:
    """A limb: all that lies between two circles."""

    start: Point
    end: Point
    start_radius: float
    end_radius: float

    def path(self, project: Project, scale: float) -> str:
        """Return two lines and two arcs; a circle if one circle contains the other."""
        length = math.dist(self.start, self.end)
        if length <= abs(self.start_radius - self.end_radius):
            larger = max((self.start_radius, self.start), (self.end_radius, self.end))
            return _circle(larger[1], larger[0], project, scale)
        along = direction(self.start, self.end)
        spread = math.degrees(math.acos((self.start_radius - self.end_radius) / length))
        corners = (
            moved(self.start, along + spread, self.start_radius),
            moved(self.end, along + spread, self.end_radius),
            moved(self.end, along - spread, self.end_radius),
            moved(self.start, along - spread, self.start_radius),
        )
        a, b, c, d = map(project, corners)
        wide = spread > 90
        return (
            f"M{a}L{b}{_arc(self.end_radius * scale, large=wide)}{c}"
            f"L{d}{_arc(self.start_radius * scale, large=not wide)}{a}Z"
        )

    def edge(self) -> tuple[Point, ...]:
        """Return points of both circles."""
        turns = tuple(360 * step / EDGE_STEPS for step in range(EDGE_STEPS))
        return tuple(
            moved(center, turn, radius)
            for center, radius in ((self.start, self.start_radius), (self.end, self.end_radius))
            for turn in turns
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """An area within a smooth closed line through points."""

    points: tuple[Point, ...]

    def path(self, project: Project, scale: float) -> str:  # noqa: ARG002 - all shapes are asked in one way
        """Return one Bezier curve for each point."""
        curves = "".join(f"C{' '.join(map(project, curve))}" for curve in smooth(self.points, closed=True))
        return f"M{project(self.points[0])}{curves}Z"

    def edge(self) -> tuple[Point, ...]:
        """Return the points that the line runs through."""
        return self.points


@dataclass(frozen=True, slots=True)
class Polygon:
    """An area within straight lines."""

    points: tuple[Point, ...]

    def path(self, project: Project, scale: float) -> str:  # noqa: ARG002 - all shapes are asked in one way
        """Return straight lines from corner to corner."""
        return f"M{'L'.join(map(project, self.points))}Z"

    def edge(self) -> tuple[Point, ...]:
        """Return the corners."""
        return self.points


def line_path(points: Iterable[Point], project: Project) -> str:
    """Return the `d` of a line from point to point."""
    return f"M{'L'.join(map(project, points))}"


def curve_path(points: tuple[Point, ...], project: Project) -> str:
    """Return the `d` of a smooth line through points."""
    curves = "".join(f"C{' '.join(map(project, curve))}" for curve in smooth(points, closed=False))
    return f"M{project(points[0])}{curves}"


def rounded(number: float) -> str:
    """Return a number of the picture with one decimal, none where it is 0."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _arc(radius: float, *, large: bool) -> str:
    size = rounded(radius)
    return f"A{size} {size} 0 {int(large)} 1 "


def _circle(center: Point, radius: float, project: Project, scale: float) -> str:
    left, right = project((center[0] - radius, center[1])), project((center[0] + radius, center[1]))
    arc = _arc(radius * scale, large=True)
    return f"M{left}{arc}{right}{arc}{left}Z"
