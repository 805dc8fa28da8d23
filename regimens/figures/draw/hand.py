"""A hand: a mitten with a thumb says enough at this size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regimens.figures.draw import body
from regimens.figures.draw.geometry import between, direction, moved
from regimens.figures.draw.shapes import Capsule

if TYPE_CHECKING:
    from regimens.figures.draw.scene import Point
    from regimens.figures.draw.shapes import Shape

THUMB = 5.0
SPREAD = 42.0


def hand(wrist: Point, fingers: Point, side: int) -> tuple[Shape, ...]:
    """Return the shapes of a hand.

    Args:
        wrist: where it begins.
        fingers: where it ends.
        side: 1 for a thumb left of the way from wrist to fingers, -1 for right of it.
    """
    root = between(wrist, fingers, 0.2)
    tip = moved(root, direction(wrist, fingers) + side * SPREAD, THUMB)
    return Capsule(wrist, fingers, *body.HAND_TAPER), Capsule(root, tip, 1.6, 1.2)
