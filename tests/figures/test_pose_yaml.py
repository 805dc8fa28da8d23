"""Files of drawings: what they may hold, and what is said of slips."""

from __future__ import annotations

import pytest

from backplan import BadFileError
from backplan.files.bundled import bundled_names, figure_names
from regimens.figures.draw.pose_yaml import parse_scene
from regimens.figures.draw.scene import (
    ArmContact,
    ArmOnFloor,
    Arrow,
    Contact,
    LegAngles,
    LegContact,
    Mat,
    SidePose,
    View,
)

GOOD = """\
format: 1
title: One
alt: A person.
view: 0 200 -12 90
props:
  mat: {left: 8, right: 190}
frames:
  - end:
      at: hip 116 floor
      tilt: 180
      near_leg: {ankle_at: 163 floor, foot: 0}
      far_leg: {hip: 20.5, knee: 3}
      near_arm: {on_floor: right}
    start:
      tilt: 170
      near_arm: {wrist_at: 100 20, bends: front, swing: 30}
    touches: [near foot on floor, near hand on near thigh]
    arrows: ["1 2, 3 4, 5 6"]
"""


def faults(text: str) -> str:
    with pytest.raises(BadFileError) as refused:
        parse_scene(text.encode(), "one.yaml", "one")
    return str(refused.value)


def test_a_file_says_what_a_drawing_shows() -> None:
    scene = parse_scene(GOOD.encode(), "one.yaml", "one")
    (frame,) = scene.frames
    end, start = frame.end, frame.start
    assert isinstance(end, SidePose)
    assert isinstance(start, SidePose)

    assert (scene.name, scene.title, scene.alt, scene.scale) == ("one", "One", "A person.", 1)
    assert scene.view == View(0, 200, -12, 90)
    assert scene.props == (Mat(8, 190),)
    assert (end.joint, end.place, end.tilt, end.neck) == ("hip", (116, "floor"), 180, 0)
    assert end.near_leg == LegContact((163, "floor"), 0)
    assert end.far_leg == LegAngles(20.5, 3)
    assert end.near_arm == ArmOnFloor("right", "right")
    assert frame.touches == (Contact("near foot", "floor"), Contact("near hand", "near thigh"))
    assert frame.arrows == (Arrow((1, 2), (3, 4), (5, 6)),)


def test_a_start_pose_is_as_the_end_pose_where_it_says_nothing_and_far_limbs_are_beside_near_ones() -> None:
    (frame,) = parse_scene(GOOD.encode(), "one.yaml", "one").frames
    assert isinstance(frame.end, SidePose)
    assert isinstance(frame.start, SidePose)

    assert frame.start.tilt == 170
    assert frame.start.near_leg == frame.end.near_leg
    assert frame.start.near_arm == frame.start.far_arm == ArmContact((100, 20), None, "front", 30)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("view: 0 200 -12 90", "view: 200 0 -12 90", "left before right"),
        ("view: 0 200 -12 90", "view: 0 200", "4 numbers"),
        ("hip 116 floor", "hup 116 floor", "a joint and its place"),
        ("tilt: 180", "tilt: 180 degrees", "a number"),
        ("tilt: 180", "tilt: 1800", "a number"),
        ("tilt: 180", "tlit: 180", "did you mean 'tilt'?"),
        ("163 floor, foot", "163 ceiling, foot", "2 numbers"),
        ("163 floor, foot: 0}", "163 floor, hip: 3}", "one way of saying where it is"),
        ("{ankle_at: 163 floor, foot: 0}", "{foot: 0}", "'ankle_at' beside 'foot'"),
        ("{on_floor: right}", "{on_floor: up}", "'left' or 'right'"),
        ("near foot on floor", "near foto on floor", "did you mean 'near foot'?"),
        ("near foot on floor", "near foot on flor", "did you mean 'floor'?"),
        ('"1 2, 3 4, 5 6"', '"1 2, 3 4"', "6 numbers"),
        ("  mat: {left: 8, right: 190}", "  sofa: {left: 8}", "the unknown key 'sofa'"),
        ("  - end:", "  - front_end: {head: 80}\n    end:", "one of 'end' and 'front_end'"),
        ("    start:", "    front_start: {head: 80}\n    start:", "a start pose seen from where the end pose is"),
        ("title: One\n", "", "missing key"),
    ],
)
def test_a_slip_is_told_with_its_place(right: str, wrong: str, said: str) -> None:
    assert right in GOOD

    told = faults(GOOD.replace(right, wrong))

    assert said in told
    assert told.startswith("one.yaml:")


def test_a_drawing_has_a_frame() -> None:
    assert "at least one frame" in faults(GOOD.partition("frames:")[0] + "frames: []\n")


def test_drawings_are_no_regimens() -> None:
    assert "bridge" in figure_names()
    assert set(bundled_names()).isdisjoint(figure_names())
