"""Reads files of poses: what a drawing shows, as a `Scene`.

A place is written as two numbers, `112 31`, and a place on the floor as `112 floor`.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import field_validator, model_validator

from backplan.files.documents import (
    FORMAT,
    PARAGRAPH,
    STRING,
    TITLE,
    Document,
    DocumentType,
    OneOrMany,
    Written,
    validated,
)
from backplan.files.source import raise_faults
from backplan.files.yaml_source import read_source
from backplan.language.did_you_mean import nearest
from backplan.language.reading import QuantityError
from regimens.figures.draw.scene import (
    PARTS,
    THINGS,
    ArmAngles,
    ArmContact,
    ArmOnFloor,
    ArmPose,
    Arrow,
    Bicycle,
    Chair,
    Collar,
    Contact,
    Cushion,
    Direction,
    Directions,
    Frame,
    FrontPose,
    LegAngles,
    LegContact,
    LegPose,
    Mat,
    MatFromAbove,
    Mirror,
    Point,
    Pose,
    Prop,
    Scene,
    Shade,
    SidePose,
    SlantedMat,
    Spot,
    Step,
    Towel,
    View,
    Wall,
    Water,
)

POSES = Path(__file__).parent / "poses"
"""A file per drawing."""

FARTHEST = 1_000
"""Centimetres or degrees; more is a typo."""
_NUMBER = re.compile(r"-?[0-9]{1,4}(?:\.[0-9]{1,2})?")


def number(text: str) -> float:
    """Return a length in centimetres or an angle in degrees.

    Raises:
        QuantityError: it is not a number, or a huge one.
    """
    if not _NUMBER.fullmatch(text.strip()) or abs(float(text)) > FARTHEST:
        raise QuantityError("a number such as 12 or -3.5")
    return float(text)


def _numbers(text: str, count: int, example: str) -> tuple[float, ...]:
    words = text.replace(",", " ").split()
    if len(words) != count or not all(map(_NUMBER.fullmatch, words)):
        raise QuantityError(f"{count} numbers such as '{example}'")
    return tuple(map(number, words))


def point(text: str) -> Point:
    """Return a place: `112 31`.

    Raises:
        QuantityError: it is something else.
    """
    across, up = _numbers(text, 2, "112 31")
    return across, up


def spot(text: str) -> Spot:
    """Return a place, or one on the floor: `112 31`, `112 floor`.

    Raises:
        QuantityError: it is something else.
    """
    words = text.split()
    if len(words) == 2 and words[1] == "floor":
        return number(words[0]), "floor"
    return point(text)


def view(text: str) -> View:
    """Return the left, right, bottom and top of the picture: `0 240 -12 100`.

    Raises:
        QuantityError: it is something else.
    """
    found = View(*_numbers(text, 4, "0 240 -12 100"))
    if found.width <= 0 or found.height <= 0:
        raise QuantityError("left before right, then bottom before top, such as '0 240 -12 100'")
    return found


def arrow(text: str) -> Arrow:
    """Return the start, a point towards which it bends, and the end: `104 46, 104 60, 104 78`.

    Raises:
        QuantityError: it is something else.
    """
    one, two, three, four, five, six = _numbers(text, 6, "104 46, 104 60, 104 78")
    return Arrow((one, two), (three, four), (five, six))


def joint_place(text: str) -> tuple[str, Spot]:
    """Return a joint and where it is: `hip 112 floor`, `near knee 96 6.3`.

    Raises:
        QuantityError: it is something else.
    """
    match = re.fullmatch(r"(hip|(?:near|far) (?:knee|ankle|toe|elbow|wrist)) (\S+ \S+)", " ".join(text.split()))
    if not match:
        raise QuantityError("a joint and its place, such as 'hip 112 floor' or 'near knee 96 6.3'")
    return match[1], spot(match[2])


def contact(text: str) -> Contact:
    """Return a part of the body and what it is on: `near hand on floor`.

    Raises:
        QuantityError: there is no such part, or nothing of that name.
    """
    part, _, thing = " ".join(text.split()).partition(" on ")
    if part not in PARTS or thing not in THINGS:
        raise QuantityError(
            "a part of the body on a thing, such as 'near hand on floor'",
            nearest(part, PARTS) if part not in PARTS else nearest(thing, THINGS),
        )
    return Contact(part, thing)


def _word(*words: str) -> Written:
    """Return a field that takes one of some words."""

    def read(text: str) -> str:
        if text.strip() not in words:
            raise QuantityError(" or ".join(f"'{word}'" for word in words))
        return text.strip()

    return Written(read, STRING)


Number = Annotated[float, Written(number, STRING)]
OptionalNumber = Annotated[float | None, Written(number, STRING)]
PointField = Annotated[Point, Written(point, STRING)]
OptionalSpot = Annotated[Spot | None, Written(spot, STRING)]


def _said_once(limb: DocumentType, ways: Sequence[set[str]], needed: Mapping[str, str]) -> DocumentType:
    """Return the limb, if its pose is given in one way only.

    Raises:
        QuantityError: its keys contradict each other, or one lacks the key that it belongs to.
    """
    given = limb.model_fields_set
    if sum(bool(way & given) for way in ways) > 1:
        raise QuantityError("one way of saying where it is", found="several")
    for key in sorted(given & needed.keys()):
        if needed[key] not in given:
            raise QuantityError(f"'{needed[key]}' beside '{key}'", found=f"'{key}' alone")
    return limb


class LegDocument(Document, what="a leg"):
    """A leg: three angles, or where its ankle is."""

    hip: Number = 0
    knee: Number = 0
    ankle: Number = 0
    ankle_at: OptionalSpot = None
    foot: OptionalNumber = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        return _said_once(self, ({"hip", "knee", "ankle"}, {"ankle_at", "foot"}), {"foot": "ankle_at"})

    def pose(self) -> LegPose:
        """Return the leg's pose."""
        if self.ankle_at is not None:
            return LegContact(self.ankle_at, self.foot)
        return LegAngles(self.hip, self.knee, self.ankle)


