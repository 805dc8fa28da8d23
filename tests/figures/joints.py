"""How far the joints of a drawn person are bent, and how far those of healthy people go."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from regimens.figures.draw import body
from regimens.figures.draw.geometry import direction

if TYPE_CHECKING:
    from regimens.figures.draw.skeleton import Arm, Skeleton


class Range(NamedTuple):
    """How far a joint goes."""

    least: float
    most: float


RANGES = {
    "lumbar": Range(-45, 45),
    "thoracic": Range(-30, 45),
    "neck": Range(-35, 50),
    "nod": Range(-30, 30),
    "hip": Range(-20, 130),
    "knee": Range(-3, 145),
    "ankle": Range(-85, 30),
    "shoulder": Range(-60, 182),
    "elbow": Range(-3, 150),
    "wrist": Range(-90, 90),
}
"""What healthy joints do, flexion positive; of the ankle the toes count with it, of the wrist the fingers."""

SIDEWAYS_AND_BACK = 50.0
"""Degrees by which an arm that is raised sideways can go behind the trunk."""
OVERHEAD = 176.0

# The line from heel to ball falls a little, for the ball is thinner and stands on the same floor.
_SOLE = -direction((-body.HEEL_BACK, -body.HEEL_DOWN), (body.TOE_AHEAD, -body.TOE_DOWN))


def turned(angle: float) -> float:
    """The same direction as an angle from -180 up to, and not at, 180."""
    return (angle + 180) % 360 - 180


def clinical_angles(person: Skeleton) -> dict[str, float]:
    """The angles of all joints of a person, however the pose was given: `near knee` and so on, flexion positive."""
    spine = person.spine
    found = {
        "lumbar": spine.directions[0] - spine.directions[1 + body.SPINE_PIECES],
        "thoracic": spine.directions[1 + body.SPINE_PIECES] - spine.directions[-1],
        "neck": turned(spine.directions[-1] - direction(spine.base, spine.neck)),
        "nod": turned(direction(spine.base, spine.neck) - spine.crown),
    }
    for side, leg, arm in (
        ("near", person.near_leg, person.near_arm),
        ("far", person.far_leg, person.far_arm),
    ):
        thigh, shank = direction(leg.hip, leg.knee), direction(leg.knee, leg.ankle)
        foot = direction(leg.heel, leg.toe) + _SOLE
        found |= {
            f"{side} hip": turned(thigh - spine.directions[0] - 180),
            f"{side} knee": turned(thigh - shank),
            f"{side} ankle": turned(foot - shank - 90),
            f"{side} shoulder": _shoulder_angle(arm, spine.directions[-1]),
            f"{side} elbow": _elbow_angle(arm, spine.directions[-1]),
            f"{side} wrist": turned(direction(arm.wrist, arm.fingers) - direction(arm.elbow, arm.wrist)),
        }
    return found


def _shoulder_angle(arm: Arm, trunk: float) -> float:
    """How far the upper arm is raised; negative where it is raised backwards."""
    heading = math.radians(direction(arm.shoulder, arm.elbow) - trunk - 180)
    within, out = math.dist(arm.shoulder, arm.elbow), abs(arm.out)
    raised = math.degrees(math.acos(max(-1.0, min(1.0, within * math.cos(heading) / math.hypot(within, out)))))
    backwards = math.degrees(math.atan2(-within * math.sin(heading), out))
    return -raised if backwards > SIDEWAYS_AND_BACK and raised < OVERHEAD else raised


def _elbow_angle(arm: Arm, trunk: float) -> float:
    """How far the elbow is bent; negative where a hanging arm would have to bend the wrong way."""
    upper = (arm.elbow[0] - arm.shoulder[0], arm.elbow[1] - arm.shoulder[1], arm.out)
    forearm = (arm.wrist[0] - arm.elbow[0], arm.wrist[1] - arm.elbow[1], -arm.out)
    cosine = sum(one * other for one, other in zip(upper, forearm, strict=True)) / body.UPPER_ARM / body.FOREARM
    bent = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    side = turned(direction(arm.elbow, arm.wrist) - direction(arm.shoulder, arm.elbow))
    # A raised arm, or one that is turned out, can have its elbow on any side.
    free = arm.out or abs(_shoulder_angle(arm, trunk)) > 90
    return -bent if side < 0 and not free else bent
