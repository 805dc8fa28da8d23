"""The person seen from the side: which shapes the parts of the body have, and in which order they are drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from regimens.figures.draw import body, head
from regimens.figures.draw.canvas import FAR, GHOST, GHOST_LINE, PAPER
from regimens.figures.draw.geometry import between, moved
from regimens.figures.draw.hand import hand
from regimens.figures.draw.shapes import Capsule, Outline

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from regimens.figures.draw.canvas import Canvas
    from regimens.figures.draw.scene import Point
    from regimens.figures.draw.shapes import Shape
    from regimens.figures.draw.skeleton import Arm, Leg, Skeleton, Spine

PARTS = ("far arm", "far leg", "trunk", "head", "near leg", "near arm")
"""In the order in which they are drawn."""

MOVED = 4.0
"""Centimetres by which a joint must move for the part to be drawn in its start pose as well."""

# How far the skin is from the line of the spine at each of its points, in front and behind. A trunk of one thickness
# looks like a bolster: buttocks, the hollow of the back and the chest make it a person's.
_FRONT = (9.2, 9.4, 9.4, 9.5, 9.8, 10.2, 10.8, 10.8, 9.0, 5.6)
_BACK = (11.2, 9.0, 8.4, 8.3, 8.6, 9.2, 10.0, 10.2, 9.2, 5.8)


def parts(person: Skeleton) -> dict[str, tuple[Shape, ...]]:
    """Return the shapes of each part of the body, by the names of `PARTS`."""
    spine = person.spine
    return {
        "far arm": _arm(person.far_arm),
        "far leg": _leg(person.far_leg),
        "trunk": (*_neck(spine), trunk(spine)),
        "head": (head.profile(spine.head, spine.crown),),
        "near leg": _leg(person.near_leg),
        "near arm": _arm(person.near_arm),
    }


def lowest(person: Skeleton) -> float:
    """Return how low the whole person reaches."""
    return min(point[1] for shapes in parts(person).values() for shape in shapes for point in shape.edge())


def trunk(spine: Spine) -> Outline:
    """Return chest, belly and pelvis in one."""
    front, back = [], []
    for point, heading, before, behind in zip(spine.points, spine.directions, _FRONT, _BACK, strict=True):
        front.append(moved(point, heading - 90, before))
        back.append(moved(point, heading + 90, behind))
    # The other way round than limbs are, areas that overlap would cancel each other.
    return Outline(tuple(reversed((*reversed(back), *_seat(spine), *front))))


def _seat(spine: Spine) -> tuple[Point, ...]:
    """Return the bottom, from behind to the front."""
    down = spine.directions[0] + 180
    return (
        moved(moved(spine.hip, down, 6.5), down - 90, 9.0),
        moved(spine.hip, down, 9.6),
        moved(moved(spine.hip, down, 6.0), down + 90, 7.6),
    )


def moving_parts(start: Skeleton, end: Skeleton, least: float = MOVED) -> tuple[str, ...]:
    """Return the parts of the body that are elsewhere in the other pose, a joint of them at least so far."""
    joints = {
        "far arm": (start.far_arm, end.far_arm),
        "far leg": (start.far_leg, end.far_leg),
        "near leg": (start.near_leg, end.near_leg),
        "near arm": (start.near_arm, end.near_arm),
    }
    names = {
        "far arm": ("elbow", "wrist"),
        "near arm": ("elbow", "wrist"),
        "far leg": ("knee", "ankle"),
        "near leg": ("knee", "ankle"),
    }
    found = {
        part
        for part, (one, other) in joints.items()
        if any(math.dist(getattr(one, name), getattr(other, name)) > least for name in names[part])
    }
    if math.dist(start.spine.head, end.spine.head) > least:
        found |= {"trunk", "head"}
    if any(math.dist(one, other) > least for one, other in zip(start.spine.points, end.spine.points, strict=True)):
        found.add("trunk")
    return tuple(part for part in PARTS if part in found)


def draw_start(canvas: Canvas, person: Skeleton, moving: Collection[str]) -> None:
    """Draw faint lines of the parts that will move."""
    shapes = parts(person)
    # In one outline, so that no line crosses another.
    canvas.outlined([shape for part in PARTS if part in moving for shape in shapes[part]], PAPER, GHOST, GHOST_LINE)


def draw_end(canvas: Canvas, person: Skeleton, drawn: Sequence[str] = PARTS) -> None:
    """Draw the bold person, or some parts of it."""
    shapes = parts(person)
    upper_arm, forearm, *near_hand = shapes["near arm"]
    if person.near_arm.under:
        shapes["near arm"] = (upper_arm, forearm)
    for part in drawn:
        if part == "trunk" and person.near_arm.under:
            canvas.outlined(near_hand)
        canvas.outlined(shapes[part], FAR if part.startswith("far") else PAPER)
        if part == "head":
            head.draw_profile(canvas, person.spine.head, person.spine.crown)
        if part == "near leg":
            canvas.filled([_pelvis(person.spine)], PAPER)


def _neck(spine: Spine) -> tuple[Shape, ...]:
    taper = body.NECK_TAPER
    inside = between(spine.neck, spine.head, 0.5)
    return (
        Capsule(moved(spine.base, spine.directions[-1], -2), spine.neck, taper.start, taper.end),
        Capsule(spine.neck, inside, taper.end, taper.end),
    )


def _pelvis(spine: Spine) -> Outline:
    """Return the lower end of the trunk, in which the thigh's edge would look like a doll's joint."""
    hip, waist = spine.points[:2]
    heading = spine.directions[0]
    front = moved(hip, heading - 90, _FRONT[0]), moved(waist, heading - 90, _FRONT[1] - 1)
    back = moved(waist, heading + 90, _BACK[1] - 1), moved(hip, heading + 90, _BACK[0])
    return Outline((*back, *_seat(spine), *front))


def _arm(arm: Arm) -> tuple[Shape, ...]:
    # The thumb is in front of a hanging hand, and above one that lies.
    side = -1 if arm.fingers[0] - arm.wrist[0] < -body.HAND / 2 else 1
    return (
        Capsule(arm.shoulder, arm.elbow, *body.UPPER_ARM_TAPER),
        Capsule(arm.elbow, arm.wrist, *body.FOREARM_TAPER),
        *hand(arm.wrist, arm.fingers, side),
    )


def _leg(leg: Leg) -> tuple[Shape, ...]:
    return (
        Capsule(leg.hip, leg.knee, *body.THIGH_TAPER),
        Capsule(leg.knee, leg.ankle, *body.SHANK_TAPER),
        Capsule(leg.ankle, leg.heel, *body.HEEL_TAPER),
        Capsule(leg.heel, leg.toe, *body.SOLE_TAPER),
        Capsule(leg.ankle, leg.toe, *body.INSTEP_TAPER),
    )
