"""A drawing of an exercise as data: poses by clinical angles and contact points, the things around, arrows.

Lengths are centimetres of an adult of 170 cm, y upwards from the floor (or from the top of a mat). Angles are degrees,
anticlockwise from the right. A person seen from the side faces right when standing; so lying on the back the head is
left, and face down it is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
Height: TypeAlias = float | Literal["floor"]
"""A height, or `floor` for the one at which the part just touches the floor."""
Spot: TypeAlias = tuple[float, Height]


@dataclass(frozen=True, slots=True)
class LegAngles:
    """A leg by its joints: flexion forwards; of the ankle, the toes towards the shin."""

    hip: float = 0
    knee: float = 0
    ankle: float = 0


@dataclass(frozen=True, slots=True)
class LegContact:
    """A leg whose ankle is at a point.

    Attributes:
        ankle: where the ankle is.
        foot: the direction in which the toes point; None for a right angle with the shank.
    """

    ankle: Spot
    foot: float | None = 0


@dataclass(frozen=True, slots=True)
class ArmAngles:
    """An arm by its joints: flexion forwards and upwards."""

    shoulder: float = 0
    elbow: float = 0
    wrist: float = 0


@dataclass(frozen=True, slots=True)
class ArmContact:
    """An arm whose wrist is at a point.

    Attributes:
        wrist: where the wrist is.
        hand: the direction in which the fingers point; None for that of the forearm.
        elbow: to which side of the line from shoulder to wrist the elbow points: `back` as in a bent elbow of a
            person who stands, `front` for the other.
        swing: by how many degrees the elbow is turned out of the picture around that line: 90 for an elbow that points
            at the viewer (or, of the far arm, away from the viewer).
        under: the hand is under the trunk, which hides what is behind it.
    """

    wrist: Spot
    hand: float | None = None
    elbow: Literal["back", "front"] = "back"
    swing: float = 0
    under: bool = False


@dataclass(frozen=True, slots=True)
class ArmOnFloor:
    """An arm whose forearm lies on the floor.

    Attributes:
        fingers: where they point.
        elbow: whether the elbow is left or right of the shoulder.
    """

    fingers: Literal["left", "right"]
    elbow: Literal["left", "right"]


LegPose: TypeAlias = "LegAngles | LegContact"
ArmPose: TypeAlias = "ArmAngles | ArmContact | ArmOnFloor"


@dataclass(frozen=True, slots=True)
class SidePose:
    """A pose seen from the person's right side.

    Attributes:
        joint: the joint whose place is given: `hip`, `near knee`, `far ankle` ...
        place: where that joint is; at the height `floor` the whole person just touches the floor.
        tilt: the direction from the hips to the waist: 90 upright, 180 lying on the back, 0 face down.
        lumbar: flexion of the low back; negative for extension, as are the next three.
        thoracic: flexion of the chest.
        neck: flexion of the lower neck.
        nod: flexion of the head.
        near_leg: the leg near to the viewer; far_leg, near_arm and far_arm likewise.
    """

    joint: str
    place: Spot
    tilt: float
    lumbar: float
    thoracic: float
    neck: float
    nod: float
    near_leg: LegPose
    far_leg: LegPose
    near_arm: ArmPose
    far_arm: ArmPose


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a part of the body points when the person is seen from the front.

    Attributes:
        angle: in the plane of the picture.
        depth: out of that plane: 90 straight away from the viewer, -90 straight towards the viewer.
    """

    angle: float
    depth: float = 0


Directions: TypeAlias = tuple[Direction, Direction, Direction]
"""Of a limb: thigh, shank and foot, or upper arm, forearm and hand."""


@dataclass(frozen=True, slots=True)
class FrontPose:
    """A pose seen from the front; the person's right is at the viewer's left.

    Attributes:
        pelvis: where the middle between the hips is.
        spine: the direction from the hips to the neck.
        head: the direction from the neck to the top of the head.
        turned: the face looks to the viewer's right instead of at the viewer.
        oblique: the viewer stands a little to the right and above, so that depth can be seen.
        right_leg: the leg at the viewer's left; left_leg, right_arm and left_arm likewise.
    """

    pelvis: Point
    spine: float
    head: float
    turned: bool
    oblique: bool
    right_leg: Directions
    left_leg: Directions
    right_arm: Directions
    left_arm: Directions


