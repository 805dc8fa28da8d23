"""From a scene to a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regimens.figures.draw import front_body, side_body
from regimens.figures.draw.canvas import Canvas, document
from regimens.figures.draw.front_skeleton import front_skeleton
from regimens.figures.draw.props import draw_behind, draw_between, draw_floor, draw_front
from regimens.figures.draw.scene import FrontPose, SidePose
from regimens.figures.draw.skeleton import skeleton

if TYPE_CHECKING:
    from regimens.figures.draw.scene import Frame, Pose, Scene

GAP = 10.0
"""Units of the picture between two frames."""


def picture(scene: Scene) -> str:
    """Draw a scene as SVG; its unit is a centimetre of a whole person, so sizes are comparable between drawings."""
    tall = scene.view.height * scene.scale
    width, height = scene.view.width * scene.scale, len(scene.frames) * (tall + GAP) - GAP
    elements: list[str] = []
    for number, frame in enumerate(scene.frames):
        canvas = Canvas(scene.view, scene.scale, number * (tall + GAP))
        _draw(canvas, scene, frame)
        elements += canvas.elements
    return document(elements, width, height, scene.title, scene.alt)


def _draw(canvas: Canvas, scene: Scene, frame: Frame) -> None:
    if scene.is_bust:
        # What of the frame above reaches into this one.
        canvas.clear()
    else:
        draw_floor(canvas, scene.props)
    for prop in scene.props:
        draw_behind(canvas, prop)
    if isinstance(frame.end, SidePose):
        _draw_side(canvas, scene, frame.end, frame.start)
    else:
        _draw_front(canvas, scene, frame.end, frame.start)
    for prop in scene.props:
        draw_front(canvas, prop)
    for arrow in frame.arrows:
        canvas.arrow(arrow)


def _draw_side(canvas: Canvas, scene: Scene, pose: SidePose, before: Pose | None) -> None:
    drawn = tuple(part for part in side_body.PARTS if not (scene.is_bust and part.endswith("leg")))
    end = skeleton(pose, side_body.lowest)
    if isinstance(before, SidePose):
        start = skeleton(before, side_body.lowest)
        moving = side_body.moving_parts(start, end, side_body.MOVED / scene.scale)
        side_body.draw_start(canvas, start, [part for part in moving if part in drawn])
    side_body.draw_end(canvas, end, drawn[:-1])
    for prop in scene.props:
        draw_between(canvas, prop, end)
    side_body.draw_end(canvas, end, drawn[-1:])


def _draw_front(canvas: Canvas, scene: Scene, pose: FrontPose, before: Pose | None) -> None:
    end = front_skeleton(pose)
    if isinstance(before, FrontPose):
        front_body.draw_start(canvas, front_skeleton(before), end, is_bust=scene.is_bust)
    front_body.draw_end(canvas, end, is_bust=scene.is_bust)
