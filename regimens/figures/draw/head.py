"""The head, in profile and from the front: outline, hair and face."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from regimens.figures.draw.canvas import INK
from regimens.figures.draw.geometry import moved
from regimens.figures.draw.shapes import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regimens.figures.draw.canvas import Canvas
    from regimens.figures.draw.scene import Point

    Points: TypeAlias = Sequence[Point]
    """On the head: to the right of its middle (in profile: forwards), and towards its crown."""

FINE = 0.9
"""The width of the face's lines, in units of the picture."""

_PROFILE = (
    *((0.0, 11.2), (4.2, 10.4), (7.4, 7.6), (8.6, 3.9), (8.2, 1.9), (9.4, -0.2), (11.2, -2.3), (9.4, -3.4)),
    *((9.3, -5.0), (8.5, -6.0), (9.1, -7.2), (8.0, -8.2), (8.4, -10.0), (6.4, -11.4), (2.6, -10.2), (-1.4, -7.4)),
    *((-4.2, -7.6), (-6.6, -5.2), (-8.6, -0.6), (-8.8, 4.0), (-6.6, 8.4), (-3.2, 10.6)),
)
# The hair goes around the ear, from the forehead to the neck.
_PROFILE_HAIR = (
    *((0.0, 11.2), (4.2, 10.4), (7.0, 8.2), (4.6, 6.8), (3.4, 4.2), (2.4, 1.8), (0.2, 2.2), (-2.0, 1.2)),
    *((-2.4, -1.6), (-3.0, -4.6), (-4.6, -6.8), (-6.6, -5.2), (-8.6, -0.6), (-8.8, 4.0), (-6.6, 8.4), (-3.2, 10.6)),
)
_PROFILE_EAR = ((-1.0, 0.4), (0.6, 1.0), (1.4, -0.6), (0.4, -2.6), (-0.6, -3.0))
_PROFILE_EYE = (5.8, 1.6)
_PROFILE_MOUTH = ((8.3, -6.1), (6.4, -5.8))

_HALF = ((0.0, 11.4), (4.4, 10.5), (7.3, 7.0), (8.0, 2.0), (7.6, -3.0), (6.2, -7.6), (3.2, -10.8), (0.0, -11.5))
_HALF_HAIR = ((0.0, 11.4), (4.4, 10.5), (7.3, 7.0), (8.0, 2.0), (7.0, 2.6), (6.0, 5.4), (3.0, 6.8), (0.0, 7.0))
_EAR = ((7.6, 1.6), (9.0, 1.8), (9.2, -0.4), (8.2, -3.0), (7.2, -3.2))
_EYE = (3.3, 0.4)
_BROW = ((1.9, 2.7), (4.9, 2.8))
_NOSE = ((0.3, 0.2), (-1.2, -3.4), (0.6, -3.8))
_MOUTH = ((-2.5, -6.7), (0.0, -7.2), (2.5, -6.7))


def _mirrored(half: Points) -> tuple[Point, ...]:
    """Return a closed outline from its right half, the first and the last point being in the middle."""
    return (*half, *((-across, up) for across, up in reversed(half[1:-1])))


def profile(head: Point, crown: float) -> Outline:
    """Return the outline of a head that looks to the right of its crown."""
    return Outline(_placed(_PROFILE, head, crown))


def front(head: Point, crown: float) -> tuple[Outline, ...]:
    """Return the outline of a head that looks at the viewer, and its ears."""
    ears = (_EAR, tuple((-across, up) for across, up in _EAR))
    return (*(Outline(_placed(ear, head, crown)) for ear in ears), Outline(_placed(_mirrored(_HALF), head, crown)))


def draw_profile(canvas: Canvas, head: Point, crown: float) -> None:
    """Draw hair and face of a head in profile."""
    canvas.filled([Outline(_placed(_PROFILE_HAIR, head, crown))])
    canvas.circle(_placed([_PROFILE_EYE], head, crown)[0], 0.95, INK, width=0)
    canvas.line(_placed(_PROFILE_MOUTH, head, crown), FINE)
    canvas.curve(_placed(_PROFILE_EAR, head, crown), FINE)


def draw_front(canvas: Canvas, head: Point, crown: float) -> None:
    """Draw hair and face of a head that looks at the viewer."""
    canvas.filled([Outline(_placed(_mirrored(_HALF_HAIR), head, crown))])
    for side in (1, -1):
        canvas.circle(_placed([(side * _EYE[0], _EYE[1])], head, crown)[0], 0.95, INK, width=0)
        canvas.line(_placed([(side * across, up) for across, up in _BROW], head, crown), FINE)
    for line in (_NOSE, _MOUTH):
        canvas.curve(_placed(line, head, crown), FINE)


def _placed(points: Points, head: Point, crown: float) -> tuple[Point, ...]:
    return tuple(moved(moved(head, crown - 90, across), crown, up) for across, up in points)
