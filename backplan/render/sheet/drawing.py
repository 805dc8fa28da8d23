"""Drawings as they are on a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture of an exercise, with a sentence for those who cannot see it.

    Width and height are in units that have the same length in all drawings.
    """

    svg: str
    alt: str
    width: float
    height: float


Draw = Callable[[str], Drawing | None]
"""Returns the drawing of a name in a regimen, or None if there is none."""


def in_grey(drawing: Drawing) -> Drawing:
    """Return the picture with each colour as the grey of the same darkness."""
    return replace(drawing, svg=_COLOUR.sub(_grey, drawing.svg))


def _grey(colour: re.Match[str]) -> str:
    red, green, blue = (int(part, 16) for part in colour.groups())
    # The brightness that each seems to have (Rec. 601).
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"
