"""The person seen from the front: shapes and the order in which they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regimens.figures.draw import body, head
from regimens.figures.draw.canvas import FAR, GHOST, GHOST_LINE, PAPER
from regimens.figures.draw.front_skeleton import TRUNK
from regimens.figures.draw.geometry import between, moved
from regimens.figures.draw.hand import hand
from regimens.figures.draw.shapes import Capsule, Outline

if TYPE_CHECKING:
    from regimens.figures.draw.canvas import Canvas
    from regimens.figures.draw.front_skeleton import FrontSkeleton, Limb
    from regimens.figures.draw.shapes import Shape

AWAY = 8.0
"""Centimetres away from the viewer from which a part of a limb is shaded."""

# The right half of the trunk: across from the spine, and up from the hips.
_HALF = (
    *((0.0, 50.0), (5.0, 52.0), (10.0, 50.2), (16.4, 49.2), (20.6, 47.2), (22.0, 43.6), (19.0, 37.0), (15.6, 29.0)),
    *((12.6, 18.0), (14.4, 8.0), (16.6, 0.0), (14.0, -7.0), (7.6, -8.6), (0.0, -9.0)),
)


def parts(person: FrontSkeleton, *, is_bust: bool) -> dict[str, tuple[Shape, ...]]:
    """Return the shapes of each part of the body, in the order in which they are drawn."""
    found: dict[str, tuple[Shape, ...]] = {}
    if not is_bust:
        found |= {"right leg": _leg(person.right_leg), "left leg": _leg(person.left_leg)}
    found |= {
        "trunk": (_neck(person), _trunk(person)),
        "head": (
            (head.profile(person.head, person.crown),) if person.turned else head.front(person.head, person.crown)
        ),
        "right arm": _arm(person.right_arm, 1),
        "left arm": _arm(person.left_arm, -1),
    }
    return found


def draw_start(canvas: Canvas, start: FrontSkeleton, end: FrontSkeleton, *, is_bust: bool) -> None:
    """Draw faint lines of the parts that will move."""
    before, after = parts(start, is_bust=is_bust), parts(end, is_bust=is_bust)
    moving = [shape for part, shapes in before.items() if shapes != after[part] for shape in shapes]
    canvas.outlined(moving, PAPER, GHOST, GHOST_LINE)


def draw_end(canvas: Canvas, person: FrontSkeleton, *, is_bust: bool) -> None:
    """Draw the bold person."""
    shapes = parts(person, is_bust=is_bust)
    limbs = {
        "right leg": person.right_leg,
        "left leg": person.left_leg,
        "right arm": person.right_arm,
        "left arm": person.left_arm,
    }
    for part, its in shapes.items():
        if part not in limbs:
            canvas.outlined(its)
        elif part.endswith("leg"):
            _draw_leg(canvas, limbs[part], its)
        else:
            canvas.outlined(its)
            canvas.filled([_shoulder(person, limbs[part])], PAPER)
        if part == "head":
            (head.draw_profile if person.turned else head.draw_front)(canvas, person.head, person.crown)
        if part == "trunk" and not is_bust:
            canvas.filled([_groin(person, limb) for limb in (person.right_leg, person.left_leg)], PAPER)


def _draw_leg(canvas: Canvas, leg: Limb, shapes: tuple[Shape, ...]) -> None:
    """Draw what goes away from the viewer first, and shaded."""
    thigh, *rest = shapes
    away = leg.places[2][2] > AWAY
    if away:
        canvas.outlined(rest, FAR)
        canvas.outlined([thigh])
    else:
        canvas.outlined(shapes)


def _groin(person: FrontSkeleton, leg: Limb) -> Capsule:
    hip, knee, *_ = leg.points
    return Capsule(moved(hip, person.spine, 3), between(hip, knee, 0.16), 6.6, 6.6)


def _shoulder(person: FrontSkeleton, arm: Limb) -> Capsule:
    """Return where the arm's edge would cut it off from the chest."""
    shoulder = arm.points[0]
    middle = moved(person.base, person.spine, -body.SHOULDER)
    return Capsule(between(shoulder, middle, 0.04), between(shoulder, middle, 0.45), 5.0, 4.6)


def _neck(person: FrontSkeleton) -> Capsule:
    inside = between(person.neck, person.head, 0.4)
    return Capsule(moved(person.base, person.spine, -3), inside, 6.4, body.NECK_TAPER.end)


def _trunk(person: FrontSkeleton) -> Outline:
    scale = (TRUNK - 0.5) / 50
    half = [(across, up * scale) for across, up in _HALF]
    points = (*half, *((-across, up) for across, up in reversed(half[1:-1])))
    return Outline(tuple(moved(moved(person.pelvis, person.spine, up), person.spine - 90, x) for x, up in points))


def _leg(leg: Limb) -> tuple[Shape, ...]:
    hip, knee, ankle, toe = leg.points
    return (
        Capsule(hip, knee, 8.4, body.THIGH_TAPER.end),
        Capsule(knee, ankle, *body.SHANK_TAPER),
        Capsule(ankle, toe, *body.HEEL_TAPER),
    )


def _arm(arm: Limb, side: int) -> tuple[Shape, ...]:
    shoulder, elbow, wrist, fingers = arm.points
    return (
        Capsule(shoulder, elbow, *body.UPPER_ARM_TAPER),
        Capsule(elbow, wrist, *body.FOREARM_TAPER),
        *hand(wrist, fingers, side),
    )
