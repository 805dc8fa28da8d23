"""The things around a person: each thing is drawn behind, and some of it again in front."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

from regimens.figures.draw.canvas import INK, OUTLINE, PAPER
from regimens.figures.draw.front_skeleton import seen
from regimens.figures.draw.geometry import between, direction, moved
from regimens.figures.draw.scene import (
    Bicycle,
    Chair,
    Collar,
    Cushion,
    Mat,
    MatFromAbove,
    Mirror,
    Shade,
    SlantedMat,
    Step,
    Towel,
    Wall,
    Water,
)
from regimens.figures.draw.shapes import Capsule, Polygon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regimens.figures.draw.canvas import Canvas
    from regimens.figures.draw.scene import Point, Prop, View
    from regimens.figures.draw.skeleton import Skeleton

MAT = "#dcdcdc"
MAT_THICKNESS = 5.0
FLOOR_LINE = 2.4
METAL = "#5a5a5a"
SHADE = "#7a7a7a"
CLOTH = "#b9c6d0"
WATER = "#a9c0cf"
WATER_LINE = "#4a6579"
FRAME_WIDTH = 4.5


def draw_floor(canvas: Canvas, props: Sequence[Prop]) -> None:
    """Draw the line of the floor; none in water, nor around a mat seen from above."""
    if any(isinstance(prop, Water | SlantedMat | MatFromAbove) for prop in props):
        return
    has_mat = any(isinstance(prop, Mat) for prop in props)
    height = -MAT_THICKNESS - 1.2 if has_mat else -FLOOR_LINE / 2 / canvas.scale
    canvas.line(((canvas.view.left + 3, height), (canvas.view.right - 3, height)), FLOOR_LINE)


def draw_behind(canvas: Canvas, prop: Prop) -> None:
    """Draw what the person hides."""
    match prop:
        case Mat(left, right):
            canvas.outlined([_block(left, right, -MAT_THICKNESS, 0)], MAT, width=1)
        case Chair(left, right, seat):
            for foot, top in ((left - 2, left + 1), (right + 2, right - 1)):
                canvas.line(((foot, 0.5), (top, seat - 4)), 4)
            canvas.line(((left + 1, seat - 3), (left - 6, seat + 44)), 4)
            canvas.outlined([_block(left - 2, right + 2, seat - 5, seat)], MAT, width=1.4)
        case Step(left, right, height):
            canvas.outlined([_block(left, right, 0.6, height)], MAT, width=1.4)
        case Cushion(left, right, height):
            half = height / 2
            canvas.outlined([Capsule((left + half, half), (right - half, half), half, half)], CLOTH, width=1)
        case Shade(left, right, height):
            canvas.filled([_block(left, right, 0, height)], SHADE)
        case Water(surface):
            canvas.filled([_block(canvas.view.left, canvas.view.right, canvas.view.bottom, surface)], "#f1f5f8")
        case Bicycle():
            _draw_bicycle(canvas, prop)
        case SlantedMat(left, right, near, depth):
            corners = ((left, 0, -near), (right, 0, -near), (right, 0, depth - near), (left, 0, depth - near))
            canvas.outlined([Polygon(tuple(map(seen, corners)))], "#e9e9e9", width=1)
        case MatFromAbove(left, right, bottom, top):
            canvas.outlined([_block(left, right, bottom, top)], "#e9e9e9", width=1)
        case Collar(held):
            _draw_collar(canvas, held)
        case Towel() | Mirror() | Wall():
            pass
        case _:
            assert_never(prop)


def draw_between(canvas: Canvas, prop: Prop, person: Skeleton) -> None:
    """Draw what is in front of all but the near arm."""
    if isinstance(prop, Bicycle):
        _draw_pedal(canvas, prop.crank, prop.angle)
    if isinstance(prop, Towel):
        _draw_towel(canvas, person)


def draw_front(canvas: Canvas, prop: Prop) -> None:
    """Draw what hides the person."""
    if isinstance(prop, Mirror):
        _draw_mirror(canvas)
    if isinstance(prop, Wall):
        # Into the line of the floor, and out of the picture at the top.
        canvas.filled([_block(prop.left, prop.right, 0, canvas.view.top)], MAT)
        for edge in (prop.left, prop.right):
            canvas.line(((edge, 0), (edge, canvas.view.top)), OUTLINE)
    if isinstance(prop, Water):
        view, surface = canvas.view, prop.surface
        waves = _waves(view, surface)
        canvas.veil(Polygon((*waves, (view.right, view.bottom), (view.left, view.bottom))), WATER, 0.35)
        canvas.curve(waves, 2.2, WATER_LINE)


def _block(left: float, right: float, bottom: float, top: float) -> Polygon:
    return Polygon(((left, bottom), (left, top), (right, top), (right, bottom)))


def _waves(view: View, surface: float) -> tuple[Point, ...]:
    steps = round(view.width / 6)
    return tuple(
        (view.left + view.width * step / steps, surface + 1.6 * math.sin(step * math.pi / 2))
        for step in range(steps + 1)
    )


def _draw_bicycle(canvas: Canvas, bicycle: Bicycle) -> None:
    crank, saddle, handle = bicycle.crank, bicycle.saddle, bicycle.handle
    wheel = (crank[0] + 50, 26.0)
    stem = (wheel[0] - 9, handle[1] - 8)
    for points in (
        ((saddle[0] + 2, saddle[1] - 6), crank, wheel, stem, handle),
        (crank, (crank[0] - 10, 3)),
        (wheel, (wheel[0], 3)),
    ):
        canvas.line(points, FRAME_WIDTH, METAL)
    canvas.line(((crank[0] - 44, 2.4), (wheel[0] + 26, 2.4)), FRAME_WIDTH, METAL)
    canvas.circle(wheel, 20, "#f0f0f0", METAL, 4)
    canvas.circle(wheel, 3, METAL, METAL, 0)
    left, right = saddle[0] - 15, saddle[0] + 15
    canvas.outlined([Capsule((left + 3, saddle[1] - 2.6), (right, saddle[1] - 3), 3.2, 1.8)], METAL, METAL, 1)
    _draw_pedal(canvas, crank, bicycle.angle + 180)


def _draw_pedal(canvas: Canvas, crank: Point, angle: float) -> None:
    pedal = moved(crank, angle, PEDAL_ARM)
    canvas.circle(crank, 6, PAPER, METAL, 3)
    canvas.line((crank, pedal), 3.5, METAL)
    canvas.line(((pedal[0] - 6, pedal[1]), (pedal[0] + 7, pedal[1])), 3.5, INK)


PEDAL_ARM = 16.0


def _draw_towel(canvas: Canvas, person: Skeleton) -> None:
    """Draw a towel from the hands around the ball of the foot, with the ends hanging out of the hands."""
    arm, leg = person.near_arm, person.near_leg
    hand = between(arm.wrist, arm.fingers, 0.6)
    foot = direction(leg.heel, leg.toe)
    ball = between(leg.heel, leg.toe, 0.78)
    below, above = moved(ball, foot - 90, 4.2), moved(ball, foot + 90, 6.0)
    beyond = moved(ball, foot - 60, 4.2)
    end = moved(hand, direction(above, hand) + 12, 17)
    path = (end, hand, above, beyond, below)
    canvas.line(path, 4 + 2 * OUTLINE, INK)
    canvas.line(path, 4, CLOTH)


def _draw_collar(canvas: Canvas, held: Point) -> None:
    """Draw a band behind the neck: one end is on the shoulder, the other in the hand."""
    neck = (0.0, held[1] - 1)
    lying = ((-15.0, 50.0), (-9.0, 53.5), neck)
    for points in (lying, (neck, (12.0, neck[1] + 1), held, (held[0] + 7, held[1] - 3))):
        canvas.curve(points, COLLAR_HEIGHT * canvas.scale + 2 * OUTLINE, INK)
        canvas.curve(points, COLLAR_HEIGHT * canvas.scale, CLOTH)
    # The fastener.
    canvas.line(((held[0] + 6, held[1] - 4.6), (held[0] + 7.6, held[1] - 0.6)), 5, METAL)


COLLAR_HEIGHT = 8.0


def _draw_mirror(canvas: Canvas) -> None:
    view, edge = canvas.view, 2 / canvas.scale
    left, right, bottom, top = view.left + edge, view.right - edge, view.bottom + edge, view.top - edge
    canvas.line(((left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)), 4, METAL)
    for start in (4.0, 7.0):
        canvas.line(((left + 2, top - start - 2), (left + start + 2, top - 2)), 1.4, GLINT)


GLINT = "#a8a8a8"
