"""The drawings that backplan has, by the names that regimens use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from backplan.errors import UsageError
from backplan.figures.drawing import picture
from backplan.formats.bundled import figure_bytes, figure_names
from backplan.formats.figure_yaml import parse_scene
from backplan.formats.quantities import nearest

__all__ = ["Figure", "figure", "figure_names"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of an exercise.

    Attributes:
        title: what the exercise is called.
        alt: one sentence for those who do not see it.
        width: in centimetres of a whole person, as is the height: drawings whose sizes keep to these numbers show
            persons of one size, those that are drawn larger apart.
        scale: how many times larger than a whole person this one is drawn: 1, or more for head and shoulders.
        svg: the picture.
    """

    name: str
    title: str
    alt: str
    width: float
    height: float
    scale: float
    svg: str


@cache
def figure(name: str) -> Figure:
    """A drawing.

    Args:
        name: one of `figure_names()`.

    Raises:
        UsageError: there is none of that name.
    """
    names = figure_names()
    if name not in names:
        raise UsageError(f"There is no drawing '{name}'.", nearest(name, names) or "`backplan figure` lists them all.")
    scene = parse_scene(figure_bytes(name), f"{name}.yaml", name)
    drawn = picture(scene)
    return Figure(name, scene.title, scene.alt, drawn.width, drawn.height, scene.scale, drawn.svg)
