"""From a pose seen from the side to joints: forward along angles, backward from points of contact."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeAlias

from regimens.figures.draw import body
from regimens.figures.draw.geometry import between, direction, drop, foot_of, moved, two_links
from regimens.figures.draw.scene import ArmAngles, ArmContact, ArmOnFloor, LegAngles, LegContact

if TYPE_CHECKING:
    from collections.abc import Callable

    from regimens.figures.draw.scene import ArmPose, LegPose, Point, SidePose, Spot

HAND_ON_FLOOR = body.FOREARM_TAPER.end + 0.4
"""How high the wrist is when the palm is on the floor."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The joints of a leg."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    toe: Point


@dataclass(frozen=True, slots=True)
class Arm:
    """The joints of an arm.

    Attributes:
        out: by how much the elbow is out of the plane of the picture.
        under: the hand is under the trunk.
    """

    shoulder: Point
    elbow: Point
    wrist: Point
    fingers: Point
    out: float = 0.0
    under: bool = False


@dataclass(frozen=True, slots=True)
class Spine:
    """The line of the trunk, and the head on it.

    Attributes:
        points: from the hip joint to the base of the neck.
        directions: at each of the points, where the spine goes.
        neck: the top of the neck.
        head: the middle of the head.
        crown: the direction from there to the top of the head.
    """

    points: tuple[Point, ...]
    directions: tuple[float, ...]
    neck: Point
    head: Point
    crown: float

    @property
    def hip(self) -> Point:
        """Where the legs begin."""
        return self.points[0]

    @property
    def base(self) -> Point:
        """The base of the neck."""
        return self.points[-1]

    @property
    def shoulder(self) -> Point:
        """Where the arms begin."""
        return moved(self.base, self.directions[-1], -body.SHOULDER)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All joints of a person seen from the side."""

    spine: Spine
    near_leg: Leg
    far_leg: Leg
    near_arm: Arm
    far_arm: Arm

    def joint(self, name: str) -> Point:
        """Return a joint by name: `hip`, `shoulder`, `head`, or one of a limb such as `near knee`.

        Raises:
            KeyError: there is no such joint.
        """
        side, _, part = name.partition(" ")
        if not part:
            places = {"hip": self.spine.hip, "shoulder": self.spine.shoulder, "head": self.spine.head}
            return places[name]
        limbs = {"near": (self.near_leg, self.near_arm), "far": (self.far_leg, self.far_arm)}
        places = {field.name: getattr(limb, field.name) for limb in limbs[side] for field in fields(limb)}
        return places[part]

    def shifted(self, right: float, up: float) -> Skeleton:
        """Return the same person at another place."""

        def shift(point: Point) -> Point:
            return point[0] + right, point[1] + up

        spine = replace(
            self.spine,
            points=tuple(map(shift, self.spine.points)),
            neck=shift(self.spine.neck),
            head=shift(self.spine.head),
        )
        return Skeleton(
            spine,
            _shifted_leg(self.near_leg, shift),
            _shifted_leg(self.far_leg, shift),
            _shifted_arm(self.near_arm, shift),
            _shifted_arm(self.far_arm, shift),
        )


_Shift: TypeAlias = "Callable[[Point], Point]"


def _shifted_leg(leg: Leg, shift: _Shift) -> Leg:
    return Leg(shift(leg.hip), shift(leg.knee), shift(leg.ankle), shift(leg.heel), shift(leg.toe))


def _shifted_arm(arm: Arm, shift: _Shift) -> Arm:
    return Arm(shift(arm.shoulder), shift(arm.elbow), shift(arm.wrist), shift(arm.fingers), arm.out, arm.under)


def skeleton(pose: SidePose, lowest: Callable[[Skeleton], float]) -> Skeleton:
    """Return the joints of a pose.

    Args:
        pose: angles and contacts; limbs that reach for a point take no part in finding where the person is.
        lowest: how low the shapes of a skeleton reach.

    Raises:
        ValueError: a limb cannot reach what it should.
        KeyError: the pose is placed by a joint that there is not.
    """
    spine = _spine(pose)
    by_angles = Skeleton(
        spine,
        _leg_by_angles(spine, _angles_of_leg(pose.near_leg)),
        _leg_by_angles(spine, _angles_of_leg(pose.far_leg)),
        _arm_by_angles(spine, _angles_of_arm(pose.near_arm)),
        _arm_by_angles(spine, _angles_of_arm(pose.far_arm)),
    )
    joint = by_angles.joint(pose.joint)
    across, height = pose.place
    up = -lowest(by_angles) if height == "floor" else height - joint[1]
    placed = by_angles.shifted(across - joint[0], up)
    return Skeleton(
        placed.spine,
        _leg(placed.spine, pose.near_leg, placed.near_leg),
        _leg(placed.spine, pose.far_leg, placed.far_leg),
        _arm(placed.spine, pose.near_arm, placed.near_arm),
        _arm(placed.spine, pose.far_arm, placed.far_arm),
    )


def _spine(pose: SidePose) -> Spine:
    points: list[Point] = [(0.0, 0.0)]
    directions = [pose.tilt]
    points.append(moved(points[-1], pose.tilt, body.PELVIS))
    heading = pose.tilt
    directions.append(heading)
    for length, flexion in ((body.LUMBAR, pose.lumbar), (body.THORAX, pose.thoracic)):
        for _ in range(body.SPINE_PIECES):
            # Half of each bend before and half behind a piece: the pieces lie along an arc.
            heading -= flexion / body.SPINE_PIECES / 2
            points.append(moved(points[-1], heading, length / body.SPINE_PIECES))
            heading -= flexion / body.SPINE_PIECES / 2
            directions.append(heading)
    neck = moved(points[-1], heading - pose.neck, body.NECK)
    crown = heading - pose.neck - pose.nod
    return Spine(tuple(points), tuple(directions), neck, moved(neck, crown, body.HEAD), crown)


def _angles_of_leg(leg: LegPose) -> LegAngles:
    """Return a leg's angles; one that reaches for a point is first taken as straight."""
    return leg if isinstance(leg, LegAngles) else LegAngles()