class ArmDocument(Document, what="an arm"):
    """An arm: three angles, where its wrist is, or lying on the floor."""

    shoulder: Number = 0
    elbow: Number = 0
    wrist: Number = 0
    wrist_at: OptionalSpot = None
    hand: OptionalNumber = None
    bends: Annotated[Literal["back", "front"], _word("back", "front")] = "back"
    swing: Number = 0
    under: Annotated[Literal["trunk"] | None, _word("trunk")] = None
    on_floor: Annotated[Literal["left", "right"] | None, _word("left", "right")] = None
    elbow_to: Annotated[Literal["left", "right"] | None, _word("left", "right")] = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        ways = (
            {"shoulder", "elbow", "wrist"},
            {"wrist_at", "hand", "bends", "swing", "under"},
            {"on_floor", "elbow_to"},
        )
        needed = {**dict.fromkeys(("hand", "bends", "swing", "under"), "wrist_at"), "elbow_to": "on_floor"}
        return _said_once(self, ways, needed)

    def pose(self) -> ArmPose:
        """Return the arm's pose."""
        if self.on_floor is not None:
            return ArmOnFloor(self.on_floor, self.elbow_to or self.on_floor)
        if self.wrist_at is not None:
            return ArmContact(self.wrist_at, self.hand, self.bends, self.swing, self.under is not None)
        return ArmAngles(self.shoulder, self.elbow, self.wrist)


class PoseDocument(Document, what="a pose"):
    """A pose seen from the side. What a start pose leaves out is as in the end pose."""

    at: Annotated[tuple[str, Spot] | None, Written(joint_place, STRING)] = None
    tilt: OptionalNumber = None
    lumbar: OptionalNumber = None
    thoracic: OptionalNumber = None
    neck: OptionalNumber = None
    nod: OptionalNumber = None
    near_leg: LegDocument | None = None
    far_leg: LegDocument | None = None
    near_arm: ArmDocument | None = None
    far_arm: ArmDocument | None = None

    def over(self, end: "PoseDocument") -> "PoseDocument":
        """Return this pose, completed by the end pose."""
        return end.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})

    def pose(self) -> SidePose:
        """Return the pose; far limbs that are not given are next to the near ones."""
        joint, place = self.at or ("hip", (0.0, "floor"))
        near_leg, near_arm = self.near_leg or LegDocument(), self.near_arm or ArmDocument()
        far_leg, far_arm = self.far_leg or near_leg, self.far_arm or near_arm
        return SidePose(
            joint,
            place,
            self.tilt or 0,
            self.lumbar or 0,
            self.thoracic or 0,
            self.neck or 0,
            self.nod or 0,
            near_leg.pose(),
            far_leg.pose(),
            near_arm.pose(),
            far_arm.pose(),
        )


