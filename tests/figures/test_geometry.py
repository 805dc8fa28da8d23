"""Every drawing shows a body that can be: of one size, joints in their ranges, touching what it is said to touch."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from regimens.figures.draw import body, front_body, side_body
from regimens.figures.draw.front_skeleton import FOOT, TRUNK, FrontSkeleton, Limb, front_skeleton
from regimens.figures.draw.geometry import between, direction, moved, two_links
from regimens.figures.draw.pose_yaml import scenes
from regimens.figures.draw.props import PEDAL_ARM
from regimens.figures.draw.scene import (
    Arrow,
    Bicycle,
    Chair,
    Collar,
    Cushion,
    Frame,
    FrontPose,
    Point,
    Pose,
    Scene,
    SidePose,
    Step,
    Wall,
    Water,
)
from regimens.figures.draw.shapes import Capsule, Shape
from regimens.figures.draw.skeleton import Arm, Leg, Skeleton, skeleton
from tests.figures.joints import RANGES, clinical_angles

if TYPE_CHECKING:
    from collections.abc import Sequence

TOUCH = 1.6
"""Centimetres between two things that touch in a drawing, or by which they press into each other."""
SUNK = 3.0
"""Centimetres by which soft parts may sink into what they lie on, or a hand cover what it holds."""
ARROW_CLEAR = 2.5
"""Centimetres of a whole person between an arrow and the body."""

SCENES = {scene.name: scene for scene in scenes()}
FRAMES = [
    pytest.param(scene, frame, id=f"{name}-{number}")
    for name, scene in SCENES.items()
    for number, frame in enumerate(scene.frames, start=1)
]
POSES = [
    pytest.param(scene, pose, id=f"{name}-{number}-{which}")
    for name, scene in SCENES.items()
    for number, frame in enumerate(scene.frames, start=1)
    for which, pose in (("end", frame.end), ("start", frame.start))
    if pose is not None
]
SIDE_POSES = [param for param in POSES if isinstance(param.values[1], SidePose)]
WHOLE_POSES = [param for param in POSES if isinstance(param.values[0], Scene) and not param.values[0].is_bust]


def side(pose: SidePose) -> Skeleton:
    return skeleton(pose, side_body.lowest)


def shapes(scene: Scene, pose: Pose) -> dict[str, tuple[Shape, ...]]:
    if isinstance(pose, SidePose):
        parts = side_body.parts(side(pose))
        return {part: its for part, its in parts.items() if not (scene.is_bust and part.endswith("leg"))}
    return front_body.parts(front_skeleton(pose), is_bust=scene.is_bust)


def outside(point: Point, shape: Shape) -> float:
    """How far a point is from a shape; negative inside."""
    if isinstance(shape, Capsule):
        distance, part = from_segment(point, shape.start, shape.end)
        return distance - (shape.start_radius + part * (shape.end_radius - shape.start_radius))
    corners = shape.edge()
    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))
    distance = min(from_segment(point, one, other)[0] for one, other in sides)
    crossed = [
        one
        for one, other in sides
        if (one[1] > point[1]) != (other[1] > point[1])
        and point[0] < one[0] + (point[1] - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
    ]
    return -distance if len(crossed) % 2 else distance


def from_segment(point: Point, start: Point, end: Point) -> tuple[float, float]:
    """How far a point is from a segment, and at which part of the segment it is nearest."""
    across = (end[0] - start[0], end[1] - start[1])
    square = across[0] ** 2 + across[1] ** 2
    along = (point[0] - start[0]) * across[0] + (point[1] - start[1]) * across[1]
    part = max(0.0, min(1.0, along / square)) if square else 0.0
    return math.dist(point, between(start, end, part)), part


def gap(some: Sequence[Shape], others: Sequence[Shape]) -> float:
    """How far shapes are apart; negative where they overlap."""
    return min(outside(point, other) for one in some for point in one.edge() for other in others)


# --- Segments -------------------------------------------------------------------------------------------------


def leg_lengths(leg: Leg) -> list[float]:
    return [
        math.dist(leg.hip, leg.knee),
        math.dist(leg.knee, leg.ankle),
        math.dist(leg.ankle, leg.heel),
        math.dist(leg.ankle, leg.toe),
    ]


def arm_lengths(arm: Arm) -> list[float]:
    elbow = (*arm.elbow, arm.out)
    return [
        math.dist((*arm.shoulder, 0.0), elbow),
        math.dist(elbow, (*arm.wrist, 0.0)),
        math.dist(arm.wrist, arm.fingers),
    ]


@pytest.mark.parametrize("pose", [pytest.param(param.values[1], id=param.id) for param in POSES])
def test_the_segments_have_the_lengths_of_one_person(pose: Pose) -> None:
    leg = [body.THIGH, body.SHANK, math.hypot(body.HEEL_BACK, body.HEEL_DOWN), FOOT]
    arm = [body.UPPER_ARM, body.FOREARM, body.HAND]
    if isinstance(pose, SidePose):
        person = side(pose)
        spine = [math.dist(one, other) for one, other in pairwise(person.spine.points)]
        assert sum(spine) == pytest.approx(TRUNK)
        assert math.dist(person.spine.base, person.spine.neck) == pytest.approx(body.NECK)
        assert math.dist(person.spine.neck, person.spine.head) == pytest.approx(body.HEAD)
        for its_leg in (person.near_leg, person.far_leg):
            assert leg_lengths(its_leg) == pytest.approx(leg)
            assert its_leg.hip == pytest.approx(person.spine.hip)
        for its_arm in (person.near_arm, person.far_arm):
            assert arm_lengths(its_arm) == pytest.approx(arm)
            assert its_arm.shoulder == pytest.approx(person.spine.shoulder)
    else:
        seen = front_skeleton(pose)
        assert math.dist(seen.pelvis, seen.base) == pytest.approx(TRUNK)
        for limb in (seen.right_leg, seen.left_leg):
            assert [math.dist(*two) for two in pairwise(limb.places)] == pytest.approx([body.THIGH, body.SHANK, FOOT])
        for limb in (seen.right_arm, seen.left_arm):
            assert [math.dist(*two) for two in pairwise(limb.places)] == pytest.approx(arm)


# --- Joints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scene", "pose"), SIDE_POSES)
def test_every_joint_is_within_its_range(scene: Scene, pose: SidePose) -> None:
    angles = clinical_angles(side(pose))
    if scene.is_bust:
        angles = {name: angle for name, angle in angles.items() if name.split()[-1] not in {"hip", "knee", "ankle"}}
    wrong = {
        name: round(angle)
        for name, angle in angles.items()
        if not RANGES[name.split()[-1]].least <= angle <= RANGES[name.split()[-1]].most
    }

    assert wrong == {}


def front_bend(limb: Limb, joint: int) -> float:
    """By how many degrees a limb is bent at one of its joints."""
    before, at, after = limb.places[joint - 1 : joint + 2]
    one = [b - a for a, b in zip(before, at, strict=True)]
    other = [b - a for a, b in zip(at, after, strict=True)]
    cosine = sum(a * b for a, b in zip(one, other, strict=True)) / math.dist(before, at) / math.dist(at, after)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


@pytest.mark.parametrize(
    "pose", [pytest.param(param.values[1], id=param.id) for param in POSES if param not in SIDE_POSES]
)
def test_every_joint_seen_from_the_front_is_within_its_range(pose: FrontPose) -> None:
    person = front_skeleton(pose)

    for leg in (person.right_leg, person.left_leg):
        assert front_bend(leg, 1) <= RANGES["knee"].most
    for arm in (person.right_arm, person.left_arm):
        assert front_bend(arm, 1) <= RANGES["elbow"].most
        assert front_bend(arm, 2) <= RANGES["wrist"].most
    assert abs(pose.head - pose.spine) <= 45, "the neck bends no further to a side"


def test_clinical_angles_are_those_by_which_a_pose_was_given() -> None:
    pose = next(frame.end for frame in SCENES["dead-bug"].frames)
    assert isinstance(pose, SidePose)

    angles = clinical_angles(side(pose))

    assert angles["near hip"] == pytest.approx(20)
    assert angles["near knee"] == pytest.approx(6)
    assert angles["far hip"] == pytest.approx(90)
    assert angles["far shoulder"] == pytest.approx(166)
    assert angles["far elbow"] == pytest.approx(4)
    assert angles["neck"] == pytest.approx(-10)
    assert angles["near ankle"] == pytest.approx(0)


def test_a_knee_bends_forwards_and_out_of_reach_is_refused() -> None:
    assert two_links((0, 50), (0, 0), 30, 30, 1)[0] > 0
    assert two_links((0, 50), (0, 0), 30, 30, -1)[0] < 0
    with pytest.raises(ValueError, match="out of reach"):
        two_links((0, 70), (0, 0), 30, 30, 1)


# --- The floor ------------------------------------------------------------------------------------------------


def is_on_a_floor(scene: object, pose: object) -> bool:
    """Swimmers are on none, and of those who are seen from above no place has a height."""
    assert isinstance(scene, Scene)
    if any(isinstance(prop, Water) for prop in scene.props):
        return False
    return not isinstance(pose, FrontPose) or bool(front_skeleton(pose).right_arm.oblique)


ON_A_FLOOR = [param for param in WHOLE_POSES if is_on_a_floor(*param.values)]


def test_only_the_swimmer_and_the_rolling_knees_are_left_out() -> None:
    assert len(ON_A_FLOOR) == len(WHOLE_POSES) - 3


@pytest.mark.parametrize(("_scene", "pose"), ON_A_FLOOR)
def test_nothing_is_under_the_floor(_scene: Scene, pose: Pose) -> None:
    if not isinstance(pose, SidePose):
        person = front_skeleton(pose)
        limbs = (person.right_leg, person.left_leg, person.right_arm, person.left_arm)
        lowest = min(place[1] for limb in limbs for place in limb.places)
        assert lowest >= body.HAND_TAPER.end - TOUCH
        return
    lowest = side_body.lowest(side(pose))

    assert lowest >= -0.8


def from_wall(wall: Wall, person: Skeleton, some: Sequence[Shape]) -> float:
    """How far shapes are from the side of a wall on which the person is; negative inside of the wall."""
    across = [point[0] for shape in some for point in shape.edge()]
    return wall.left - max(across) if person.spine.hip[0] < wall.left else min(across) - wall.right


@pytest.mark.parametrize(
    ("scene", "pose"),
    [
        param
        for param in SIDE_POSES
        if isinstance(param.values[0], Scene) and any(isinstance(prop, Wall) for prop in param.values[0].props)
    ],
)
def test_nothing_is_in_a_wall_but_what_goes_through_a_doorway(scene: Scene, pose: SidePose) -> None:
    (wall,) = [prop for prop in scene.props if isinstance(prop, Wall)]
    person = side(pose)
    inside = {
        part: round(from_wall(wall, person, its), 1)
        for part, its in side_body.parts(person).items()
        if from_wall(wall, person, its) < -0.8
    }

    assert inside.keys() == ({"far leg"} if scene.name == "hamstring-wall" else set())


# --- Contacts -------------------------------------------------------------------------------------------------


def side_part(person: Skeleton, part: str) -> tuple[Shape, ...]:
    """The shapes of what can touch something."""
    spine = person.spine
    if part == "head":
        return side_body.parts(person)["head"]
    if part == "hips":
        return (Capsule(spine.points[0], spine.points[0], 11.2, 11.2),)
    if part in {"back", "chest"}:
        return (side_body.trunk(spine),)
    which, _, of = part.partition(" ")
    leg, arm = (person.near_leg, person.near_arm) if which == "near" else (person.far_leg, person.far_arm)
    return {
        "hand": (Capsule(arm.wrist, arm.fingers, *body.HAND_TAPER),),
        "elbow": (Capsule(arm.elbow, arm.elbow, 4.4, 4.4),),
        "knee": (Capsule(leg.knee, leg.knee, 6.3, 6.3),),
        "foot": (
            Capsule(leg.heel, leg.toe, *body.SOLE_TAPER),
            Capsule(leg.ankle, leg.heel, *body.HEEL_TAPER),
            Capsule(leg.ankle, leg.toe, *body.INSTEP_TAPER),
        ),
        "heel": (Capsule(leg.heel, leg.heel, 3.3, 3.3),),
        "toes": (Capsule(leg.toe, leg.toe, 2.4, 2.4),),
    }[of]


def lowest(some: Sequence[Shape]) -> float:
    return min(point[1] for shape in some for point in shape.edge())


def touches_in_side_view(scene: Scene, person: Skeleton, part: str, thing: str) -> float:
    """How far a part is from a thing."""
    its = side_part(person, part)
    props = {type(prop): prop for prop in scene.props}
    thighs = {
        "near": Capsule(person.near_leg.hip, person.near_leg.knee, *body.THIGH_TAPER),
        "far": Capsule(person.far_leg.hip, person.far_leg.knee, *body.THIGH_TAPER),
    }
    match thing:
        case "floor":
            return lowest(its)
        case "chair":
            chair = props[Chair]
            assert isinstance(chair, Chair)
            assert chair.left <= person.spine.hip[0] <= chair.right
            return lowest([side_body.trunk(person.spine)]) - chair.seat
        case "step" | "cushion":
            block = props[Step if thing == "step" else Cushion]
            assert isinstance(block, Step | Cushion)
            assert any(block.left <= point[0] <= block.right for shape in its for point in shape.edge())
            return lowest(its) - block.height
        case "wall":
            wall = props[Wall]
            assert isinstance(wall, Wall)
            return from_wall(wall, person, its)
        case "saddle" | "bar" | "pedal":
            bicycle = props[Bicycle]
            assert isinstance(bicycle, Bicycle)
            if thing == "saddle":
                return lowest([side_body.trunk(person.spine)]) - bicycle.saddle[1]
            if thing == "bar":
                return min(outside(bicycle.handle, shape) for shape in its)
            turn = bicycle.angle + (0 if part.startswith("near") else 180)
            return min(outside(moved(bicycle.crank, turn, PEDAL_ARM), shape) for shape in its)
        case "water":
            water = props[Water]
            assert isinstance(water, Water)
            heights = [point[1] for shape in its for point in shape.edge()]
            return 0.0 if min(heights) < water.surface < max(heights) else math.inf
        case "near thigh" | "far thigh":
            return gap(its, [thighs[thing.partition(" ")[0]]])
        case "near shin":
            return gap(its, [Capsule(person.near_leg.knee, person.near_leg.ankle, *body.SHANK_TAPER)])
        case "belly" | "low back":
            return gap(its, [side_body.trunk(person.spine)])
        case "head":
            return gap(its, side_body.parts(person)["head"])
        case _:
            raise AssertionError(thing)


def front_lowest(person: FrontSkeleton, part: str) -> float:
    """How low a part is, in the world and not in the picture."""
    which, _, of = part.partition(" ")
    leg, arm = (person.right_leg, person.right_arm) if which == "right" else (person.left_leg, person.left_arm)
    return {
        "hand": min(place[1] for place in arm.places[2:]) - body.HAND_TAPER.start,
        "elbow": arm.places[1][1] - body.FOREARM_TAPER.start,
        "knee": leg.places[1][1] - body.SHANK_TAPER.start,
        "foot": min(place[1] for place in leg.places[2:]) - body.HEEL_TAPER.start,
    }[of]


def touches_in_front_view(scene: Scene, person: FrontSkeleton, part: str, thing: str) -> float:
    if thing == "floor":
        return front_lowest(person, part)
    which, _, of = part.partition(" ")
    assert of == "hand"
    arm = person.right_arm if which == "right" else person.left_arm
    its = [Capsule(arm.points[2], arm.points[3], *body.HAND_TAPER)]
    if thing == "collar":
        (collar,) = [prop for prop in scene.props if isinstance(prop, Collar)]
        return min(outside(collar.held, shape) for shape in its)
    parts = front_body.parts(person, is_bust=scene.is_bust)
    return gap(its, {"head": parts["head"], "neck": parts["trunk"][:1]}[thing])


@pytest.mark.parametrize(("scene", "frame"), FRAMES)
def test_hands_feet_and_the_rest_are_where_they_are_said_to_be(scene: Scene, frame: Frame) -> None:
    away = {}
    for contact in frame.touches:
        if isinstance(frame.end, SidePose):
            distance = touches_in_side_view(scene, side(frame.end), contact.part, contact.thing)
        else:
            distance = touches_in_front_view(scene, front_skeleton(frame.end), contact.part, contact.thing)
        deepest = -TOUCH if contact.thing in {"floor", "step", "wall"} else -2 * SUNK
        if not deepest <= distance <= TOUCH:
            away[f"{contact.part} on {contact.thing}"] = round(distance, 1)

    assert away == {}


def test_every_drawing_of_a_whole_person_says_what_the_person_touches() -> None:
    silent = [name for name, scene in SCENES.items() if not any(frame.touches for frame in scene.frames)]

    # Head and shoulders touch nothing; lying seen from above, all does.
    assert set(silent) == {"chin-tuck", "neck-turn", "neck-tilt", "knee-rolls"}


@pytest.mark.parametrize(("scene", "frame"), FRAMES)
def test_a_start_pose_shows_what_will_move(scene: Scene, frame: Frame) -> None:
    if isinstance(frame.end, SidePose) and isinstance(frame.start, SidePose):
        assert side_body.moving_parts(side(frame.start), side(frame.end), side_body.MOVED / scene.scale)
    elif frame.start is not None:
        assert shapes(scene, frame.start) != shapes(scene, frame.end)


# --- The picture ----------------------------------------------------------------------------------------------


def arrow_points(arrow: Arrow) -> list[Point]:
    steps = [step / 20 for step in range(21)]
    return [
        between(between(arrow.start, arrow.towards, part), between(arrow.towards, arrow.end, part), part)
        for part in steps
    ]


@pytest.mark.parametrize(("scene", "frame"), FRAMES)
def test_all_is_inside_the_picture(scene: Scene, frame: Frame) -> None:
    view, outline = scene.view, 2 / scene.scale
    poses = [pose for pose in (frame.end, frame.start) if pose is not None]
    points = [
        point for pose in poses for its in shapes(scene, pose).values() for shape in its for point in shape.edge()
    ]
    points += [point for arrow in frame.arrows for point in arrow_points(arrow)]

    assert min(point[0] for point in points) >= view.left + outline
    assert max(point[0] for point in points) <= view.right - outline
    assert max(point[1] for point in points) <= view.top - outline
    if not scene.is_bust:
        assert min(point[1] for point in points) >= view.bottom + outline


@pytest.mark.parametrize(("scene", "frame"), FRAMES)
def test_an_arrow_is_clear_of_the_body(scene: Scene, frame: Frame) -> None:
    near = {
        part: round(min(outside(point, shape) for arrow in frame.arrows for point in arrow_points(arrow)), 1)
        for part, its in shapes(scene, frame.end).items()
        for shape in its
        if frame.arrows
        and min(outside(point, shape) for arrow in frame.arrows for point in arrow_points(arrow))
        < ARROW_CLEAR / scene.scale
    }

    assert near == {}


def test_the_drawings_show_persons_of_one_size_and_only_heads_are_larger() -> None:
    scales = {name: scene.scale for name, scene in SCENES.items()}

    assert {name for name, scale in scales.items() if scale != 1} == {
        "chin-tuck",
        "collar-skin-check",
        "neck-press",
        "neck-tilt",
        "neck-turn",
    }
    assert all(2 <= scale <= 2.5 for scale in scales.values() if scale != 1)


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_is_of_a_size_that_fits_beside_the_others(name: str) -> None:
    scene = SCENES[name]
    width = scene.view.width * scene.scale
    height = scene.view.height * scene.scale * len(scene.frames)

    assert 130 <= width <= 260
    assert height <= 250


@pytest.mark.parametrize("name", SCENES)
def test_a_body_fills_its_picture(name: str) -> None:
    """Whoever looks at 58 mm should not look at empty paper."""
    scene = SCENES[name]
    points = [
        point
        for frame in scene.frames
        for its in shapes(scene, frame.end).values()
        for shape in its
        for point in shape.edge()
    ]
    across = max(point[0] for point in points) - min(point[0] for point in points)
    up = max(point[1] for point in points) - min(point[1] for point in points)

    assert max(across / scene.view.width, up / scene.view.height) > 0.7


def test_a_point_inside_a_shape_is_told_from_one_outside() -> None:
    limb = Capsule((0, 0), (10, 0), 2, 1)

    assert outside((5, 0), limb) == pytest.approx(-1.5)
    assert outside((0, 5), limb) == pytest.approx(3)
    assert direction((0, 0), (0, 1)) == pytest.approx(90)


def test_every_drawing_but_those_of_holding_still_has_an_arrow() -> None:
    without = {name for name, scene in SCENES.items() if not any(frame.arrows for frame in scene.frames)}

    assert without == {"plank", "prone-lying"}