def _angles_of_arm(arm: ArmPose) -> ArmAngles:
    return arm if isinstance(arm, ArmAngles) else ArmAngles()


def _leg_by_angles(spine: Spine, angles: LegAngles) -> Leg:
    thigh = spine.directions[0] + 180 + angles.hip
    knee = moved(spine.hip, thigh, body.THIGH)
    shank = thigh - angles.knee
    ankle = moved(knee, shank, body.SHANK)
    return _with_foot(spine.hip, knee, ankle, shank + 90 + angles.ankle)


def _with_foot(hip: Point, knee: Point, ankle: Point, foot: float) -> Leg:
    heel = moved(moved(ankle, foot - 90, body.HEEL_DOWN), foot, -body.HEEL_BACK)
    toe = moved(moved(ankle, foot - 90, body.TOE_DOWN), foot, body.TOE_AHEAD)
    return Leg(hip, knee, ankle, heel, toe)


def _arm_by_angles(spine: Spine, angles: ArmAngles) -> Arm:
    upper = spine.directions[-1] + 180 + angles.shoulder
    elbow = moved(spine.shoulder, upper, body.UPPER_ARM)
    forearm = upper + angles.elbow
    wrist = moved(elbow, forearm, body.FOREARM)
    return Arm(spine.shoulder, elbow, wrist, moved(wrist, forearm + angles.wrist, body.HAND))


def _leg(spine: Spine, pose: LegPose, by_angles: Leg) -> Leg:
    if not isinstance(pose, LegContact):
        return by_angles
    ankle = _at(pose.ankle, _ankle_on_floor(pose.foot))
    knee = two_links(spine.hip, ankle, body.THIGH, body.SHANK, 1)
    foot = direction(knee, ankle) + 90 if pose.foot is None else pose.foot
    return _with_foot(spine.hip, knee, ankle, foot)


def _ankle_on_floor(foot: float | None) -> float:
    """Return how high the ankle is when the foot in its direction just touches the floor."""
    level = _with_foot((0, 0), (0, 0), (0, 0), 0 if foot is None else foot)
    lowest = min(
        level.heel[1] - body.SOLE_TAPER.start,
        level.toe[1] - body.SOLE_TAPER.end,
        level.ankle[1] - body.HEEL_TAPER.start,
    )
    return -lowest


def _arm(spine: Spine, pose: ArmPose, by_angles: Arm) -> Arm:
    shoulder = spine.shoulder
    if isinstance(pose, ArmOnFloor):
        across = 1 if pose.elbow == "right" else -1
        elbow = drop(shoulder, body.UPPER_ARM, body.FOREARM_TAPER.start, across)
        along = 1 if pose.fingers == "right" else -1
        wrist = drop(elbow, body.FOREARM, body.FOREARM_TAPER.end, along)
        return Arm(shoulder, elbow, wrist, drop(wrist, body.HAND, body.HAND_TAPER.end, along))
    if isinstance(pose, ArmContact):
        wrist = _at(pose.wrist, HAND_ON_FLOOR)
        elbow = two_links(shoulder, wrist, body.UPPER_ARM, body.FOREARM, -1 if pose.elbow == "back" else 1)
        # An elbow that turns around the line from shoulder to wrist comes nearer to that line in the picture.
        foot = foot_of(elbow, shoulder, wrist)
        out = math.dist(elbow, foot) * math.sin(math.radians(pose.swing))
        elbow = between(foot, elbow, math.cos(math.radians(pose.swing)))
        hand = direction(elbow, wrist) if pose.hand is None else pose.hand
        return Arm(shoulder, elbow, wrist, moved(wrist, hand, body.HAND), out, pose.under)
    return by_angles


def _at(spot: Spot, on_floor: float) -> Point:
    across, height = spot
    return across, on_floor if height == "floor" else height