def directions(text: str) -> Directions:
    """Return, for a limb's three segments, the angle in the picture and, after a slash, out of it: `250, 300/40, 0`.

    Raises:
        QuantityError: it is something else.
    """
    found = []
    for part in text.split(","):
        angle, _, depth = part.strip().partition("/")
        found.append(Direction(number(angle), number(depth or "0")))
    if len(found) != 3:
        raise QuantityError("three directions such as '250, 300/40, 0'")
    one, two, three = found
    return one, two, three


OptionalPoint = Annotated[Point | None, Written(point, STRING)]
OptionalDirections = Annotated[Directions | None, Written(directions, STRING)]


class FrontPoseDocument(Document, what="a pose seen from the front"):
    """A pose seen from the front. What a start pose leaves out is as in the end pose."""

    pelvis: OptionalPoint = None
    spine: OptionalNumber = None
    head: OptionalNumber = None
    face: Annotated[Literal["front", "right"] | None, _word("front", "right")] = None
    seen: Annotated[Literal["straight", "obliquely"] | None, _word("straight", "obliquely")] = None
    right_leg: OptionalDirections = None
    left_leg: OptionalDirections = None
    right_arm: OptionalDirections = None
    left_arm: OptionalDirections = None

    def over(self, end: "FrontPoseDocument") -> "FrontPoseDocument":
        """Return this pose, completed by the end pose."""
        return end.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})

    def pose(self) -> FrontPose:
        """Return the pose; a person who stands or sits upright by default."""
        return FrontPose(
            self.pelvis or (0.0, 0.0),
            90.0 if self.spine is None else self.spine,
            90.0 if self.head is None else self.head,
            self.face == "right",
            self.seen == "obliquely",
            self.right_leg or _HANGING,
            self.left_leg or _HANGING,
            self.right_arm or _HANGING,
            self.left_arm or _HANGING,
        )


_HANGING: Directions = (Direction(270), Direction(270), Direction(270))


class MatDocument(Document, what="a mat"):
    """A mat on the floor."""

    left: Number
    right: Number


class WallDocument(Document, what="a wall"):
    """A wall seen along it."""

    left: Number
    right: Number


class ChairDocument(Document, what="a chair"):
    """A chair."""

    left: Number
    right: Number
    seat: Number


class BlockDocument(Document, what="a block"):
    """A step, a cushion or a shade."""

    left: Number
    right: Number
    height: Number


class SlantedMatDocument(Document, what="a mat"):
    """A mat seen from the front and a little from above."""

    left: Number
    right: Number
    front: Number
    depth: Number


class MatFromAboveDocument(Document, what="a mat"):
    """A mat seen from above."""

    left: Number
    right: Number
    bottom: Number
    top: Number


class BicycleDocument(Document, what="a bicycle"):
    """An exercise bicycle."""

    crank: PointField
    saddle: PointField
    handle: PointField
    pedal: Number


