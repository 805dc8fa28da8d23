"""SVG text: only paths, circles and rectangles with presentation attributes, so that every program draws them alike.

No number has more than one decimal and nothing depends on the order of a set, so the same picture has the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from backplan.files.marks import DRAWING_MARK
from regimens.figures.draw.geometry import direction, moved
from regimens.figures.draw.shapes import Polygon, curve_path, line_path, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from regimens.figures.draw.scene import Arrow, Point, View
    from regimens.figures.draw.shapes import Shape

INK = "#1a1a1a"
PAPER = "#ffffff"
FAR = "#c4c4c4"
"""The limbs on the far side."""
GHOST = "#8f8f8f"
"""The lines of the pose before."""
ARROW = "#b3261e"

OUTLINE = 1.8
GHOST_LINE = 1.1
ARROW_WIDTH = 3.4
ARROW_HEAD = 11.0
ARROW_SPREAD = 27.0
SCREEN = 2.0
"""Pixels of a screen for a unit of the picture, if no size is given."""
CASING = 2.0
"""How far the white around an arrow reaches beyond it."""


@dataclass(slots=True)
class Canvas:
    """A frame of a picture that is being drawn.

    Attributes:
        view: what of the world it shows.
        scale: units of the picture for a centimetre.
        below: units of the picture above the frame.
    """

    view: View
    scale: float = 1.0
    below: float = 0.0
    elements: list[str] = field(default_factory=list)

    def place(self, point: Point) -> str:
        """Return where a point of the world is in the picture."""
        across = (point[0] - self.view.left) * self.scale
        down = (self.view.top - point[1]) * self.scale + self.below
        return f"{rounded(across)} {rounded(down)}"

    def clear(self) -> None:
        """Make the frame, and all below it, white."""
        width, top = rounded(self.view.width * self.scale), rounded(self.below)
        height = rounded(self.view.height * self.scale)
        self.elements.append(f'<rect x="0" y="{top}" width="{width}" height="{height}" fill="{PAPER}"/>')

    def outlined(self, shapes: Sequence[Shape], fill: str = PAPER, ink: str = INK, width: float = OUTLINE) -> None:
        """Draw shapes as one: only the edge of all together, not where they overlap.

        Args:
            shapes: what belongs together.
            fill: the colour inside.
            ink: the colour of the edge.
            width: of the edge, outside of the shapes.
        """
        path = "".join(shape.path(self.place, self.scale) for shape in shapes)
        self._path(path, ink, ink, 2 * width)
        self._path(path, fill, "none", 0)

    def filled(self, shapes: Sequence[Shape], fill: str = INK) -> None:
        """Draw shapes without an edge."""
        self._path("".join(shape.path(self.place, self.scale) for shape in shapes), fill, "none", 0)

    def line(self, points: Iterable[Point], width: float = OUTLINE, ink: str = INK) -> None:
        """Draw a line from point to point."""
        self._path(line_path(points, self.place), "none", ink, width)

    def curve(self, points: tuple[Point, ...], width: float = OUTLINE, ink: str = INK) -> None:
        """Draw a smooth line through points."""
        self._path(curve_path(points, self.place), "none", ink, width)

    def circle(self, center: Point, radius: float, fill: str = PAPER, ink: str = INK, width: float = OUTLINE) -> None:
        """Draw a circle; its radius in centimetres."""
        across, down = self.place(center).split()
        stroke = f' stroke="{ink}" stroke-width="{rounded(width)}"' if width else ""
        size = rounded(radius * self.scale)
        self.elements.append(f'<circle cx="{across}" cy="{down}" r="{size}" fill="{fill}"{stroke}/>')

    def veil(self, shape: Shape, fill: str, opacity: float) -> None:
        """Draw a shape through which what is behind can be seen."""
        path = shape.path(self.place, self.scale)
        self.elements.append(f'<path d="{path}" fill="{fill}" fill-opacity="{opacity}"/>')

    def arrow(self, arrow: Arrow) -> None:
        """Draw an arrow with white around it."""
        length = ARROW_HEAD / self.scale
        heading = direction(arrow.towards, arrow.end)
        neck = moved(arrow.end, heading, -0.7 * length)
        curve = f"M{self.place(arrow.start)}Q{self.place(arrow.towards)} {self.place(neck)}"
        wings = (moved(arrow.end, heading + 180 + side * ARROW_SPREAD, length) for side in (1, -1))
        head = Polygon((arrow.end, *wings)).path(self.place, self.scale)
        self._path(curve, "none", PAPER, ARROW_WIDTH + 2 * CASING)
        self._path(head, PAPER, PAPER, 2 * CASING)
        self._path(curve, "none", ARROW, ARROW_WIDTH)
        self._path(head, ARROW, ARROW, 1)

    def _path(self, path: str, fill: str, stroke: str, width: float) -> None:
        lines = "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{rounded(width)}"'
        joined = ' stroke-linecap="round" stroke-linejoin="round"' if lines else ""
        self.elements.append(f'<path d="{path}" fill="{fill}"{lines}{joined}/>')


def document(elements: Iterable[str], width: float, height: float, title: str, alt: str) -> str:
    """Return the SVG document."""
    across, down = rounded(width), rounded(height)
    size = f'width="{rounded(SCREEN * width)}" height="{rounded(SCREEN * height)}"'
    return "\n".join(
        (
            DRAWING_MARK,
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" {size}>',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(alt)}</desc>",
            # On a dark page the lines would be lost.
            f'<rect x="0" y="0" width="{across}" height="{down}" fill="{PAPER}"/>',
            *elements,
            "</svg>\n",
        )
    )
