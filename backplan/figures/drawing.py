"""From a scene to a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.figures.canvas import Canvas, document
from backplan.figures.props import draw_behind, draw_between, draw_floor, draw_front
from backplan.figures.side_body import PARTS, draw_end, draw_start, lowest, moving_parts
from backplan.figures.skeleton import skeleton

if TYPE_CHECKING:
    from backplan.model.figure import Frame, Scene

GAP = 10.0
"""Units of the picture between two frames."""


class Picture(NamedTuple):
    """A drawing; its unit is a centimetre of a whole person, so sizes are comparable between drawings."""

    width: float
    height: float
    svg: str


def picture(scene: Scene) -> Picture:
    """The drawing of a scene."""
    tall = scene.view.height * scene.scale
    width, height = scene.view.width * scene.scale, len(scene.frames) * (tall + GAP) - GAP
    elements: list[str] = []
    for number, frame in enumerate(scene.frames):
        canvas = Canvas(scene.view, scene.scale, number * (tall + GAP))
        _draw(canvas, scene, frame)
        elements += canvas.elements
    return Picture(width, height, document(elements, width, height, scene.title, scene.alt))


def _draw(canvas: Canvas, scene: Scene, frame: Frame) -> None:
    draw_floor(canvas, scene.props)
    for prop in scene.props:
        draw_behind(canvas, prop)
    end = skeleton(frame.end, lowest)
    if frame.start is not None:
        start = skeleton(frame.start, lowest)
        draw_start(canvas, start, moving_parts(start, end))
    draw_end(canvas, end, PARTS[:-1])
    for prop in scene.props:
        draw_between(canvas, prop, end)
    draw_end(canvas, end, PARTS[-1:])
    for prop in scene.props:
        draw_front(canvas, prop)
    for arrow in frame.arrows:
        canvas.arrow(arrow)
