"""Draws the drawings of exercises, and writes the page that shows them.

`python -m regimens.figures.draw` draws all again, from `poses/` next to this file: an SVG file per drawing in
`regimens/figures/`, and `docs/figures.md`. The same poses give the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from regimens.figures.draw.drawing import picture
from regimens.figures.draw.pose_yaml import scenes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regimens.figures.draw.scene import Scene

ROOT = Path(__file__).parents[3]
FOLDER = Path("regimens/figures")
PAGE = Path("docs/figures.md")

HEAD = """\
# Drawings of exercises

A regimen refers to a drawing by its name, such as `figure: bridge`. Any regimen can use any drawing, and an exercise
does not need one. To save a drawing as a file, run `backplan figure bridge -o bridge.png`; see
[the command](commands.md#backplan-figure).

The pose at the end of the movement is bold, the pose before it is faint, and an arrow shows what moves. Limbs on the
far side are grey. Two pictures, one above the other, show two moments of the same exercise. All figures are drawn at
the same scale, except that drawings of head and shoulders are larger: their text says by how much.

A drawing does not replace being shown the exercise. Prescribers should look at the drawings that they hand out.
"""


def page(drawn: Iterable[Scene]) -> str:
    """Return the text of the page that shows drawings."""
    sections = []
    for scene in drawn:
        larger = f" Drawn {scene.scale:g} times as large as full figures." if scene.is_bust else ""
        image = f"![{scene.alt}](../{(FOLDER / scene.name).as_posix()}.svg)"
        sections.append(f"\n## {scene.name}\n\n{scene.title}. {scene.alt}{larger}\n\n{image}\n")
    return HEAD + "".join(sections)


def redraw(root: Path = ROOT) -> None:
    """Write all drawings and their page, and remove drawings without poses.

    Args:
        root: the folder that holds `regimens/` and `docs/`.
    """
    drawn = scenes()
    made = {root / FOLDER / f"{scene.name}.svg": picture(scene) for scene in drawn}
    for left_over in set((root / FOLDER).glob("*.svg")) - set(made):
        left_over.unlink()
    for path, text in {**made, root / PAGE: page(drawn)}.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    redraw()
