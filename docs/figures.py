"""Draws the page of drawings: docs/figures.md, and a file for each drawing in docs/figures/.

`python docs/figures.py` draws all anew; the same data give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from backplan.app import figure, figure_names

PAGE = Path(__file__).with_suffix(".md")
FOLDER = Path(__file__).with_suffix("")

HEAD = """\
# Drawings of exercises

A regimen asks for a drawing by its name, as `figure: bridge`; any regimen can use any of them, and an exercise without
one is fine. `backplan figure bridge -o bridge.png` makes a file of one, see [the command](commands.md#backplan-figure).

The pose at the end of the movement is bold, the one before it faint, and an arrow says what moves. Limbs on the far
side are grey. Two pictures, one above the other, are two moments of one exercise. All show a person of the same size
but for head and shoulders, which are larger: beside each of those stands by how much.

No drawing takes the place of being shown the exercise. Whoever prescribes should look at those that they hand out.
"""


def files() -> dict[Path, str]:
    """The page and the drawings, as the files hold them."""
    drawn = [figure(name) for name in figure_names()]
    sections = []
    for one in drawn:
        larger = "" if one.scale == 1 else f" Drawn {one.scale:g} times as large as whole persons."
        picture = f"![{one.alt}]({FOLDER.name}/{one.name}.svg)"
        sections.append(f"\n## {one.name}\n\n{one.title}. {one.alt}{larger}\n\n{picture}\n")
    return {PAGE: HEAD + "".join(sections), **{FOLDER / f"{one.name}.svg": one.svg for one in drawn}}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = files()
    for left_over in set(FOLDER.iterdir()) - set(made):
        left_over.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")
