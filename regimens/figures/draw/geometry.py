"""Points and directions in a plane; lengths in centimetres, angles in degrees, anticlockwise from the right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regimens.figures.draw.scene import Point


def moved(point: Point, angle: float, distance: float) -> Point:
    """Return the point at a distance in a direction."""
    return (
        point[0] + distance * math.cos(math.radians(angle)),
        point[1] + distance * math.sin(math.radians(angle)),
    )


def direction(start: Point, end: Point) -> float:
    """Return the angle from one point to another, -180 to 180."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def between(start: Point, end: Point, part: float) -> Point:
    """Return the point at a part of the way: 0 the start, 1 the end."""
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def two_links(start: Point, target: Point, first: float, second: float, side: int) -> Point:
    """Return the middle joint of two links that reach from a start to a target.

    Args:
        start: where the first link begins.
        target: where the second link ends.
        first: its length.
        second: the length of the second.
        side: 1 for the joint left of the way from start to target, -1 for right of it.

    Raises:
        ValueError: the target is out of reach.
    """
    distance = math.dist(start, target)
    if not abs(first - second) <= distance <= first + second:
        raise ValueError(f"{distance:.1f} cm are out of reach of {first + second:.1f} cm")
    cosine = (first**2 + distance**2 - second**2) / (2 * first * distance)
    angle = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    return moved(start, direction(start, target) + side * angle, first)


def drop(start: Point, length: float, height: float, side: int) -> Point:
    """Return the end of a link that begins at a start and ends at a height.

    Args:
        start: where the link begins.
        length: its length.
        height: where it ends.
        side: 1 for right of the start, -1 for left of it.

    Raises:
        ValueError: the height is out of reach.
    """
    fall = start[1] - height
    if abs(fall) > length:
        raise ValueError(f"{fall:.1f} cm down are out of reach of {length:.1f} cm")
    return start[0] + side * math.sqrt(length**2 - fall**2), height


def foot_of(point: Point, start: Point, end: Point) -> Point:
    """Return the point of a line through two points that is nearest to a third."""
    heading = math.radians(direction(start, end))
    along = (point[0] - start[0]) * math.cos(heading) + (point[1] - start[1]) * math.sin(heading)
    return start[0] + along * math.cos(heading), start[1] + along * math.sin(heading)


def smooth(points: Sequence[Point], *, closed: bool) -> tuple[tuple[Point, Point, Point], ...]:
    """Return Bezier curves through points: each next point with the two control points before it."""
    count = len(points)
    curves = []
    for index in range(count if closed else count - 1):
        before = points[index - 1] if closed or index else points[0]
        here, there = points[index], points[(index + 1) % count]
        after = points[(index + 2) % count] if closed or index + 2 < count else there
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        curves.append((first, second, there))
    return tuple(curves)