Pose: TypeAlias = "SidePose | FrontPose"


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow along a curve: from the first point to the last, drawn towards the middle one."""

    start: Point
    towards: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Mat:
    """A mat on the floor; its top is at height 0."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair seen from the side, its back at the left."""

    left: float
    right: float
    seat: float


@dataclass(frozen=True, slots=True)
class Step:
    """A low step or stool."""

    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall or the side of a doorway, seen along it; what is on the far side of the picture is hidden by it."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Cushion:
    """A folded towel or a cushion on the floor."""

    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Shade:
    """Darkness behind the person, so that a gap under the body can be seen."""

    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Towel:
    """A towel from the near hand around the near foot."""


@dataclass(frozen=True, slots=True)
class Bicycle:
    """An exercise bicycle.

    Attributes:
        crank: where the middle of the cranks is.
        angle: where the near pedal is, seen from there.
    """

    crank: Point
    saddle: Point
    handle: Point
    angle: float


@dataclass(frozen=True, slots=True)
class SlantedMat:
    """A mat seen from the front and a little from above.

    Attributes:
        left: of its front edge; right likewise.
        front: how far its front edge is towards the viewer.
        depth: how far it goes away from the viewer.
    """

    left: float
    right: float
    front: float
    depth: float


@dataclass(frozen=True, slots=True)
class MatFromAbove:
    """A mat on which the person lies, seen from above."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Collar:
    """A soft collar around the neck of a person seen from the front.

    Attributes:
        held: where the open end is held.
    """

    held: Point


@dataclass(frozen=True, slots=True)
class Mirror:
    """A mirror in which the person sees what is in the picture: a frame around all of it."""


@dataclass(frozen=True, slots=True)
class Water:
    """Water up to a height."""

    surface: float


Prop: TypeAlias = (
    "Mat | Chair | Step | Wall | Cushion | Shade | Towel | Bicycle | SlantedMat | MatFromAbove | Collar | Mirror"
    " | Water"
)


@dataclass(frozen=True, slots=True)
class View:
    """What of the world is in the picture."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Centimetres of the person."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Centimetres of the person."""
        return self.top - self.bottom


PARTS = (
    *("head", "back", "chest", "hips"),
    *(f"{side} {part}" for side in ("near", "far") for part in ("hand", "elbow", "knee", "foot", "heel", "toes")),
    *(f"{side} {part}" for side in ("right", "left") for part in ("hand", "elbow", "knee", "foot")),
)
"""The parts of the body that can be on something."""
THINGS = (
    *("floor", "chair", "step", "wall", "cushion", "towel", "saddle", "bar", "pedal", "water", "collar"),
    *("head", "neck", "low back", "belly", "near thigh", "near shin", "far thigh"),
)
"""What a part of the body can be on; of the body itself, the nearer side."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A part of the body that is on something.

    Attributes:
        part: one of `PARTS`.
        thing: one of `THINGS`.
    """

    part: str
    thing: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment of an exercise.

    Attributes:
        end: the pose that is held or reached; drawn bold.
        start: the pose before, of which faint lines show the parts that move; None where nothing does.
        touches: what is on what in the end pose.
    """

    end: Pose
    start: Pose | None
    touches: tuple[Contact, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing.

    Attributes:
        name: by which regimens ask for it.
        title: what the exercise is called.
        alt: one sentence for those who do not see it: position, what moves, what stays.
        view: what each frame shows.
        scale: how many times larger than the drawings of whole persons it is.
        frames: one or two moments, drawn one above the other.
    """

    name: str
    title: str
    alt: str
    view: View
    scale: float
    props: tuple[Prop, ...]
    frames: tuple[Frame, ...]

    @property
    def is_bust(self) -> bool:
        """Whether only head and shoulders are in the picture."""
        return self.scale > 1