class PropsDocument(Document, what="the things around"):
    """The things around the person."""

    mat: MatDocument | None = None
    chair: ChairDocument | None = None
    step: BlockDocument | None = None
    wall: WallDocument | None = None
    cushion: BlockDocument | None = None
    shade: BlockDocument | None = None
    towel: Annotated[Literal["around the near foot"] | None, _word("around the near foot")] = None
    bicycle: BicycleDocument | None = None
    water: OptionalNumber = None
    slanted_mat: SlantedMatDocument | None = None
    mat_from_above: MatFromAboveDocument | None = None
    collar_held_at: OptionalPoint = None
    mirror: Annotated[Literal["around the picture"] | None, _word("around the picture")] = None

    def props(self) -> tuple[Prop, ...]:
        """Return the things, from the back to the front."""
        found: list[Prop] = []
        if self.mat:
            found.append(Mat(self.mat.left, self.mat.right))
        if self.chair:
            found.append(Chair(self.chair.left, self.chair.right, self.chair.seat))
        if self.step:
            found.append(Step(self.step.left, self.step.right, self.step.height))
        if self.wall:
            found.append(Wall(self.wall.left, self.wall.right))
        if self.cushion:
            found.append(Cushion(self.cushion.left, self.cushion.right, self.cushion.height))
        if self.shade:
            found.append(Shade(self.shade.left, self.shade.right, self.shade.height))
        if self.towel:
            found.append(Towel())
        if self.bicycle:
            found.append(Bicycle(self.bicycle.crank, self.bicycle.saddle, self.bicycle.handle, self.bicycle.pedal))
        if self.slanted_mat:
            mat = self.slanted_mat
            found.append(SlantedMat(mat.left, mat.right, mat.front, mat.depth))
        if self.mat_from_above:
            above = self.mat_from_above
            found.append(MatFromAbove(above.left, above.right, above.bottom, above.top))
        if self.mirror:
            found.append(Mirror())
        if self.collar_held_at:
            found.append(Collar(self.collar_held_at))
        if self.water is not None:
            found.append(Water(self.water))
        return tuple(found)


Arrows = Annotated[tuple[Annotated[Arrow, Written(arrow, STRING)], ...], OneOrMany("arrow")]
Contacts = Annotated[tuple[Annotated[Contact, Written(contact, STRING)], ...], OneOrMany("contact")]


class FrameDocument(Document, what="a frame"):
    """One moment of the exercise."""

    end: PoseDocument | None = None
    start: PoseDocument | None = None
    front_end: FrontPoseDocument | None = None
    front_start: FrontPoseDocument | None = None
    touches: Contacts = ()
    arrows: Arrows = ()

    @model_validator(mode="after")
    def _seen_from_one_side(self) -> Self:
        if (self.end is None) == (self.front_end is None):
            raise QuantityError("one of 'end' and 'front_end'")
        wrong = "front_start" if self.front_end is None else "start"
        if getattr(self, wrong) is not None:
            raise QuantityError("a start pose seen from where the end pose is")
        return self

    def frame(self) -> Frame:
        """Return the moment."""
        end: Pose
        start: Pose | None = None
        if self.front_end is not None:
            end = self.front_end.pose()
            if self.front_start is not None:
                start = self.front_start.over(self.front_end).pose()
        else:
            shown = self.end or PoseDocument()
            end = shown.pose()
            if self.start is not None:
                start = self.start.over(shown).pose()
        return Frame(end, start, self.touches, self.arrows)


class SceneDocument(Document, what="a drawing"):
    """A whole drawing."""

    format: Annotated[int, FORMAT] = 1
    title: Annotated[str, TITLE]
    alt: Annotated[str, PARAGRAPH]
    view: Annotated[View, Written(view, STRING)]
    scale: Number = 1
    props: PropsDocument = PropsDocument()
    frames: list[FrameDocument]

    @field_validator("frames")
    @classmethod
    def _some(cls, frames: list[FrameDocument]) -> list[FrameDocument]:
        if not frames:
            raise QuantityError("at least one frame")
        return frames


def scenes() -> tuple[Scene, ...]:
    """Read the poses of all drawings, sorted by name.

    Raises:
        BadFileError: a file has faults.
    """
    files = sorted(POSES.glob("*.yaml"), key=lambda path: path.stem)
    return tuple(parse_scene(path.read_bytes(), path.name, path.stem) for path in files)


def parse_scene(data: bytes, file: str, name: str) -> Scene:
    """Return the drawing that a file describes.

    Args:
        data: the file.
        file: its name, for messages.
        name: the drawing's.

    Raises:
        BadFileError: the file has faults; all are named.
    """
    source = read_source(data, file, "drawing")
    document, faults = validated(SceneDocument, source)
    raise_faults([*source.faults, *faults])
    assert document is not None
    return Scene(
        name,
        document.title,
        document.alt,
        document.view,
        document.scale,
        document.props.props(),
        tuple(frame.frame() for frame in document.frames),
    )
