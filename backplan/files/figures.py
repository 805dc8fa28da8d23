"""Drawings of exercises: the SVG files that come with backplan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from backplan.errors import UsageError
from backplan.files.bundled import figure_bytes, figure_names
from backplan.language.did_you_mean import nearest

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of an exercise.

    Attributes:
        alt: a sentence for those who cannot see the drawing.
        width: in units that are the same for all drawings: centimetres of a person of 170 cm; `height` likewise.
    """

    name: str
    title: str
    alt: str
    width: float
    height: float
    svg: str


@cache
def figure(name: str) -> Figure:
    """Return a drawing.

    Raises:
        UsageError: there is none of that name.
    """
    names = figure_names()
    if name not in names:
        raise UsageError(
            f"There is no drawing '{name}'.", nearest(name, names) or "Run `backplan figure` for the list."
        )
    svg = figure_bytes(name).decode()
    root = ET.fromstring(svg)  # noqa: S314 - a file of our own
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    title, alt = root.findtext(f"{_SVG}title"), root.findtext(f"{_SVG}desc")
    assert title
    assert alt
    return Figure(name, title, alt, width, height, svg)
