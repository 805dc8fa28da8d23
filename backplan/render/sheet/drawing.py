"""Drawings as a sheet shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture of an exercise.

    Attributes:
        svg: the picture itself.
        alt: what it shows, in a sentence, for those who cannot see it.
        width: in units of which all drawings have the same length on paper.
        height: as `width`.
    """

    svg: str
    alt: str
    width: float
    height: float


Draw = Callable[[str], Drawing | None]
"""The drawing of a name that a regimen gives; None where there is none."""


def in_grey(drawing: Drawing) -> Drawing:
    """The picture with each colour as the grey that is as dark."""
    return replace(drawing, svg=_COLOUR.sub(_grey, drawing.svg))


def _grey(colour: re.Match[str]) -> str:
    red, green, blue = (int(part, 16) for part in colour.groups())
    # How bright each looks (Rec. 601).
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"
