"""The measures of the person who is drawn: an adult of 170 cm. Lengths in centimetres, angles in degrees."""

from __future__ import annotations

from typing import NamedTuple

PELVIS = 14.0
"""From the hip joint to the waist."""
LUMBAR = 16.0
THORAX = 20.0
NECK = 8.0
HEAD = 11.5
"""From the top of the neck to the middle of the head."""
SHOULDER = 6.5
"""From the base of the neck down to the shoulder joint."""

UPPER_ARM = 30.0
FOREARM = 25.0
HAND = 9.0
THIGH = 42.0
SHANK = 41.0
HEEL_BACK = 4.5
HEEL_DOWN = 3.2
TOE_AHEAD = 14.0
TOE_DOWN = 4.1
"""Of the foot: how far the heel and the ball are behind, ahead of and below the ankle."""

SPINE_PIECES = 4
"""The low back and the chest bend evenly, each in so many pieces."""


class Taper(NamedTuple):
    """How thick a limb is at its two ends: radii."""

    start: float
    end: float


UPPER_ARM_TAPER = Taper(5.6, 4.4)
FOREARM_TAPER = Taper(4.4, 3.1)
HAND_TAPER = Taper(3.3, 2.6)
THIGH_TAPER = Taper(9.2, 6.3)
SHANK_TAPER = Taper(6.2, 3.8)
HEEL_TAPER = Taper(3.6, 3.3)
SOLE_TAPER = Taper(3.3, 2.4)
INSTEP_TAPER = Taper(3.4, 2.4)
NECK_TAPER = Taper(5.4, 4.8)

FRONT_SHOULDERS = 17.0
"""From the spine to a shoulder joint, seen from the front."""
FRONT_HIPS = 8.5
