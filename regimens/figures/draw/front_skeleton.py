"""From a pose seen from the front to joints, some of which are nearer to the viewer than others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from regimens.figures.draw import body
from regimens.figures.draw.geometry import moved

if TYPE_CHECKING:
    from regimens.figures.draw.scene import Direction, Directions, FrontPose, Point

Place: TypeAlias = tuple[float, float, float]
"""Right, up, and away from the viewer."""

DEPTH = 0.5
"""A centimetre away from the viewer is drawn this long ..."""
DEPTH_ANGLE = 38.0
"""... and in this direction."""

FOOT = math.hypot(body.TOE_AHEAD, body.TOE_DOWN)
TRUNK = body.PELVIS + body.LUMBAR + body.THORAX


def seen(place: Place, *, oblique: bool = True) -> Point:
    """Return where a place is in the picture; depth cannot be seen from straight ahead."""
    across, up, away = place
    return moved((across, up), DEPTH_ANGLE, DEPTH * away) if oblique else (across, up)


@dataclass(frozen=True, slots=True)
class Limb:
    """The joints of a limb, from the trunk outwards, and how they are seen."""

    places: tuple[Place, Place, Place, Place]
    oblique: bool

    @property
    def points(self) -> tuple[Point, Point, Point, Point]:
        """The joints in the picture."""
        one, two, three, four = (seen(place, oblique=self.oblique) for place in self.places)
        return one, two, three, four


@dataclass(frozen=True, slots=True)
class FrontSkeleton:
    """All joints of a person seen from the front.

    Attributes:
        pelvis: the middle between the hips.
        spine: the direction from there to the neck.
        base: the base of the neck.
        neck: its top.
        head: the middle of the head.
        crown: the direction from there to the top of the head.
    """

    pelvis: Point
    spine: float
    base: Point
    neck: Point
    head: Point
    crown: float
    turned: bool
    right_leg: Limb
    left_leg: Limb
    right_arm: Limb
    left_arm: Limb


def front_skeleton(pose: FrontPose) -> FrontSkeleton:
    """Return the joints of a pose."""
    right = pose.spine + 90
    base = moved(pose.pelvis, pose.spine, TRUNK)
    shoulders = moved(pose.pelvis, pose.spine, TRUNK - body.SHOULDER)
    neck = moved(base, (pose.spine + pose.head) / 2, body.NECK)
    legs, arms = (body.THIGH, body.SHANK, FOOT), (body.UPPER_ARM, body.FOREARM, body.HAND)
    return FrontSkeleton(
        pose.pelvis,
        pose.spine,
        base,
        neck,
        moved(neck, pose.head, body.HEAD),
        pose.head,
        pose.turned,
        _limb(moved(pose.pelvis, right, body.FRONT_HIPS), pose.right_leg, legs, oblique=pose.oblique),
        _limb(moved(pose.pelvis, right, -body.FRONT_HIPS), pose.left_leg, legs, oblique=pose.oblique),
        _limb(moved(shoulders, right, body.FRONT_SHOULDERS), pose.right_arm, arms, oblique=pose.oblique),
        _limb(moved(shoulders, right, -body.FRONT_SHOULDERS), pose.left_arm, arms, oblique=pose.oblique),
    )


def _limb(start: Point, directions: Directions, lengths: tuple[float, float, float], *, oblique: bool) -> Limb:
    first: Place = (*start, 0.0)
    places = [first]
    for heading, length in zip(directions, lengths, strict=True):
        places.append(_moved(places[-1], heading, length))
    _, second, third, fourth = places
    return Limb((first, second, third, fourth), oblique)


def _moved(place: Place, heading: Direction, length: float) -> Place:
    in_plane = length * math.cos(math.radians(heading.depth))
    across, up = moved(place[:2], heading.angle, in_plane)
    return across, up, place[2] + length * math.sin(math.radians(heading.depth))
